import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'

const outFile = fileURLToPath(new URL('./types.gen.ts', import.meta.url))

/** What the pool's type parsers answer, where that differs from the generator's own assumptions. */
const typeMapping = { timestamp: 'string', date: 'string', int8: 'number' }

/**
 * Writes the table types of a migrated database to types.gen.ts, or with `verify` throws when the file differs.
 * A text column with a CHECK on a list becomes the union of that list, so that enums are declared once, in SQL.
 */
export async function generateTypes(
  connectionString: string,
  { verify }: { verify: boolean },
): Promise<void> {
  const overrides = await findEnumColumns(connectionString)
  const cli = fileURLToPath(new URL('./cli/bin.js', import.meta.resolve('kysely-codegen')))
  await promisify(execFile)(process.execPath, [
    cli,
    ...['--dialect', 'postgres', '--url', connectionString, '--out-file', outFile],
    ...['--camel-case', '--default-schema', 'public', '--include-pattern', 'public.*'],
    ...['--exclude-pattern', 'public.kysely_*', '--date-parser', 'string'],
    ...['--type-mapping', JSON.stringify(typeMapping), '--overrides', JSON.stringify({ columns: overrides })],
    ...(verify ? ['--verify'] : []),
  ])
}

async function findEnumColumns(connectionString: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<EnumRow>(`
      select c.conrelid::regclass::text as "table", a.attname as "column", a.attnotnull as required,
             a.atthasdef as "hasDefault",
             pg_get_constraintdef(c.oid) as definition
      from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'c' and cardinality(c.conkey) = 1 and c.connamespace = 'public'::regnamespace
        and pg_get_constraintdef(c.oid) like '%= ANY (ARRAY[%::text%'
      order by 1, 2`)
    return Object.fromEntries(rows.map((row) => [`${row.table}.${row.column}`, unionOf(row)]))
  } finally {
    await client.end()
  }
}

interface EnumRow {
  table: string
  column: string
  required: boolean
  hasDefault: boolean
  definition: string
}

function unionOf({ definition, required, hasDefault }: EnumRow): string {
  const values = [...definition.matchAll(/'([^']*)'::text/g)].map((match) => `'${match[1]}'`)
  const union = [...new Set(values), ...(required ? [] : ['null'])].join(' | ')
  return hasDefault ? `Generated<${union}>` : union
}

import pg from 'pg'

/** The memory's own wall clock is without a zone on purpose. */
const wallClock = /\.happened_at$/

/**
 * What every table keeps to, read from a migrated database: foreign keys have an index that begins with their
 * columns and a chosen ON DELETE; names are plural snake_case; instants are timestamptz. Answers the breaches.
 */
export async function judgeSchema(connectionString: string): Promise<string[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const ask = async (sql: string) =>
      (await client.query<{ name: string }>(sql)).rows.map(({ name }) => name)
    const unindexed = await ask(unindexedForeignKeys)
    const unchosen = await ask(undecidedForeignKeys)
    const times = await ask(zonelessTimes)
    const tables = await ask(tableNames)
    return [
      ...unindexed.map((name) => `${name}: no index begins with this foreign key's columns`),
      ...unchosen.map((name) => `${name}: this foreign key chooses no ON DELETE`),
      ...times.filter((name) => !wallClock.test(name)).map((name) => `${name}: an instant is timestamptz`),
      ...tables
        .filter((name) => !isPluralSnakeCase(name))
        .map((name) => `${name}: a table is a plural in snake_case`),
    ]
  } finally {
    await client.end()
  }
}

function isPluralSnakeCase(name: string): boolean {
  return /^[a-z]+(_[a-z]+)*$/.test(name) && /(s|people|children|media)$/.test(name)
}

const ours = "relnamespace = 'public'::regnamespace and relname not like 'kysely%'"
const foreignKeys = `
  select c.conrelid::regclass || '.' || c.conname as name, c.conrelid, c.conkey, c.confdeltype
  from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace`

/** An index of the rows that point somewhere serves as well: what looks for a key looks past those without one. */
const unindexedForeignKeys = `
  select name from (${foreignKeys}) keys where not exists (
    select from pg_index i
    where i.indrelid = keys.conrelid
      and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) in (
        select '(' || quote_ident(a.attname) || ' IS NOT NULL)'
        from pg_attribute a where a.attrelid = keys.conrelid and a.attnum = any (keys.conkey)
      ))
      and (i.indkey::int2[])[0:cardinality(keys.conkey) - 1] @> keys.conkey
      and (i.indkey::int2[])[0:cardinality(keys.conkey) - 1] <@ keys.conkey
  ) order by name`

/** NO ACTION is what one gets without choosing; RESTRICT says the same on purpose. */
const undecidedForeignKeys = `select name from (${foreignKeys}) keys where confdeltype = 'a' order by name`

const zonelessTimes = `
  select r.relname || '.' || a.attname as name
  from pg_attribute a join pg_class r on r.oid = a.attrelid
  where ${ours} and r.relkind in ('r', 'p') and a.atttypid = 'timestamp'::regtype and not a.attisdropped
  order by name`

const tableNames = `select relname as name from pg_class where ${ours} and relkind in ('r', 'p') order by name`

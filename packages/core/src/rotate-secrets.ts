import { sql } from 'kysely'
import { audit } from './platform/audit.ts'
import type { Deps } from './platform/deps.ts'
import { contextOf, type SealedColumn, sealedColumns } from './sealed-columns.ts'

export interface Rotation {
  /** Secrets that now lie under the newest key and did not before. */
  rewrapped: number
  /** Secrets that were there already. */
  current: number
  /** Rows whose secret no key opens, as `table.column key`: they stay as they are. */
  unreadable: string[]
}

interface SealedRow {
  key: string | Buffer
  sealed: Buffer
}

const batch = 500

/**
 * Wraps every sealed secret under the newest key, a batch at a time, while everything runs: a row that changes
 * meanwhile is left to whoever changed it. Broken off, it is simply run again. Audited.
 */
export async function rotateSecrets(deps: Pick<Deps, 'db' | 'secrets' | 'transaction'>): Promise<Rotation> {
  const rotation: Rotation = { rewrapped: 0, current: 0, unreadable: [] }
  for (const column of sealedColumns) await rotateColumn(deps, column, rotation)
  await deps.transaction((tx) => audit(tx, { userId: null }, { action: 'secrets.rotated' }))
  return rotation
}

async function rotateColumn(
  deps: Pick<Deps, 'db' | 'secrets'>,
  column: SealedColumn,
  rotation: Rotation,
): Promise<void> {
  let after: string | Buffer | undefined
  for (;;) {
    const rows = await readBatch(deps, column, after)
    for (const row of rows) await rotateRow(deps, column, row, rotation)
    after = rows.at(-1)?.key
    if (rows.length < batch) return
  }
}

async function readBatch(
  { db }: Pick<Deps, 'db'>,
  { table, column, key, keyType }: SealedColumn,
  after: string | Buffer | undefined,
): Promise<SealedRow[]> {
  const [from, sealed, id] = [sql.table(table), sql.ref(column), sql.ref(key)]
  const { rows } = await sql<SealedRow>`
    select ${id} as key, ${sealed} as sealed from ${from}
    where ${sealed} is not null ${after === undefined ? sql`` : sql`and ${id} > ${after}::${sql.raw(keyType)}`}
    order by ${id} limit ${batch}
  `.execute(db)
  return rows
}

async function rotateRow(
  { db, secrets }: Pick<Deps, 'db' | 'secrets'>,
  sealedColumn: SealedColumn,
  { key, sealed }: SealedRow,
  rotation: Rotation,
): Promise<void> {
  const { table, column } = sealedColumn
  let fresh: Buffer | undefined
  try {
    fresh = secrets.rewrap(sealed, contextOf(sealedColumn, key))
  } catch {
    const name = typeof key === 'string' ? key : key.toString('hex')
    rotation.unreadable.push(`${table}.${column} ${name}`)
    return
  }
  if (!fresh) {
    rotation.current += 1
    return
  }
  // Only what was read is replaced: a secret that was set meanwhile must not be undone.
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${fresh}
    where ${sql.ref(sealedColumn.key)} = ${key} and ${sql.ref(column)} = ${sealed}
  `.execute(db)
  rotation.rewrapped += Number(numAffectedRows ?? 0)
}

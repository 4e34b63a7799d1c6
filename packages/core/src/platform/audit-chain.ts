import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from './db.ts'

/** A place in the chain that was right once: kept elsewhere, it shows later that nothing before it was cut off. */
export interface AuditCheckpoint {
  seq: number
  hash: Buffer
}

export type AuditVerdict =
  | { isWhole: true; entries: number; checkpoint: AuditCheckpoint | undefined }
  | { isWhole: false; problem: AuditProblem; seq: number | undefined; entryId: string | undefined }

/**
 * `changed`: the entry is not what was sealed, or not in its place. `removed`: a seal without its entry. `missing`:
 * a seal is gone. `unsealed`: an entry that was put in past the trigger, or whose seal was cut off. `cut`: the chain
 * ends before the checkpoint. `rewritten`: it has another hash there.
 */
export type AuditProblem = 'changed' | 'removed' | 'missing' | 'unsealed' | 'cut' | 'rewritten'

interface SealedEntry {
  seq: number
  hash: Buffer
  entryId: string
  id: string | null
  at: string | null
  actorId: string | null
  circleId: string | null
  action: string | null
  subjectId: string | null
  requestId: string | null
  address: string | null
}

const batch = 2_000

/**
 * Walks the whole chain, a batch in memory at a time, and names the first entry that breaks it. Computes every hash
 * here: a function in the database could have been changed along with it.
 */
export async function verifyAudit(db: Database, since?: AuditCheckpoint): Promise<AuditVerdict> {
  let last: AuditCheckpoint | undefined
  for (;;) {
    const rows = await readSealed(db, last?.seq ?? 0)
    for (const row of rows) {
      const problem = judge(row, last, since)
      if (problem) return { isWhole: false, problem, seq: row.seq, entryId: row.entryId }
      last = { seq: row.seq, hash: row.hash }
    }
    if (rows.length < batch) break
  }
  if (since && since.seq > (last?.seq ?? 0)) {
    return { isWhole: false, problem: 'cut', seq: (last?.seq ?? 0) + 1, entryId: undefined }
  }
  const unsealed = await findUnsealed(db)
  if (unsealed) return { isWhole: false, problem: 'unsealed', seq: undefined, entryId: unsealed }
  return { isWhole: true, entries: last?.seq ?? 0, checkpoint: last }
}

function judge(
  row: SealedEntry,
  last: AuditCheckpoint | undefined,
  since: AuditCheckpoint | undefined,
): AuditProblem | undefined {
  if (row.seq !== (last?.seq ?? 0) + 1) return 'missing'
  if (row.id === null) return 'removed'
  if (!hashOf(last?.hash, row).equals(row.hash)) return 'changed'
  if (row.seq === since?.seq && !row.hash.equals(since.hash)) return 'rewritten'
  return undefined
}

/** As `audit_hash` in migration 0008. */
function hashOf(previous: Buffer | undefined, row: SealedEntry): Buffer {
  const parts = [
    row.id,
    row.at,
    row.actorId,
    row.circleId,
    row.action,
    row.subjectId,
    row.requestId,
    row.address,
  ]
  const text = parts.map((part) => (part === null ? '-' : `${Buffer.byteLength(part)}:${part}`)).join('')
  return createHash('sha256')
    .update(previous ?? '')
    .update(text)
    .digest()
}

async function readSealed(db: Database, after: number): Promise<SealedEntry[]> {
  return (
    db
      .selectFrom('auditSeals as s')
      .leftJoin('auditEntries as e', 'e.id', 's.entryId')
      .select(['s.seq', 's.hash', 's.entryId', 'e.id', 'e.actorId', 'e.circleId'])
      .select(['e.action', 'e.subjectId', 'e.requestId', 'e.address'])
      // As text with its microseconds, of which a Date knows nothing.
      .select(sql<string | null>`to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`.as('at'))
      .where('s.seq', '>', after)
      .orderBy('s.seq')
      .limit(batch)
      .execute()
  )
}

/** Entry and seal appear in one commit: one without the other came past the trigger. */
async function findUnsealed(db: Database): Promise<string | undefined> {
  const found = await db
    .selectFrom('auditEntries as e')
    .select('e.id')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('auditSeals as s').select('s.seq').whereRef('s.entryId', '=', 'e.id'))),
    )
    .orderBy('e.at')
    .orderBy('e.id')
    .limit(1)
    .executeTakeFirst()
  return found?.id
}

export function formatCheckpoint({ seq, hash }: AuditCheckpoint): string {
  return `${seq}:${hash.toString('hex')}`
}

/** undefined when it is not a checkpoint. */
export function parseCheckpoint(text: string): AuditCheckpoint | undefined {
  const [, seq, hash] = /^([1-9][0-9]{0,14}):([0-9a-f]{64})$/.exec(text) ?? []
  return seq && hash ? { seq: Number(seq), hash: Buffer.from(hash, 'hex') } : undefined
}

import type { KeepKind, Milestone, Visibility } from '@kinkeep/contracts/keep-kinds'
import type { DatePrecision } from '@kinkeep/contracts/media-states'
import type { Tx } from '../platform/db.ts'
import type { MemoryDate } from './rules.ts'
import { countKeep } from './sql.ts'

interface ToldKeep extends MemoryDate {
  id: string
  kind: KeepKind
  title: string | null
  body: string | null
  milestone: Milestone | null
  toldBy: string | null
  visibility: Visibility
  childIds: string[]
  petIds: string[]
  tags: string[]
  datePrecision: DatePrecision
  createdAt: Date
  editedAt: Date | null
}

/**
 * Adds a keep that was told elsewhere, with the times it had there, and counts it. Its author here is whoever brings
 * it in; whose words it bears is a name. The circle is locked.
 */
export async function insertToldKeep(
  tx: Tx,
  { circleId, userId }: { circleId: string; userId: string },
  keep: ToldKeep,
): Promise<void> {
  await tx
    .insertInto('keeps')
    .values({ circleId, authorId: userId, ...keep })
    .execute()
  await countKeep(tx, circleId, { happenedAt: keep.happenedAt, visibility: keep.visibility }, 1)
}

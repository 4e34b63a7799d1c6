import type { KeepKind, Milestone, Visibility } from '@kinkeep/contracts/keep-kinds'
import type { DatePrecision } from '@kinkeep/contracts/media-states'
import { recordActivity } from '../activities/record-activity.ts'
import type { CircleScope } from '../circles/access.ts'
import type { Tx } from '../platform/db.ts'
import type { MemoryDate } from './rules.ts'
import { countKeep } from './sql.ts'

interface NewKeep extends MemoryDate {
  id: string
  kind: KeepKind
  title?: string | undefined
  body?: string | undefined
  milestone?: Milestone | undefined
  /** The whole circle may know of it unless told otherwise. */
  visibility?: Visibility
  childIds?: readonly string[]
  petIds?: readonly string[]
  tags?: readonly string[]
  datePrecision?: DatePrecision | undefined
  idempotencyKey?: string | undefined
}

/** Adds a keep of the caller's and counts it. Answers false, and adds nothing, when its key was used before. */
export async function insertKeep(tx: Tx, scope: CircleScope, keep: NewKeep): Promise<boolean> {
  const { visibility = 'circle', childIds = [], petIds = [], tags = [], datePrecision = 'time' } = keep
  const inserted = await tx
    .insertInto('keeps')
    .values({
      circleId: scope.circleId,
      id: keep.id,
      authorId: scope.userId,
      kind: keep.kind,
      title: keep.title || null,
      body: keep.body || null,
      milestone: keep.milestone ?? null,
      visibility,
      childIds: [...childIds],
      petIds: [...petIds],
      tags: [...tags],
      datePrecision,
      happenedAt: keep.happenedAt,
      happenedOffset: keep.happenedOffset,
      dateSource: keep.dateSource,
      idempotencyKey: keep.idempotencyKey ?? null,
      createdAt: tx.effects.clock.now(),
    })
    .onConflict((conflict) => conflict.columns(['circleId', 'authorId', 'idempotencyKey']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) return false
  await countKeep(tx, scope.circleId, { happenedAt: keep.happenedAt, visibility }, 1)
  await recordActivity(tx, scope.circleId, scope, { kind: 'keeps.added', keepId: keep.id, visibility })
  return true
}

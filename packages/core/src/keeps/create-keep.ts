import { beginningOf, isKnownToTheDay } from '@kinkeep/contracts/approximate-dates'
import type { CreateKeep, KeepView } from '@kinkeep/contracts/keeps'
import type { DatePrecision } from '@kinkeep/contracts/media-states'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import { lockCircle } from '../circles/lock-circle.ts'
import { audit } from '../platform/audit.ts'
import { wallClockIn } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { attachMedia } from './attach-media.ts'
import { insertKeep } from './insert-keep.ts'
import { getKeepView } from './queries.ts'
import { requireSubjects } from './require-subjects.ts'
import { assertMayRestrict, type MemoryDate, pickDate } from './rules.ts'

/**
 * Keeps a memory. Without a date of the person's it takes its media's, or today. The same idempotency key
 * answers the keep it made before. Throws MEDIA_NOT_USABLE for media that are not the caller's to use, NOT_FOUND for
 * children and pets of no circle or another, and ROLE_TOO_LOW for what only admins may hide.
 */
export async function createKeep(
  deps: Pick<Deps, 'transaction' | 'random'>,
  scope: CircleScope<'keep.create'>,
  input: CreateKeep,
): Promise<KeepView> {
  assertMayRestrict(scope, input.visibility)
  return deps.transaction(async (tx) => {
    const id = deps.random.id()
    const { kind, title, body, visibility, childIds, petIds, tags, idempotencyKey } = input
    const milestone = kind === 'milestone' ? input.milestone : undefined
    const mediaIds = kind === 'note' ? [] : input.mediaIds
    const date = await dateOf(tx, scope, input, mediaIds)
    // Before what it shows, as whoever deletes a child or a pet holds them.
    if (childIds?.length || petIds?.length) await lockCircle(tx, scope.circleId)
    await requireSubjects(tx, scope, childIds, petIds)
    const told = { kind, title, body, milestone, visibility, childIds, petIds, tags, idempotencyKey }
    const isNew = await insertKeep(tx, scope, { id, ...told, ...date })
    if (!isNew) return findMadeBefore(tx, scope, idempotencyKey)

    if (mediaIds.length > 0) await attachMedia(tx, scope, id, mediaIds)
    const view = await getKeepView(tx, scope, id)
    await audit(tx, scope.actor, { action: 'keep.created', circleId: scope.circleId, subjectId: id })
    await publish(tx, scope.circleId, { type: 'keep.changed', keepId: id })
    return view
  })
}

/** Known before the keep is counted: a keep that moved afterwards would hold more counters than one at a time. */
async function dateOf(
  tx: Tx,
  scope: CircleScope,
  { happenedAt, happenedOffset, datePrecision }: CreateKeep,
  mediaIds: readonly string[],
): Promise<MemoryDate & { datePrecision?: DatePrecision }> {
  if (happenedAt) {
    return {
      happenedAt: beginningOf(happenedAt, datePrecision),
      happenedOffset: isKnownToTheDay(datePrecision) ? (happenedOffset ?? null) : null,
      dateSource: 'person',
      datePrecision,
    }
  }
  const dates = await lockMediaDates(tx, scope, mediaIds)
  const now = tx.effects.clock.now()
  return pickDate(dates) ?? { ...wallClockIn(scope.user.timeZone, now), dateSource: 'posted' }
}

async function lockMediaDates(
  tx: Tx,
  scope: CircleScope,
  mediaIds: readonly string[],
): Promise<MemoryDate[]> {
  if (mediaIds.length === 0) return []
  return tx
    .selectFrom('media')
    .select(['happenedAt', 'happenedOffset', 'dateSource'])
    .where('circleId', '=', scope.circleId)
    .where('uploaderId', '=', scope.userId)
    .where(sql<boolean>`id = any(${mediaIds}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
}

async function findMadeBefore(tx: Tx, scope: CircleScope, idempotencyKey: string | undefined) {
  const keep = await tx
    .selectFrom('keeps')
    .select('id')
    .where('circleId', '=', scope.circleId)
    .where('authorId', '=', scope.userId)
    .where('idempotencyKey', '=', idempotencyKey ?? null)
    .executeTakeFirst()
  if (!keep) throw new DomainError('NOT_FOUND')
  return getKeepView(tx, scope, keep.id)
}

import type { ChangeDates, ChangedDates, DateChange } from '@kinkeep/contracts/date-changes'
import type { Visibility } from '@kinkeep/contracts/keep-kinds'
import { limits } from '@kinkeep/contracts/limits'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import { audit } from '../platform/audit.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import { assertInTime, dateChangeCalls } from './date-rules.ts'
import {
  changedDate,
  changedMediaDate,
  countMoves,
  isChanged,
  isSettledFor,
  mayChangeDateOf,
  mediaPrintOf,
  printOf,
} from './date-sql.ts'

/**
 * Does one thing to the dates of many keeps, as one act that can be undone for 30 days. A shift and a zone go for their
 * photos as well. Ids of keeps that are not the caller's to change are as if they were not there. The same idempotency
 * key answers what it did before. The number of statements does not depend on how many keeps there are. Throws
 * INVALID_INPUT for a shift out of the calendar, TOO_MANY_REQUESTS.
 */
export async function changeDates(
  deps: Pick<Deps, 'transaction' | 'random' | 'limits'>,
  scope: CircleScope<'media.changeDates'>,
  input: ChangeDates,
): Promise<ChangedDates> {
  await deps.limits.take({ key: `dates:${scope.userId}`, limit: dateChangeCalls })
  return deps.transaction(async (tx) => {
    const { circleId } = scope
    const changeId = deps.random.id()
    // First of all: it holds the circle's row, if only against its end, as others do before they hold a keep.
    if (!(await insertChange(tx, scope, changeId, input))) return findMadeBefore(tx, scope, input)
    const keeps = await lockKeeps(tx, scope, input)
    assertInTime(input.change, keeps)
    if (keeps.length === 0) {
      await tx.deleteFrom('dateChanges').where('circleId', '=', circleId).where('id', '=', changeId).execute()
      return { changeId: null, keeps: 0 }
    }
    const keepIds = keeps.map(({ id }) => id)
    await writeKeeps(tx, circleId, changeId, keepIds, input.change)
    await writeMedia(tx, circleId, changeId, keepIds, input.change)
    await countMoves(
      tx,
      circleId,
      keeps.map(({ happenedAt, newAt, visibility }) => ({ from: happenedAt, to: newAt, visibility })),
    )
    await tx
      .updateTable('dateChanges')
      .set({ keeps: keeps.length })
      .where('circleId', '=', circleId)
      .where('id', '=', changeId)
      .execute()
    await forgetOld(tx, circleId)
    await audit(tx, scope.actor, { action: 'dates.changed', circleId, subjectId: changeId })
    await publish(tx, circleId, { type: 'keeps.changed' })
    return { changeId, keeps: keeps.length }
  })
}

/** Answers false when the key was used before. */
async function insertChange(
  tx: Tx,
  scope: CircleScope,
  id: string,
  { change, idempotencyKey }: ChangeDates,
): Promise<boolean> {
  const inserted = await tx
    .insertInto('dateChanges')
    .values({
      circleId: scope.circleId,
      id,
      changedBy: scope.userId,
      told: JSON.stringify(change),
      kind: change.kind,
      keeps: 0,
      idempotencyKey: idempotencyKey ?? null,
      createdAt: tx.effects.clock.now(),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['circleId', 'changedBy', 'idempotencyKey'])
        .where('idempotencyKey', 'is not', null)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

async function findMadeBefore(
  tx: Tx,
  scope: CircleScope,
  { idempotencyKey }: ChangeDates,
): Promise<ChangedDates> {
  const { id, keeps } = await tx
    .selectFrom('dateChanges')
    .select(['id', 'keeps'])
    .where('circleId', '=', scope.circleId)
    .where('changedBy', '=', scope.userId)
    .where('idempotencyKey', '=', idempotencyKey ?? null)
    .executeTakeFirstOrThrow()
  return { changeId: id, keeps }
}

interface LockedKeep {
  id: string
  happenedAt: string
  newAt: string
  visibility: Visibility
}

/** Those that will change, in the order of their ids, so that two changes wait for each other and not in a circle. */
async function lockKeeps(
  tx: Tx,
  scope: CircleScope,
  { keepIds, change }: ChangeDates,
): Promise<LockedKeep[]> {
  const date = changedDate(change)
  const { rows } = await sql<LockedKeep>`
    select keeps.id, keeps.happened_at, ${date.at} as new_at, keeps.visibility
    from keeps
    where ${mayChangeDateOf(scope)} and keeps.id = any(${keepIds}::uuid[]) and ${isChanged(date)}
      and ${isSettledFor(change)}
    order by keeps.id
    for update
  `.execute(tx)
  return rows
}

/** What they were is written down first, and how it will be known that they still are what they become. */
async function writeKeeps(
  tx: Tx,
  circleId: string,
  changeId: string,
  keepIds: readonly string[],
  change: DateChange,
): Promise<void> {
  const date = changedDate(change)
  const isOne = sql`keeps.circle_id = ${circleId} and keeps.id = any(${keepIds}::uuid[])`
  await sql`
    insert into date_change_keeps (
      circle_id, change_id, keep_id, happened_at, happened_offset, date_source, date_precision, became
    )
    select keeps.circle_id, ${changeId}, keeps.id, keeps.happened_at, keeps.happened_offset, keeps.date_source,
      keeps.date_precision, ${printOf(date)}
    from keeps where ${isOne}
  `.execute(tx)
  await sql`
    update keeps set happened_at = ${date.at}, happened_offset = ${date.offset}, date_source = ${date.source},
      date_precision = ${date.precision}
    where ${isOne}
  `.execute(tx)
}

async function writeMedia(
  tx: Tx,
  circleId: string,
  changeId: string,
  keepIds: readonly string[],
  change: DateChange,
): Promise<void> {
  const date = changedMediaDate(change)
  if (!date) return
  const isOne = sql`media.circle_id = ${circleId} and media.keep_id = any(${keepIds}::uuid[])`
  await sql`
    insert into date_change_media (circle_id, change_id, media_id, happened_at, happened_offset, date_source, became)
    select media.circle_id, ${changeId}, media.id, media.happened_at, media.happened_offset, media.date_source,
      ${mediaPrintOf(date)}
    from media where ${isOne}
  `.execute(tx)
  await sql`
    update media set happened_at = ${date.at}, happened_offset = ${date.offset}, date_source = ${date.source}
    where ${isOne}
  `.execute(tx)
}

/** What cannot be undone any more need not be known. */
async function forgetOld(tx: Tx, circleId: string): Promise<void> {
  await tx
    .deleteFrom('dateChanges')
    .where('circleId', '=', circleId)
    .where('createdAt', '<', addSeconds(tx.effects.clock.now(), -limits.dateChangeDays * secondsPerDay))
    .execute()
}

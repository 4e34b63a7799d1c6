import type { UndoDates } from '@kinkeep/contracts/date-changes'
import type { Visibility } from '@kinkeep/contracts/keep-kinds'
import { limits } from '@kinkeep/contracts/limits'
import { can } from '@kinkeep/contracts/roles'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import { audit } from '../platform/audit.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { dateChangeCalls } from './date-rules.ts'
import { countMoves, dateBefore, keepPrint, mayChangeDateOf, mediaPrint } from './date-sql.ts'

interface Undone {
  restored: number
  leftAlone: number
}

/**
 * Gives keeps the dates back that a change took, as far as they still have what it gave and the caller may change them;
 * instead of a guess what their files have told since.
 * Undoing it again answers the same. Throws NotFound for a change of somebody else's unless the caller is an admin, and
 * for one that is older than 30 days.
 */
export async function undoDates(
  deps: Pick<Deps, 'transaction' | 'limits'>,
  scope: CircleScope<'media.changeDates'>,
  { changeId }: UndoDates,
): Promise<Undone> {
  await deps.limits.take({ key: `dates:${scope.userId}`, limit: dateChangeCalls })
  return deps.transaction(async (tx) => {
    const { circleId } = scope
    const change = await lockChange(tx, scope, changeId)
    const { restored, leftAlone } = change
    if (restored !== null && leftAlone !== null) return { restored, leftAlone }

    const keeps = await lockUnchanged(tx, scope, changeId)
    await restoreDates(
      tx,
      circleId,
      changeId,
      keeps.map(({ id }) => id),
    )
    await countMoves(
      tx,
      circleId,
      keeps.map(({ happenedAt, oldAt, visibility }) => ({ from: happenedAt, to: oldAt, visibility })),
    )
    const undone = { restored: keeps.length, leftAlone: change.keeps - keeps.length }
    await tx
      .updateTable('dateChanges')
      .set({ undoneAt: tx.effects.clock.now(), ...undone })
      .where('circleId', '=', circleId)
      .where('id', '=', changeId)
      .execute()
    await audit(tx, scope.actor, { action: 'dates.undone', circleId, subjectId: changeId })
    await publish(tx, circleId, { type: 'keeps.changed' })
    return undone
  })
}

async function lockChange(tx: Tx, scope: CircleScope, changeId: string) {
  const change = await tx
    .selectFrom('dateChanges')
    .select(['keeps', 'restored', 'leftAlone'])
    .where('circleId', '=', scope.circleId)
    .where('id', '=', changeId)
    .where('createdAt', '>=', addSeconds(tx.effects.clock.now(), -limits.dateChangeDays * secondsPerDay))
    .$if(!can(scope.role, 'keep.restrict'), (query) => query.where('changedBy', '=', scope.userId))
    .forUpdate()
    .executeTakeFirst()
  if (!change) throw notFound()
  return change
}

interface UnchangedKeep {
  id: string
  happenedAt: string
  oldAt: string
  visibility: Visibility
}

async function lockUnchanged(tx: Tx, scope: CircleScope, changeId: string): Promise<UnchangedKeep[]> {
  const { rows } = await sql<UnchangedKeep>`
    select keeps.id, keeps.happened_at, before.happened_at as old_at, keeps.visibility
    from date_change_keeps item
    join keeps on keeps.circle_id = item.circle_id and keeps.id = item.keep_id
    cross join ${dateBefore} before
    where item.circle_id = ${scope.circleId} and item.change_id = ${changeId}
      and ${mayChangeDateOf(scope)} and ${keepPrint} = item.became
    order by keeps.id
    for update of keeps
  `.execute(tx)
  return rows
}

async function restoreDates(
  tx: Tx,
  circleId: string,
  changeId: string,
  keepIds: readonly string[],
): Promise<void> {
  await sql`
    update keeps set happened_at = before.happened_at, happened_offset = before.happened_offset,
      date_source = before.date_source, date_precision = before.date_precision
    from date_change_keeps item cross join ${dateBefore} before
    where item.circle_id = ${circleId} and item.change_id = ${changeId} and item.keep_id = any(${keepIds}::uuid[])
      and keeps.circle_id = item.circle_id and keeps.id = item.keep_id
  `.execute(tx)
  await sql`
    update media set happened_at = item.happened_at, happened_offset = item.happened_offset,
      date_source = item.date_source
    from date_change_media item
    where item.circle_id = ${circleId} and item.change_id = ${changeId}
      and media.circle_id = item.circle_id and media.id = item.media_id and media.keep_id = any(${keepIds}::uuid[])
      and ${mediaPrint} = item.became
  `.execute(tx)
}

import type { Tx } from '../platform/db.ts'
import { moveKeep } from './move-keep.ts'
import { pickDate } from './rules.ts'

/** Gives a keep the date of its media, unless a person set one. Does nothing when it has neither or is gone. */
export async function settleKeepDate(tx: Tx, circleId: string, keepId: string): Promise<void> {
  const keep = await tx
    .selectFrom('keeps')
    .select(['happenedAt', 'happenedOffset', 'dateSource', 'visibility', 'trashedAt'])
    .where('circleId', '=', circleId)
    .where('id', '=', keepId)
    .forUpdate()
    .executeTakeFirst()
  if (!keep || keep.dateSource === 'person') return
  const dates = await tx
    .selectFrom('media')
    .select(['happenedAt', 'happenedOffset', 'dateSource', 'keepsDate'])
    .where('circleId', '=', circleId)
    .where('keepId', '=', keepId)
    .execute()
  // What was brought along has its date from where it was, and its keep too.
  if (dates.every(({ keepsDate, dateSource }) => keepsDate && dateSource !== 'person')) return
  const date = pickDate(dates)
  if (date) await moveKeep(tx, circleId, keepId, keep, date)
}

import type { DatePrecision } from '@kinkeep/contracts/media-states'
import type { Tx } from '../platform/db.ts'
import type { MemoryDate } from './rules.ts'
import { type CountedKeep, countDay } from './sql.ts'

/** Writes a keep's new date and moves its day's count with it. Keeps in the trash are not counted. */
export async function moveKeep(
  tx: Tx,
  circleId: string,
  keepId: string,
  from: CountedKeep & { trashedAt: Date | null },
  to: MemoryDate & { datePrecision?: DatePrecision | undefined },
): Promise<void> {
  const { happenedAt, happenedOffset, dateSource, datePrecision = 'time' } = to
  await tx
    .updateTable('keeps')
    .set({ happenedAt, happenedOffset, dateSource, datePrecision })
    .where('circleId', '=', circleId)
    .where('id', '=', keepId)
    .execute()
  if (from.trashedAt || from.happenedAt.slice(0, 10) === happenedAt.slice(0, 10)) return
  // In the order of their days, so that two moves cannot wait for each other.
  const moves = [
    { day: from.happenedAt, keeps: -1 as const },
    { day: happenedAt, keeps: 1 as const },
  ].toSorted((a, b) => (a.day < b.day ? -1 : 1))
  for (const { day, keeps } of moves) {
    await countDay(tx, circleId, day, { keeps, adminKeeps: from.visibility === 'admins' ? keeps : 0 })
  }
}

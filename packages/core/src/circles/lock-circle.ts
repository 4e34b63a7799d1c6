import type { Tx } from '../platform/db.ts'

/** Holds a circle until the transaction ends: taken before the days, children and pets of it that a verb holds. */
export async function lockCircle(tx: Tx, circleId: string): Promise<void> {
  await tx.selectFrom('circles').select('id').where('id', '=', circleId).forNoKeyUpdate().execute()
}

import type { Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'

/** A child, locked until the transaction ends. Throws NotFound. */
export async function lockChild(tx: Tx, circleId: string, childId: string) {
  const child = await tx
    .selectFrom('children')
    .select(['id', 'birthdate', 'userId'])
    .where('circleId', '=', circleId)
    .where('id', '=', childId)
    .forUpdate()
    .executeTakeFirst()
  if (!child) throw notFound()
  return child
}

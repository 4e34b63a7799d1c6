import { sql } from 'kysely'
import type { Tx } from '../platform/db.ts'

/**
 * Takes away what a user said in a circle. What somebody else answered keeps its place, empty, and an emptied comment
 * that they were the last to answer goes.
 */
export async function forgetComments(tx: Tx, circleId: string, userId: string): Promise<void> {
  const gone = await sql<{ parentId: string | null }>`
    delete from comments where circle_id = ${circleId} and user_id = ${userId} and not exists (
      select from comments reply
      where reply.circle_id = ${circleId} and reply.parent_id = comments.id
        and reply.user_id is distinct from ${userId}
    ) returning parent_id
  `.execute(tx)
  await tx
    .updateTable('comments')
    .set({
      body: null,
      deletedAt: tx.effects.clock.now(),
      editedAt: null,
      userId: null,
      idempotencyKey: null,
    })
    .where('circleId', '=', circleId)
    .where('userId', '=', userId)
    .execute()
  await sql`
    delete from comment_mentions using comments
    where comments.circle_id = ${circleId} and comment_mentions.circle_id = comments.circle_id
      and comment_mentions.comment_id = comments.id and comments.deleted_at is not null
  `.execute(tx)
  const threads = [...new Set(gone.rows.flatMap(({ parentId }) => parentId ?? []))]
  await sql`
    delete from comments where circle_id = ${circleId} and id = any(${threads}::uuid[]) and deleted_at is not null
      and not exists (
        select from comments reply where reply.circle_id = ${circleId} and reply.parent_id = comments.id
      )
  `.execute(tx)
}

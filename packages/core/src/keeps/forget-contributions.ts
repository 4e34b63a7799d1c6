import { sql } from 'kysely'
import { forgetComments } from '../comments/forget-comments.ts'
import { removeObjects } from '../media/remove-objects.ts'
import type { Tx } from '../platform/db.ts'
import { publish } from '../platform/events.ts'

/**
 * Takes away what a user put into circles: their media everywhere, what they said, and the keeps they wrote. A keep
 * of theirs in which somebody else has a photo stays for that photo, without their words. Objects follow once this commits.
 */
export async function forgetContributions(tx: Tx, userId: string): Promise<void> {
  const circles = await tx
    .selectFrom('circles')
    .select('id')
    .where((circle) =>
      circle.or([
        circle.exists(
          circle
            .selectFrom('keeps')
            .select('keeps.id')
            .whereRef('keeps.circleId', '=', 'circles.id')
            .where('keeps.authorId', '=', userId),
        ),
        circle.exists(
          circle
            .selectFrom('media')
            .select('media.id')
            .whereRef('media.circleId', '=', 'circles.id')
            .where('media.uploaderId', '=', userId),
        ),
        circle.exists(
          circle
            .selectFrom('comments')
            .select('comments.id')
            .whereRef('comments.circleId', '=', 'circles.id')
            .where('comments.userId', '=', userId),
        ),
      ]),
    )
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const { id } of circles) await forgetIn(tx, id, userId)
}

async function forgetIn(tx: Tx, circleId: string, userId: string): Promise<void> {
  await forgetComments(tx, circleId, userId)
  const media = await tx
    .deleteFrom('media')
    .where('circleId', '=', circleId)
    .where('uploaderId', '=', userId)
    .returning('id')
    .execute()
  await removeObjects(
    tx,
    media.map(({ id }) => `circles/${circleId}/media/${id}/`),
  )
  const { rows } = await sql<{ shown: number; shownToAdmins: number }>`
    with gone as (
      delete from keeps where circle_id = ${circleId} and author_id = ${userId}
        and not exists (select from media where media.circle_id = keeps.circle_id and keep_id = keeps.id)
      returning happened_at::date as day, visibility, trashed_at
    ), days as (
      select day, count(*)::int as keeps, count(*) filter (where visibility = 'admins')::int as admin_keeps
      from gone where trashed_at is null group by day
    ), counted as (
      update keep_days set keeps = greatest(0, keep_days.keeps - days.keeps),
        admin_keeps = greatest(0, keep_days.admin_keeps - days.admin_keeps)
      from days
      where circle_id = ${circleId} and keep_days.day = days.day
    )
    select coalesce(sum(keeps), 0)::int as shown, coalesce(sum(admin_keeps), 0)::int as "shownToAdmins" from days
  `.execute(tx)
  await tx
    .updateTable('keeps')
    .set({ title: null, body: null, authorId: null, editedAt: tx.effects.clock.now() })
    .where('circleId', '=', circleId)
    .where('authorId', '=', userId)
    .execute()
  // An album of theirs with others' keeps in it stays, called as it is.
  await sql`
    delete from albums where circle_id = ${circleId} and created_by = ${userId} and not exists (
      select from album_keeps where album_keeps.circle_id = ${circleId} and album_keeps.album_id = albums.id
    )
  `.execute(tx)
  await tx
    .updateTable('albums')
    .set({ description: null })
    .where('circleId', '=', circleId)
    .where('createdBy', '=', userId)
    .execute()
  const { shown = 0, shownToAdmins = 0 } = rows[0] ?? {}
  await tx
    .updateTable('circles')
    // A counter that is off must not keep anybody from going; it is repaired elsewhere.
    .set({
      keepCount: sql`greatest(0, keep_count - ${shown})`,
      adminKeepCount: sql`greatest(0, admin_keep_count - ${shownToAdmins})`,
    })
    .where('id', '=', circleId)
    .execute()
  await publish(tx, circleId, { type: 'keeps.changed' })
}

import type { MediaView } from '@kinkeep/contracts/media'
import type { Expression, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { Database, Tx } from '../platform/db.ts'

/** Keeps with author and ordered media: the rows behind every keep view, in one statement. */
export function selectKeeps(db: Database | Tx, circleId: string | Expression<string>) {
  return db
    .selectFrom('keeps')
    .leftJoin('users', 'users.id', 'keeps.authorId')
    .where('keeps.circleId', '=', circleId)
    .select([
      'keeps.id',
      'keeps.kind',
      'keeps.title',
      'keeps.body',
      'keeps.milestone',
      'keeps.happenedAt',
      'keeps.happenedOffset',
      'keeps.dateSource',
      'keeps.createdAt',
      'keeps.editedAt',
      'keeps.trashedAt',
      'users.id as authorId',
      'users.name as authorName',
      'users.avatarId as authorAvatarId',
    ])
    .select(
      // Built by hand: Kysely's own JSON helpers would spell the keys as columns are spelled.
      sql<MediaView[]>`coalesce((
        select json_agg(
          json_build_object(
            'id', media.id, 'state', media.state, 'failure', media.failure, 'name', media.name,
            'width', media.width, 'height', media.height, 'thumbHash', media.thumb_hash
          )
          order by media.position, media.id
        )
        from media where media.circle_id = keeps.circle_id and media.keep_id = keeps.id
      ), '[]')`.as('media'),
    )
}

/** Moves the counters that the month index and the circle show, in the transaction that changes a keep. */
export async function countKeep(tx: Tx, circleId: string, happenedAt: string, by: 1 | -1): Promise<void> {
  await countDay(tx, circleId, happenedAt, by)
  await tx
    .updateTable('circles')
    .set((set) => ({ keepCount: set('keepCount', '+', by) }))
    .where('id', '=', circleId)
    .execute()
}

/** Moves only the day's counter: a keep that changes its date stays one keep of its circle. */
export async function countDay(tx: Tx, circleId: string, happenedAt: string, by: 1 | -1): Promise<void> {
  const day = happenedAt.slice(0, 10)
  if (by === 1) {
    await tx
      .insertInto('keepDays')
      .values({ circleId, day, keeps: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(['circleId', 'day'])
          .doUpdateSet((set) => ({ keeps: set('keepDays.keeps', '+', 1) })),
      )
      .execute()
  } else {
    await tx
      .updateTable('keepDays')
      .set((set) => ({ keeps: set('keeps', '-', 1) }))
      .where('circleId', '=', circleId)
      .where('day', '=', day)
      .execute()
  }
}

/** `(happened_at, id)` before or after a keyset, in one comparison that the timeline's index answers. */
export function isBeyond(
  order: 'newest' | 'oldest',
  happenedAt: Expression<string>,
  id: Expression<string>,
): Expression<SqlBool> {
  const operator = order === 'newest' ? sql`<` : sql`>`
  return sql<SqlBool>`(keeps.happened_at, keeps.id) ${operator} (${happenedAt}::timestamp, ${id}::uuid)`
}

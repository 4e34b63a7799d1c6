import type { Visibility } from '@kinkeep/contracts/keep-kinds'
import type { MediaView } from '@kinkeep/contracts/media'
import { can } from '@kinkeep/contracts/roles'
import type { Expression, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import type { ReaderScope } from '../guest-links/access.ts'
import type { Database, Tx } from '../platform/db.ts'
import type { KeepPeople } from './rules.ts'

type Told<Value> = Value | Expression<Value>

/** Who reads keeps, as far as it changes what they read. */
export interface KeepReader {
  circleId: Told<string>
  /** Of the two the one whose reaction is the reader's own. */
  userId: Told<string> | null
  guestLinkId: Told<string> | null
  seesAdminsOnly: boolean
}

/** What somebody with this proof reads keeps as. */
export function readerOf({ circleId, userId, guestLinkId, role }: ReaderScope | CircleScope): KeepReader {
  return { circleId, userId, guestLinkId, seesAdminsOnly: can(role, 'keep.restrict') }
}

/**
 * Keeps that a reader may know of, with author, ordered media and people: the rows behind every keep view, in one
 * statement.
 */
export function selectKeeps(db: Database | Tx, reader: KeepReader) {
  return (
    db
      .selectFrom('keeps')
      .leftJoin('users', 'users.id', 'keeps.authorId')
      .where('keeps.circleId', '=', reader.circleId)
      .$if(!reader.seesAdminsOnly, (query) => query.where('keeps.visibility', '=', sql.lit('circle')))
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
            'width', media.width, 'height', media.height, 'thumbHash', media.thumb_hash,
            'kind', media.kind, 'durationMs', media.duration_ms, 'version', media.version, 'rotation', media.turned,
            'liveId', media.live_id
          )
          order by media.position, media.id
        )
        from media
        where media.circle_id = keeps.circle_id and media.keep_id = keeps.id and media.live_of_id is null
      ), '[]')`.as('media'),
      )
      // One column: each that a row has is parsed and renamed by itself.
      .select(
        sql<KeepPeople>`json_build_object(
        'visibility', keeps.visibility, 'childIds', keeps.child_ids, 'petIds', keeps.pet_ids,
        'tags', keeps.tags, 'datePrecision', keeps.date_precision, 'toldBy', keeps.told_by,
        'isFavourite', ${isFavouriteOf(reader)},
        'reactions', json_build_object(
          'like', keeps.like_count, 'love', keeps.love_count, 'laugh', keeps.laugh_count,
          'wow', keeps.wow_count, 'celebrate', keeps.celebrate_count
        ),
        'myReaction', ${reactionOf(reader)}, 'commentCount', keeps.comment_count
      )`.as('people'),
      )
  )
}

function isFavouriteOf({ userId }: KeepReader) {
  if (!userId) return sql.lit(false)
  return sql`exists (
    select from favourites
    where favourites.circle_id = keeps.circle_id and favourites.user_id = ${userId}
      and favourites.keep_id = keeps.id
  )`
}

/** Looked for only where there are any. */
function reactionOf({ userId, guestLinkId }: KeepReader) {
  const isOwn = userId
    ? sql`reactions.user_id = ${userId}`
    : sql`reactions.guest_link_id = ${guestLinkId ?? null}`
  return sql`case
    when keeps.like_count + keeps.love_count + keeps.laugh_count + keeps.wow_count + keeps.celebrate_count > 0
    then (
      select reactions.kind from reactions
      where reactions.circle_id = keeps.circle_id and reactions.keep_id = keeps.id and ${isOwn}
    )
  end`
}

/** Of `keeps`: that its day is known, and not just the month, the season, the year or the decade. */
export const isKnownToTheDay = sql<SqlBool>`keeps.date_precision in ('time', 'day')`

/** What counters need to know of a keep. */
export interface CountedKeep {
  happenedAt: string
  visibility: Visibility
}

/**
 * Moves the counters that the circle and the month index show, in the transaction that changes a keep. The circle before
 * its days, as everybody counts who counts both.
 */
export async function countKeep(tx: Tx, circleId: string, keep: CountedKeep, by: 1 | -1): Promise<void> {
  const adminKeeps = keep.visibility === 'admins' ? by : 0
  await tx
    .updateTable('circles')
    .set((set) => ({
      keepCount: set('keepCount', '+', by),
      adminKeepCount: set('adminKeepCount', '+', adminKeeps),
    }))
    .where('id', '=', circleId)
    .execute()
  await countDay(tx, circleId, keep.happenedAt, { keeps: by, adminKeeps })
}

/** Moves only the day's counters: a keep that changes its date stays one keep of its circle. */
export async function countDay(
  tx: Tx,
  circleId: string,
  happenedAt: string,
  { keeps, adminKeeps }: { keeps: 1 | 0 | -1; adminKeeps: 1 | 0 | -1 },
): Promise<void> {
  const day = happenedAt.slice(0, 10)
  if (keeps === 1) {
    await tx
      .insertInto('keepDays')
      .values({ circleId, day, keeps, adminKeeps })
      .onConflict((conflict) =>
        conflict.columns(['circleId', 'day']).doUpdateSet((set) => ({
          keeps: set('keepDays.keeps', '+', keeps),
          adminKeeps: set('keepDays.adminKeeps', '+', adminKeeps),
        })),
      )
      .execute()
  } else {
    await tx
      .updateTable('keepDays')
      .set((set) => ({
        keeps: set('keeps', '+', keeps),
        adminKeeps: set('adminKeeps', '+', adminKeeps),
      }))
      .where('circleId', '=', circleId)
      .where('day', '=', day)
      .execute()
  }
}

/** Where a list of keeps reads when each was, and which it is: both in one index. */
export interface KeepOrder {
  happenedAt: Expression<string>
  id: Expression<string>
}

export const allKeeps: KeepOrder = { happenedAt: sql`keeps.happened_at`, id: sql`keeps.id` }
export const markedKeeps: KeepOrder = {
  happenedAt: sql`keep_marks.happened_at`,
  id: sql`keep_marks.keep_id`,
}

/** `(happened_at, id)` before or after a keyset, in one comparison that the timeline's index answers. */
export function isBeyond(
  order: 'newest' | 'oldest',
  happenedAt: Expression<string>,
  id: Expression<string>,
  along = allKeeps,
): Expression<SqlBool> {
  const operator = order === 'newest' ? sql`<` : sql`>`
  return sql<SqlBool>`(${along.happenedAt}, ${along.id}) ${operator} (${happenedAt}::timestamp, ${id}::uuid)`
}

import type { OriginKind } from '@kinkeep/contracts/archive-kinds'
import { sql } from 'kysely'
import type { Database } from '../platform/db.ts'
import { inOrder } from '../platform/in-order.ts'

/** Rows asked for at once: memory stays flat however much a family has kept. */
export const batchSize = 40

/** What an archive is of: what was there at one moment, whatever comes while it is made. */
export interface Snapshot {
  circle: { name: string; description: string | null }
  /** 16 bytes a keep, oldest first. */
  keeps: Buffer
  albumIds: string[]
}

/** In one statement, so that it is one moment. Nothing of the trash. */
export async function readSnapshot(db: Database, circleId: string): Promise<Snapshot | undefined> {
  const row = await db
    .selectFrom('circles')
    .where('circles.id', '=', circleId)
    .where('circles.deletionDueAt', 'is', null)
    .select(['circles.name', 'circles.description'])
    .select(
      sql<Buffer>`coalesce((
        select string_agg(uuid_send(id), ''::bytea order by happened_at, created_at, id) from keeps
        where circle_id = ${circleId} and trashed_at is null
      ), ''::bytea)`.as('keeps'),
    )
    .select(
      sql<string[]>`coalesce((
        select array_agg(id order by created_at, id) from albums where circle_id = ${circleId}
      ), '{}')`.as('albumIds'),
    )
    .executeTakeFirst()
  if (!row) return undefined
  const { name, description, keeps, albumIds } = row
  return { circle: { name, description }, keeps, albumIds }
}

/** The ids of a snapshot, some at a time. */
export function* inBatches(keeps: Buffer): Generator<string[]> {
  for (let start = 0; start < keeps.length; start += 16 * batchSize) {
    const ids: string[] = []
    for (let at = start; at < Math.min(keeps.length, start + 16 * batchSize); at += 16) {
      ids.push(
        keeps.toString('hex', at, at + 16).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5'),
      )
    }
    yield ids
  }
}

/**
 * The ids under which things were first known, of those that came from elsewhere. Not that of a photo which is here
 * itself, in another keep by now: two files of one name are in no archive that comes in again.
 */
export async function readOrigins(
  db: Database,
  circleId: string,
  kind: OriginKind,
  localIds: readonly string[],
): Promise<Map<string, string>> {
  if (localIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('archiveOrigins')
    .select(['localId', 'originId'])
    .where('circleId', '=', circleId)
    .where('kind', '=', kind)
    .where(sql<boolean>`local_id = any(${[...localIds]}::uuid[])`)
    .$if(kind === 'media', (query) =>
      query.where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('media')
              .select(sql.lit(1).as('one'))
              .whereRef('media.circleId', '=', 'archiveOrigins.circleId')
              .whereRef('media.id', '=', 'archiveOrigins.originId'),
          ),
        ),
      ),
    )
    .execute()
  return new Map(rows.map(({ localId, originId }) => [localId, originId]))
}

export function readChildren(db: Database, circleId: string) {
  return db
    .selectFrom('children')
    .select(['id', 'name', 'birthdate', 'pronouns', 'sex', 'avatarMediaId', 'createdAt'])
    .where('circleId', '=', circleId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
}

export function readMeasurements(db: Database, circleId: string, childId: string) {
  return db
    .selectFrom('measurements')
    .select(['measuredOn', 'heightMm', 'weightG', 'headMm'])
    .where('circleId', '=', circleId)
    .where('childId', '=', childId)
    .orderBy('measuredOn')
    .execute()
}

export function readPets(db: Database, circleId: string) {
  return db
    .selectFrom('pets')
    .select(['id', 'name', 'kind', 'breed', 'birthdate', 'diedOn', 'bio', 'avatarMediaId', 'createdAt'])
    .where('circleId', '=', circleId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
}

export function readAlbum(db: Database, circleId: string, albumId: string) {
  return db
    .selectFrom('albums')
    .select(['id', 'title', 'description', 'coverMediaId', 'createdAt'])
    .where('circleId', '=', circleId)
    .where('id', '=', albumId)
    .executeTakeFirst()
}

export function readAlbumKeeps(db: Database, circleId: string, albumId: string) {
  return db
    .selectFrom('albumKeeps')
    .innerJoin('keeps', (join) =>
      join
        .onRef('keeps.circleId', '=', 'albumKeeps.circleId')
        .onRef('keeps.id', '=', 'albumKeeps.keepId')
        .on('keeps.trashedAt', 'is', null),
    )
    .select(['albumKeeps.keepId', 'albumKeeps.addedAt'])
    .where('albumKeeps.circleId', '=', circleId)
    .where('albumKeeps.albumId', '=', albumId)
    .orderBy('keeps.happenedAt')
    .orderBy('keeps.createdAt')
    .orderBy('keeps.id')
    .execute()
}

/** Some keeps as they are now, in their order; without those that have gone since. */
export async function readKeepRows(db: Database, circleId: string, userId: string, ids: readonly string[]) {
  const rows = await db
    .selectFrom('keeps')
    .leftJoin('users', 'users.id', 'keeps.authorId')
    .where('keeps.circleId', '=', circleId)
    .where(sql<boolean>`keeps.id = any(${[...ids]}::uuid[])`)
    .where('keeps.trashedAt', 'is', null)
    .select(['keeps.id', 'keeps.kind', 'keeps.title', 'keeps.body', 'keeps.milestone', 'keeps.happenedAt'])
    .select(['keeps.happenedOffset', 'keeps.dateSource', 'keeps.datePrecision', 'keeps.visibility'])
    .select(['keeps.childIds', 'keeps.petIds', 'keeps.tags', 'keeps.toldBy', 'keeps.createdAt'])
    .select(['keeps.editedAt', 'users.name as authorName'])
    .select(
      sql<boolean>`exists (
        select from favourites
        where favourites.circle_id = keeps.circle_id and favourites.user_id = ${userId}
          and favourites.keep_id = keeps.id
      )`.as('isFavourite'),
    )
    .execute()
  return inOrder(ids, rows)
}
export type KeepArchiveRow = Awaited<ReturnType<typeof readKeepRows>>[number]

/** Photos and videos of some keeps in their order, and the halves that move, which stand in no list. */
export async function readMediaRows(db: Database, circleId: string, keepIds: readonly string[]) {
  const rows = await selectMedia(db, circleId)
    .where(sql<boolean>`keep_id = any(${[...keepIds]}::uuid[])`)
    .orderBy('position')
    .orderBy('id')
    .execute()
  const known = new Set(rows.map(({ id }) => id))
  const missing = rows.flatMap(({ liveId }) => (liveId && !known.has(liveId) ? liveId : []))
  if (missing.length === 0) return rows
  const halves = await selectMedia(db, circleId).where(sql<boolean>`id = any(${missing}::uuid[])`).execute()
  return [...rows, ...halves]
}
export type MediaArchiveRow = Awaited<ReturnType<typeof readMediaRows>>[number]

function selectMedia(db: Database, circleId: string) {
  return db
    .selectFrom('media')
    .where('circleId', '=', circleId)
    .where('state', '<>', 'requested')
    .select([
      'id',
      'keepId',
      'position',
      'kind',
      'state',
      'name',
      'byteSize',
      'contentType',
      'mime',
      'sha256',
    ])
    .select(['rotation', 'happenedAt', 'happenedOffset', 'dateSource', 'latitude', 'longitude'])
    .select(['createdAt', 'liveId', 'liveOfId', 'width', 'height', 'durationMs'])
}

export function readCommentRows(db: Database, circleId: string, keepIds: readonly string[]) {
  return db
    .selectFrom('comments')
    .leftJoin('users', 'users.id', 'comments.userId')
    .leftJoin('guestLinks', (join) =>
      join
        .onRef('guestLinks.circleId', '=', 'comments.circleId')
        .onRef('guestLinks.id', '=', 'comments.guestLinkId'),
    )
    .where('comments.circleId', '=', circleId)
    .where(sql<boolean>`comments.keep_id = any(${[...keepIds]}::uuid[])`)
    .select(['comments.id', 'comments.keepId', 'comments.parentId', 'comments.body', 'comments.toldBy'])
    .select(['comments.createdAt', 'comments.editedAt'])
    .select(['users.name as userName', 'guestLinks.name as guestName'])
    .orderBy('comments.createdAt')
    .orderBy('comments.id')
    .execute()
}
export type CommentArchiveRow = Awaited<ReturnType<typeof readCommentRows>>[number]

export function readReactionRows(db: Database, circleId: string, keepIds: readonly string[]) {
  return db
    .selectFrom('reactions')
    .leftJoin('users', 'users.id', 'reactions.userId')
    .leftJoin('guestLinks', (join) =>
      join
        .onRef('guestLinks.circleId', '=', 'reactions.circleId')
        .onRef('guestLinks.id', '=', 'reactions.guestLinkId'),
    )
    .where('reactions.circleId', '=', circleId)
    .where(sql<boolean>`reactions.keep_id = any(${[...keepIds]}::uuid[])`)
    .select(['reactions.keepId', 'reactions.kind', 'reactions.createdAt', 'reactions.toldBy'])
    .select(['users.name as userName', 'guestLinks.name as guestName'])
    .orderBy('reactions.createdAt')
    .orderBy('reactions.id')
    .execute()
}
export type ReactionArchiveRow = Awaited<ReturnType<typeof readReactionRows>>[number]

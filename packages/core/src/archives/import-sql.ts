import type {
  ArchivedAlbum,
  ArchivedChild,
  ArchivedKeep,
  ArchivedMedia,
  ArchivedPet,
} from '@kinkeep/contracts/archive'
import type { OriginKind } from '@kinkeep/contracts/archive-kinds'
import { limits } from '@kinkeep/contracts/limits'
import { sql } from 'kysely'
import type { Database, Tx } from '../platform/db.ts'
import { notAfter } from './sql.ts'

const tables = { keep: 'keeps', media: 'media', album: 'albums', child: 'children', pet: 'pets' } as const

/**
 * Which of these things are here already, by the id under which each was first known: brought in before, or born here.
 * What was deleted since is not.
 */
export async function findHere(
  db: Database | Tx,
  circleId: string,
  kind: OriginKind,
  originIds: readonly string[],
): Promise<Map<string, string>> {
  if (originIds.length === 0) return new Map()
  const { rows } = await sql<{ originId: string; localId: string }>`
    select origin.origin_id, origin.local_id
    from archive_origins origin join ${sql.table(tables[kind])} here
      on here.circle_id = origin.circle_id and here.id = origin.local_id
    where origin.circle_id = ${circleId} and origin.kind = ${kind}
      and origin.origin_id = any(${[...originIds]}::uuid[])
    union all
    select here.id, here.id from ${sql.table(tables[kind])} here
    where here.circle_id = ${circleId} and here.id = any(${[...originIds]}::uuid[])
  `.execute(db)
  return new Map(rows.map(({ originId, localId }) => [originId, localId]))
}

/** Remembers under which id something was first known. */
export async function rememberOrigin(
  tx: Tx,
  circleId: string,
  kind: OriginKind,
  ids: { originId: string; localId: string },
): Promise<void> {
  await tx
    .insertInto('archiveOrigins')
    .values({ circleId, kind, ...ids })
    .onConflict((conflict) =>
      conflict.columns(['circleId', 'kind', 'originId']).doUpdateSet({ localId: ids.localId }),
    )
    .execute()
}

export async function readRoom(db: Database | Tx, circleId: string): Promise<number> {
  const { room } = await db
    .selectFrom('circles')
    .select(sql<number>`(coalesce(quota_bytes, ${limits.circleBytes}) - stored_bytes)::bigint`.as('room'))
    .where('id', '=', circleId)
    .executeTakeFirstOrThrow()
  return room
}

interface Importer {
  circleId: string
  userId: string
}

export async function insertChild(tx: Tx, { circleId, userId }: Importer, id: string, child: ArchivedChild) {
  const now = tx.effects.clock.now()
  await tx
    .insertInto('children')
    .values({
      circleId,
      id,
      name: child.name,
      birthdate: child.birthdate,
      pronouns: child.pronouns,
      sex: child.sex,
      createdBy: userId,
      createdAt: notAfter(now, child.createdAt),
      updatedAt: now,
    })
    .execute()
  const told = child.measurements.filter(
    ({ heightMm, weightG, headMm }) => (heightMm ?? weightG ?? headMm) !== null,
  )
  if (told.length === 0) return
  await tx
    .insertInto('measurements')
    .values(told.map((one) => ({ circleId, childId: id, createdBy: userId, createdAt: now, ...one })))
    .onConflict((conflict) => conflict.columns(['circleId', 'childId', 'measuredOn']).doNothing())
    .execute()
}

export async function insertPet(tx: Tx, { circleId, userId }: Importer, id: string, pet: ArchivedPet) {
  const now = tx.effects.clock.now()
  const { name, kind, breed, birthdate, bio } = pet
  // A life that ends before it begins is no life anybody told.
  const diedOn = pet.diedOn && birthdate && pet.diedOn < birthdate ? null : pet.diedOn
  await tx
    .insertInto('pets')
    .values({
      circleId,
      id,
      ...{ name, kind, breed, birthdate, diedOn, bio },
      createdBy: userId,
      createdAt: notAfter(now, pet.createdAt),
      updatedAt: now,
    })
    .execute()
}

export async function setAvatars(
  tx: Tx,
  circleId: string,
  kind: 'child' | 'pet',
  id: string,
  mediaId: string,
): Promise<void> {
  await tx
    .updateTable(tables[kind])
    .set({ avatarMediaId: mediaId })
    .where('circleId', '=', circleId)
    .where('id', '=', id)
    .where('avatarMediaId', 'is', null)
    .execute()
}

/** A row for bytes that are about to come: as of any upload, what never arrives is swept. */
export async function insertMedia(
  tx: Tx,
  { circleId, userId }: Importer,
  ids: { id: string; uploadKey: string },
  media: ArchivedMedia,
): Promise<void> {
  const now = tx.effects.clock.now()
  await tx
    .insertInto('media')
    .values({
      circleId,
      ...ids,
      uploaderId: userId,
      destination: 'attached',
      state: 'requested',
      kind: media.kind,
      name: media.name,
      byteSize: media.byteSize,
      contentType: media.contentType,
      rotation: media.rotation,
      turnAskedAt: media.rotation === 0 ? null : now,
      happenedAt: media.happenedAt,
      happenedOffset: media.happenedOffset,
      dateSource: media.dateSource,
      keepsDate: true,
      latitude: media.longitude === null ? null : media.latitude,
      longitude: media.latitude === null ? null : media.longitude,
      // It had none where it comes from, whatever the original still says.
      placeRemovedAt: media.latitude === null || media.longitude === null ? now : null,
      isImport: true,
      allowDuplicate: true,
      createdAt: notAfter(now, media.createdAt),
      activeAt: now,
    })
    .execute()
}

/** A row of a run before this one. What an archive names may be an upload of somebody's, which is nothing to it. */
export async function isBegun(tx: Tx, { circleId, userId }: Importer, mediaId: string): Promise<boolean> {
  const media = await tx
    .selectFrom('media')
    .select('id')
    .where('circleId', '=', circleId)
    .where('id', '=', mediaId)
    .where('uploaderId', '=', userId)
    .where('state', '=', 'requested')
    .where('isImport', '=', true)
    .where('keepsDate', '=', true)
    .executeTakeFirst()
  return media !== undefined
}

export async function pairLive(tx: Tx, circleId: string, mediaId: string, liveId: string): Promise<void> {
  await tx
    .updateTable('media')
    .set({ liveId })
    .where('circleId', '=', circleId)
    .where('id', '=', mediaId)
    .execute()
  await tx
    .updateTable('media')
    .set({ liveOfId: mediaId })
    .where('circleId', '=', circleId)
    .where('id', '=', liveId)
    .execute()
}

/** What others said and felt, under their names alone; `newIds` are as many as there are comments. */
export async function insertTalk(
  tx: Tx,
  circleId: string,
  keepId: string,
  { comments, reactions }: Pick<ArchivedKeep, 'comments' | 'reactions'>,
  newIds: readonly string[],
): Promise<void> {
  const now = tx.effects.clock.now()
  if (comments.length > 0) {
    const rows = comments.map((comment, index) => ({
      circleId,
      id: newIds[index] ?? '',
      keepId,
      // Of those before it, and of one that begins a thread: they are one level deep.
      parentId: parentOf(comments, index, newIds),
      toldBy: comment.by,
      body: comment.body,
      createdAt: notAfter(now, comment.createdAt),
      editedAt: comment.body !== null && comment.editedAt ? notAfter(now, comment.editedAt) : null,
      deletedAt: comment.body === null ? now : null,
    }))
    // Threads before what answers them.
    const ordered = [...rows.filter(({ parentId }) => !parentId), ...rows.filter(({ parentId }) => parentId)]
    for (let start = 0; start < ordered.length; start += 500) {
      await tx
        .insertInto('comments')
        .values(ordered.slice(start, start + 500))
        .execute()
    }
  }
  for (let start = 0; start < reactions.length; start += 500) {
    await tx
      .insertInto('reactions')
      .values(
        reactions.slice(start, start + 500).map(({ by, kind, createdAt }) => ({
          circleId,
          keepId,
          toldBy: by,
          kind,
          createdAt: notAfter(now, createdAt),
        })),
      )
      .execute()
  }
}

function parentOf(
  comments: ArchivedKeep['comments'],
  index: number,
  newIds: readonly string[],
): string | null {
  const answers = comments[index]?.answers
  if (answers === null || answers === undefined || answers >= index) return null
  return comments[answers]?.answers === null ? (newIds[answers] ?? null) : null
}

export async function insertFavourite(tx: Tx, { circleId, userId }: Importer, keepId: string): Promise<void> {
  await tx
    .insertInto('favourites')
    .values({ circleId, userId, keepId, createdAt: tx.effects.clock.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function insertAlbum(
  tx: Tx,
  { circleId, userId }: Importer,
  id: string,
  album: ArchivedAlbum,
  keeps: readonly { keepId: string; addedAt: string }[],
  coverMediaId: string | null,
): Promise<void> {
  const now = tx.effects.clock.now()
  const { title, description, createdAt } = album
  await tx
    .insertInto('albums')
    .values({
      circleId,
      id,
      title,
      description: description || null,
      coverMediaId,
      createdBy: userId,
      createdAt: notAfter(now, createdAt),
      updatedAt: now,
    })
    .execute()
  for (let start = 0; start < keeps.length; start += 1000) {
    await tx
      .insertInto('albumKeeps')
      .values(
        keeps.slice(start, start + 1000).map(({ keepId, addedAt }) => ({
          circleId,
          albumId: id,
          keepId,
          addedBy: userId,
          addedAt: notAfter(now, addedAt),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

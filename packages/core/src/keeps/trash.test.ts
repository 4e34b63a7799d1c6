import { limits } from '@kinkeep/contracts/limits'
import { newChild } from '@kinkeep/testing/new-child'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newComment } from '@kinkeep/testing/new-comment'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents } from '@kinkeep/testing/traces'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { listActivities } from '../activities/queries.ts'
import { createAlbum } from '../albums/create-album.ts'
import { getAlbum } from '../albums/queries.ts'
import { updateAlbum } from '../albums/update-album.ts'
import { deleteMedia } from '../media/delete-media.ts'
import { secondsPerDay } from '../platform/clock.ts'
import { DomainError } from '../platform/errors.ts'
import { setReaction } from '../reactions/set-reaction.ts'
import { deleteKeepForever } from './delete-keep-forever.ts'
import { emptyTrash } from './empty-trash.ts'
import { listKeeps } from './queries.ts'
import { restoreKeep } from './restore-keep.ts'
import { handlePurgeTrash } from './trash-handlers.ts'
import { trashKeep } from './trash-keep.ts'

const deps = await createTestDeps()

test('what is deleted for good leaves nothing behind', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const photo = await newMedia(deps, circle, owner)
  const moving = await newMedia(deps, circle, owner, { kind: 'video' })
  await sql`update media set live_of_id = ${photo.id} where id = ${moving.id}`.execute(deps.db)
  await sql`update media set live_id = ${moving.id} where id = ${photo.id}`.execute(deps.db)
  const keep = await newKeep(deps, circle, owner, { kind: 'media', mediaIds: [photo.id] })
  const other = await newKeep(deps, circle, owner)
  const child = await newChild(deps, circle, owner, { avatarMediaId: photo.id })
  await newComment(deps, await scopeIn(deps, circle, owner, 'comment.add'), { keepId: keep.id })
  const where = { circleId: circle.id, keepId: keep.id }
  await setReaction(deps, await scopeIn(deps, circle, owner, 'reaction.set'), { ...where, kind: 'love' })
  const album = await createAlbum(deps, await scopeIn(deps, circle, owner, 'album.create'), {
    circleId: circle.id,
    title: 'The sea',
    keepIds: [keep.id, other.id],
  })
  await updateAlbum(deps, await scopeIn(deps, circle, owner, 'album.update'), {
    circleId: circle.id,
    albumId: album.id,
    coverMediaId: photo.id,
  })
  await toTrash(circle, owner, keep.id)
  const bytes = await storedBytes(circle)
  expect(bytes).toBeGreaterThan(0)

  await deleteKeepForever(deps, await scopeIn(deps, circle, owner, 'keep.deleteForever'), where)

  for (const table of ['media', 'comments', 'reactions', 'album_keeps', 'keeps'] as const) {
    const { rows } = await sql<{ id: string }>`
      select * from ${sql.table(table)} where circle_id = ${circle.id} and ${sql.raw(
        table === 'media' ? 'true' : table === 'keeps' ? `id = '${keep.id}'` : `keep_id = '${keep.id}'`,
      )}`.execute(deps.db)
    expect(rows, table).toEqual([])
  }
  expect(await storedBytes(circle)).toBe(0)
  const removals = await deps.db.selectFrom('objectRemovals').select('prefix').execute()
  expect(removals.map(({ prefix }) => prefix)).toEqual(
    expect.arrayContaining([photo.id, moving.id].map((id) => `circles/${circle.id}/media/${id}/`)),
  )
  const { avatarMediaId } = await deps.db
    .selectFrom('children')
    .select('avatarMediaId')
    .where('id', '=', child.id)
    .executeTakeFirstOrThrow()
  expect(avatarMediaId).toBeNull()
  const seen = await getAlbum(deps, await scopeIn(deps, circle, owner, 'album.read'), {
    circleId: circle.id,
    albumId: album.id,
  })
  expect(seen).toMatchObject({ keepCount: 1, cover: null })
  const events = await publishedEvents(deps, circle)
  expect(events).toContainEqual({ type: 'child.changed', childId: child.id })
  expect(events).toContainEqual({ type: 'keep.changed', keepId: keep.id })
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('keep.deletedForever')
})

test('an entry of the activity goes with the last keep that it tells of', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const { id } = await newKeep(deps, circle, owner)
  await toTrash(circle, owner, id)
  await forever(circle, owner, id)
  const { items } = await listActivities(deps, await scopeIn(deps, circle, owner, 'activity.read'), {
    circleId: circle.id,
    limit: 20,
  })
  expect(items).toEqual([])
  expect(
    await deps.db.selectFrom('activities').select('id').where('circleId', '=', circle.id).execute(),
  ).toEqual([])
})

test('members delete their own out of the trash, admins everybody’s, and nobody what is not in it', async () => {
  const circle = await newCircle(deps)
  const member = await newMember(deps, circle, 'member')
  const admin = await newMember(deps, circle, 'admin')
  const [own, others, onTimeline] = [
    await newKeep(deps, circle, member),
    await newKeep(deps, circle, circle.owner),
    await newKeep(deps, circle, member),
  ]
  await toTrash(circle, member, own.id)
  await toTrash(circle, circle.owner, others.id)
  expect(await reasonOf(forever(circle, member, onTimeline.id))).toBe('NOT_IN_TRASH')
  expect(await reasonOf(forever(circle, member, others.id))).toBe('NOT_FOUND')
  expect(await reasonOf(forever(circle, member, deps.random.id()))).toBe('NOT_FOUND')
  const elsewhere = await newCircle(deps)
  expect(await reasonOf(forever(elsewhere, elsewhere.owner, own.id))).toBe('NOT_FOUND')
  expect(await reasonOf(forever(circle, await newUser(deps), own.id))).toBe('NOT_FOUND')
  expect(await reasonOf(forever(circle, await newMember(deps, circle, 'viewer'), own.id))).toBe(
    'ROLE_TOO_LOW',
  )
  await forever(circle, member, own.id)
  await forever(circle, admin, others.id)
  // Told twice, the second hears that it is gone.
  expect(await reasonOf(forever(circle, member, own.id))).toBe('NOT_FOUND')
  expect(await keepsLeft(circle)).toEqual([onTimeline.id])
})

test('taking out and deleting for good at the same time end in one of the two', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const [restore, erase] = [
    await scopeIn(deps, circle, owner, 'keep.restore'),
    await scopeIn(deps, circle, owner, 'keep.deleteForever'),
  ]
  for (let turn = 0; turn < 8; turn += 1) {
    const { id } = await newKeep(deps, circle, owner)
    await toTrash(circle, owner, id)
    const before = await counted(circle)
    const where = { circleId: circle.id, keepId: id }
    const [restored, erased] = await Promise.allSettled([
      restoreKeep(deps, restore, where),
      deleteKeepForever(deps, erase, where),
    ])
    const isThere = (await keepsLeft(circle)).includes(id)
    expect([restored.status, erased.status].toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(restored.status === 'fulfilled').toBe(isThere)
    expect(await counted(circle)).toBe(before + (isThere ? 1 : 0))
  }
})

test('admins empty the trash, but for what came into it since they looked', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const member = await newMember(deps, circle, 'member')
  for (const who of [owner, member]) await toTrash(circle, who, (await newKeep(deps, circle, who)).id)
  const seenAt = deps.clock.now().toISOString()
  deps.clock.advance(1)
  const late = await newKeep(deps, circle, member)
  await toTrash(circle, member, late.id)
  expect(await reasonOf(scopeIn(deps, circle, member, 'trash.empty'))).toBe('ROLE_TOO_LOW')
  const scope = await scopeIn(deps, circle, owner, 'trash.empty')
  expect(await emptyTrash(deps, scope, { circleId: circle.id, seenAt })).toEqual({
    deleted: 2,
    hasMore: false,
  })
  expect(await emptyTrash(deps, scope, { circleId: circle.id, seenAt })).toEqual({
    deleted: 0,
    hasMore: false,
  })
  expect(await keepsLeft(circle)).toEqual([late.id])
})

test('the purge takes what lay there for its days, may run twice and at once, and spares what was taken out', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const ids: string[] = []
  for (let index = 0; index < 5; index += 1) ids.push((await newKeep(deps, circle, owner)).id)
  for (const id of ids) await toTrash(circle, owner, id)
  const other = await newCircle(deps)
  await toTrash(other, other.owner, (await newKeep(deps, other, other.owner)).id)
  deps.clock.advance((limits.trashDays - 1) * secondsPerDay)
  const fresh = await newKeep(deps, circle, owner)
  await toTrash(circle, owner, fresh.id)
  await handlePurgeTrash(deps)
  expect(await keepsLeft(circle)).toHaveLength(6)
  const [taken = ''] = ids
  await restoreKeep(deps, await scopeIn(deps, circle, owner, 'keep.restore'), {
    circleId: circle.id,
    keepId: taken,
  })
  deps.clock.advance(secondsPerDay)
  const another = await deps.openAnother()
  await Promise.all([handlePurgeTrash(deps), handlePurgeTrash(another)])
  await handlePurgeTrash(deps)
  expect((await keepsLeft(circle)).toSorted()).toEqual([taken, fresh.id].toSorted())
  expect(await keepsLeft(other)).toEqual([])
})

test('a worker that dies in the middle of a purge leaves whole keeps, and the next one goes on', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const photo = await newMedia(deps, circle, owner)
  const keep = await newKeep(deps, circle, owner, { kind: 'media', mediaIds: [photo.id] })
  await toTrash(circle, owner, keep.id)
  deps.clock.advance(limits.trashDays * secondsPerDay)
  const dying: typeof deps.transaction = (work) =>
    deps.transaction(async (tx) => {
      await work(tx)
      // After the last statement, before the commit: the worst line.
      throw new Error('killed')
    })
  await expect(handlePurgeTrash({ ...deps, transaction: dying })).rejects.toThrow('killed')
  expect(await keepsLeft(circle)).toEqual([keep.id])
  const removed = () =>
    deps.db
      .selectFrom('objectRemovals')
      .select('prefix')
      .where('prefix', '=', `circles/${circle.id}/media/${photo.id}/`)
      .execute()
  expect(await removed()).toEqual([])
  await handlePurgeTrash(deps)
  expect(await keepsLeft(circle)).toEqual([])
  expect(await removed()).toHaveLength(1)
})

test('one photo goes for good; the last one of a keep does not', async () => {
  const circle = await newCircle(deps)
  const member = await newMember(deps, circle, 'member')
  const early = await newMedia(deps, circle, member, { happenedAt: '2020-01-01T10:00:00' })
  const late = await newMedia(deps, circle, member, { happenedAt: '2021-01-01T10:00:00' })
  const keep = await newKeep(deps, circle, member, { kind: 'media', mediaIds: [early.id, late.id] })
  const free = await newMedia(deps, circle, member)
  const remove = async (who: TestUser, mediaId: string) =>
    deleteMedia(deps, await scopeIn(deps, circle, who, 'media.delete'), { circleId: circle.id, mediaId })
  const another = await newMember(deps, circle, 'member')
  expect(await reasonOf(remove(another, early.id))).toBe('ROLE_TOO_LOW')
  expect(await reasonOf(remove(circle.owner, free.id))).toBe('NOT_FOUND')
  await remove(member, free.id)
  const moving = await newMedia(deps, circle, member, { kind: 'video' })
  await sql`update media set live_of_id = ${early.id} where id = ${moving.id}`.execute(deps.db)
  expect(await reasonOf(remove(member, moving.id))).toBe('NOT_FOUND')
  await remove(circle.owner, early.id)
  // With the photo goes what moved in it.
  expect(await deps.db.selectFrom('media').select('id').where('id', '=', moving.id).execute()).toEqual([])
  const { items } = await listKeeps(deps, await scopeIn(deps, circle, member, 'keep.read'), {
    circleId: circle.id,
    limit: 20,
    order: 'newest',
    trashed: false,
  })
  expect(items).toMatchObject([{ id: keep.id, happenedAt: '2021-01-01T10:00:00', media: [{ id: late.id }] }])
  expect(await reasonOf(remove(member, late.id))).toBe('LAST_PHOTO')
  expect(await reasonOf(remove(member, early.id))).toBe('NOT_FOUND')
})

test('what only admins see is not there for a member who kept it', async () => {
  const circle = await newCircle(deps)
  const member = await newMember(deps, circle, 'member')
  const keep = await newKeep(deps, circle, member)
  await toTrash(circle, member, keep.id)
  await sql`update keeps set visibility = 'admins' where id = ${keep.id}`.execute(deps.db)
  expect(await reasonOf(forever(circle, member, keep.id))).toBe('NOT_FOUND')
  await forever(circle, circle.owner, keep.id)
})

async function toTrash(circle: TestCircle, who: TestUser, keepId: string) {
  await trashKeep(deps, await scopeIn(deps, circle, who, 'keep.trash'), { circleId: circle.id, keepId })
}

async function forever(circle: TestCircle, who: TestUser, keepId: string) {
  const scope = await scopeIn(deps, circle, who, 'keep.deleteForever')
  await deleteKeepForever(deps, scope, { circleId: circle.id, keepId })
}

async function keepsLeft(circle: TestCircle): Promise<string[]> {
  const keeps = await deps.db.selectFrom('keeps').select('id').where('circleId', '=', circle.id).execute()
  return keeps.map(({ id }) => id)
}

async function counted(circle: TestCircle): Promise<number> {
  const { keepCount } = await deps.db
    .selectFrom('circles')
    .select('keepCount')
    .where('id', '=', circle.id)
    .executeTakeFirstOrThrow()
  return keepCount
}

async function storedBytes(circle: TestCircle): Promise<number> {
  const row = await deps.db
    .selectFrom('circles')
    .select('storedBytes')
    .where('id', '=', circle.id)
    .executeTakeFirstOrThrow()
  return Number(row.storedBytes)
}

async function reasonOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt
    return 'ok'
  } catch (error) {
    if (error instanceof DomainError) return error.reason
    throw error
  }
}

import { createAlbum as createContract } from '@kinkeep/contracts/albums'
import { limits } from '@kinkeep/contracts/limits'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import type { TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents } from '@kinkeep/testing/traces'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { scrubUser } from '../account-data/scrub-user.ts'
import { listActivities } from '../activities/queries.ts'
import { trashKeep } from '../keeps/trash-keep.ts'
import { DomainError } from '../platform/errors.ts'
import { addKeeps } from './add-keeps.ts'
import { createAlbum } from './create-album.ts'
import { deleteAlbum } from './delete-album.ts'
import { getAlbum, listAlbums } from './queries.ts'
import { removeKeeps } from './remove-keeps.ts'
import { updateAlbum } from './update-album.ts'

const deps = await createTestDeps()

test('an album gathers keeps, one of which may be in several, and says what it holds', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const first = await newKeep(deps, circle, owner, { happenedAt: '2020-06-01T10:00:00' })
  const last = await newPhotoKeep(circle, owner, '2021-06-01T10:00:00')
  const sea = await newAlbum(circle, owner, { title: 'The sea', keepIds: [first.id] })
  const all = await newAlbum(circle, owner, { title: 'All of it' })
  const where = { circleId: circle.id, albumId: sea.id }
  await addKeeps(deps, await scopeIn(deps, circle, owner, 'album.update'), { ...where, keepIds: [last.id] })
  await addKeeps(deps, await scopeIn(deps, circle, owner, 'album.update'), {
    circleId: circle.id,
    albumId: all.id,
    keepIds: [first.id],
  })
  const view = await getAlbum(deps, await scopeIn(deps, circle, owner, 'album.read'), where)
  expect(view).toMatchObject({
    title: 'The sea',
    keepCount: 2,
    from: '2020-06-01T10:00:00',
    to: '2021-06-01T10:00:00',
    cover: { id: last.mediaId, isChosen: false },
    createdBy: { id: owner.id },
    holds: null,
  })
  const { result, statements } = await countStatements(deps, async (counted) =>
    listAlbums(counted, await scopeIn(deps, circle, owner, 'album.read'), {
      circleId: circle.id,
      limit: 20,
      holding: last.id,
    }),
  )
  expect(statements).toBe(1)
  expect(result.items.map(({ title, holds }) => ({ title, holds }))).toEqual([
    { title: 'All of it', holds: false },
    { title: 'The sea', holds: true },
  ])
  expect(await publishedEvents(deps, circle)).toContainEqual({ type: 'album.changed', albumId: sea.id })
  expect(await auditedActions(deps, { circleId: circle.id })).toEqual(
    expect.arrayContaining(['album.created', 'album.keepsAdded']),
  )
})

test('what only admins see, and what is in the trash, is in no album of anybody else', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const member = await newMember(deps, circle, 'member')
  const secret = await newPhotoKeep(circle, owner, '2022-01-01T10:00:00', 'admins')
  const open = await newPhotoKeep(circle, owner, '2021-01-01T10:00:00')
  const gone = await newKeep(deps, circle, owner)
  const album = await newAlbum(circle, owner, { keepIds: [secret.id, open.id, gone.id] })
  const where = { circleId: circle.id, albumId: album.id }
  await updateAlbum(deps, await scopeIn(deps, circle, owner, 'album.update'), {
    ...where,
    coverMediaId: secret.mediaId,
  })
  await trashKeep(deps, await scopeIn(deps, circle, owner, 'keep.trash'), {
    circleId: circle.id,
    keepId: gone.id,
  })
  const asMember = await scopeIn(deps, circle, member, 'album.read')
  expect(await getAlbum(deps, asMember, where)).toMatchObject({
    keepCount: 1,
    to: '2021-01-01T10:00:00',
    cover: { id: open.mediaId, isChosen: false },
  })
  expect(await getAlbum(deps, await scopeIn(deps, circle, owner, 'album.read'), where)).toMatchObject({
    keepCount: 2,
    cover: { id: secret.mediaId, isChosen: true },
  })
  const page = { circleId: circle.id, limit: 20 }
  for (const holding of [secret.id, gone.id]) {
    const { items } = await listAlbums(deps, asMember, { ...page, holding })
    expect(items.map(({ holds }) => holds)).toEqual([false])
  }
  const change = await scopeIn(deps, circle, member, 'album.update')
  for (const keepIds of [[secret.id], [gone.id], [open.id, secret.id]]) {
    expect(await reasonOf(addKeeps(deps, change, { ...where, keepIds }))).toBe('NOT_FOUND')
  }
  expect(await reasonOf(updateAlbum(deps, change, { ...where, coverMediaId: secret.mediaId }))).toBe(
    'MEDIA_NOT_USABLE',
  )
  // Nor do they take out what they do not know of.
  await removeKeeps(deps, change, { ...where, keepIds: [secret.id, open.id] })
  expect(await getAlbum(deps, await scopeIn(deps, circle, owner, 'album.read'), where)).toMatchObject({
    keepCount: 1,
    cover: { id: secret.mediaId },
  })
})

test('one’s own album is for oneself to delete, and for admins; the keeps stay', async () => {
  const circle = await newCircle(deps)
  const [member, other] = [await newMember(deps, circle, 'member'), await newMember(deps, circle, 'member')]
  const keep = await newKeep(deps, circle, member)
  const album = await newAlbum(circle, member, { keepIds: [keep.id] })
  const second = await newAlbum(circle, member)
  const remove = async (who: TestUser, albumId: string) =>
    deleteAlbum(deps, await scopeIn(deps, circle, who, 'album.delete'), { circleId: circle.id, albumId })
  expect(await reasonOf(remove(other, album.id))).toBe('ROLE_TOO_LOW')
  await remove(member, album.id)
  await remove(circle.owner, second.id)
  expect(await reasonOf(remove(member, album.id))).toBe('NOT_FOUND')
  expect(await deps.db.selectFrom('keeps').select('id').where('id', '=', keep.id).execute()).toHaveLength(1)
  // With an album goes what was told of it.
  const activity = await scopeIn(deps, circle, member, 'activity.read')
  const { items } = await listActivities(deps, activity, { circleId: circle.id, limit: 20 })
  expect(items.map(({ kind }) => kind)).not.toContain('album.made')
  for (const role of ['viewer'] as const) {
    const viewer = await newMember(deps, circle, role)
    expect(await reasonOf(newAlbum(circle, viewer))).toBe('ROLE_TOO_LOW')
  }
})

test('a call repeated with its key makes one album, and the activity tells of it once', async () => {
  const circle = await newCircle(deps)
  const idempotencyKey = deps.random.id()
  const same = await Promise.all(
    Array.from({ length: 5 }, () => newAlbum(circle, circle.owner, { title: 'The sea', idempotencyKey })),
  )
  expect(new Set(same.map(({ id }) => id)).size).toBe(1)
  const scope = await scopeIn(deps, circle, circle.owner, 'activity.read')
  const { items } = await listActivities(deps, scope, { circleId: circle.id, limit: 20 })
  expect(items).toMatchObject([{ kind: 'album.made', album: { id: same[0]?.id, name: 'The sea' } }])
})

test('a list goes on where its page ended', async () => {
  const circle = await newCircle(deps)
  const made: string[] = []
  for (let index = 0; index < 5; index += 1) made.unshift((await newAlbum(circle, circle.owner)).id)
  const scope = await scopeIn(deps, circle, circle.owner, 'album.read')
  const first = await listAlbums(deps, scope, { circleId: circle.id, limit: 3 })
  const rest = await listAlbums(deps, scope, {
    circleId: circle.id,
    limit: 3,
    cursor: first.nextCursor ?? '',
  })
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(made)
  expect(rest.nextCursor).toBeNull()
})

test('an album is full at its limit', async () => {
  const circle = await newCircle(deps)
  const album = await newAlbum(circle, circle.owner)
  const [keep, one] = [await newKeep(deps, circle, circle.owner), await newKeep(deps, circle, circle.owner)]
  await sql`
    with made as (
      insert into keeps (circle_id, kind, body, happened_at, date_source, created_at, trashed_at)
      select ${circle.id}, 'note', 'x', '2020-01-01', 'person', now(), now()
      from generate_series(1, ${limits.keepsPerAlbum - 1}) returning id
    )
    insert into album_keeps (circle_id, album_id, keep_id, added_at)
    select ${circle.id}, ${album.id}, id, now() from made
  `.execute(deps.db)
  const scope = await scopeIn(deps, circle, circle.owner, 'album.update')
  const put = (keepId: string) =>
    addKeeps(deps, scope, { circleId: circle.id, albumId: album.id, keepIds: [keepId] })
  await put(keep.id)
  await put(keep.id)
  expect(await reasonOf(put(one.id))).toBe('ALBUM_FULL')
})

test('whoever goes with their things leaves an album that holds others’ keeps', async () => {
  const circle = await newCircle(deps)
  const leaver = await newMember(deps, circle, 'member')
  const [own, others] = [await newKeep(deps, circle, leaver), await newKeep(deps, circle, circle.owner)]
  await newAlbum(circle, leaver, { title: 'Mine', keepIds: [own.id] })
  await newAlbum(circle, leaver, { title: 'Ours', description: 'Words', keepIds: [own.id, others.id] })
  await deps.db
    .updateTable('users')
    .set({ deletionDueAt: deps.clock.now(), deletionKeeps: 'go' })
    .where('id', '=', leaver.id)
    .execute()
  await deps.transaction((tx) => scrubUser(tx, leaver.id))
  const scope = await scopeIn(deps, circle, circle.owner, 'album.read')
  const { items } = await listAlbums(deps, scope, { circleId: circle.id, limit: 20 })
  expect(items).toMatchObject([{ title: 'Ours', description: null, keepCount: 1, createdBy: null }])
})

async function newAlbum(circle: TestCircle, who: TestUser, album: Record<string, unknown> = {}) {
  const scope = await scopeIn(deps, circle, who, 'album.create')
  const input = createContract.input.parse({ title: 'An album', ...album, circleId: circle.id })
  return createAlbum(deps, scope, input)
}

async function newPhotoKeep(
  circle: TestCircle,
  who: TestUser,
  happenedAt: string,
  visibility: 'circle' | 'admins' = 'circle',
) {
  const { id: mediaId } = await newMedia(deps, circle, who, { happenedAt })
  const { id } = await newKeep(deps, circle, who, { kind: 'media', mediaIds: [mediaId], visibility })
  return { id, mediaId }
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

import { can } from '@kinkeep/contracts/roles'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import type { TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { trashKeep } from '../keeps/trash-keep.ts'
import { DomainError } from '../platform/errors.ts'
import { listPlaces, photosAtPlace } from './queries.ts'
import { removePlace } from './remove-place.ts'

const deps = await createTestDeps()
const theWorld = { west: -180, south: -90, east: 180, north: 90 }
const berlin = [52.52, 13.4] as const
const potsdam = [52.4, 13.06] as const
const sydney = [-33.87, 151.2] as const

test('photos near each other are one place, and part as one comes nearer', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const older = await placed(circle, owner, berlin, { happenedAt: '2020-01-01T10:00:00' })
  const newer = await placed(circle, owner, potsdam, { happenedAt: '2021-01-01T10:00:00' })
  await placed(circle, owner, sydney)
  await newKeep(deps, circle, owner)
  const scope = await scopeIn(deps, circle, owner, 'place.read')
  const { result, statements } = await countStatements(deps, (counted) =>
    listPlaces(counted, scope, { circleId: circle.id, ...theWorld, zoom: 2 }),
  )
  expect(statements).toBe(1)
  expect(result.total).toBe(3)
  expect(result.places.map(({ count }) => count)).toEqual([2, 1])
  const [europe] = result.places
  expect(europe?.photo).toMatchObject({ id: newer.mediaId, keepId: newer.keepId, kind: 'photo' })
  expect(europe?.latitude).toBeCloseTo((berlin[0] + potsdam[0]) / 2, 5)
  const near = await listPlaces(deps, scope, { circleId: circle.id, ...theWorld, zoom: 12 })
  expect(near.places.map(({ count }) => count)).toEqual([1, 1, 1])

  const box = europe?.box ?? theWorld
  const first = await photosAtPlace(deps, scope, { circleId: circle.id, ...box, limit: 1 })
  expect(first.items.map(({ id }) => id)).toEqual([newer.mediaId])
  const rest = await photosAtPlace(deps, scope, {
    circleId: circle.id,
    ...box,
    limit: 1,
    cursor: first.nextCursor ?? '',
  })
  expect(rest).toMatchObject({ items: [{ id: older.mediaId }], nextCursor: null })
})

test('only what is in sight is answered, also over the 180th meridian', async () => {
  const circle = await newCircle(deps)
  const fiji = await placed(circle, circle.owner, [-18, 178])
  const samoa = await placed(circle, circle.owner, [-14, -172])
  await placed(circle, circle.owner, berlin)
  const scope = await scopeIn(deps, circle, circle.owner, 'place.read')
  const { places, total } = await listPlaces(deps, scope, {
    circleId: circle.id,
    west: 170,
    east: -165,
    south: -30,
    north: 0,
    zoom: 6,
  })
  expect(places.map(({ photo }) => photo.id).toSorted()).toEqual([fiji.mediaId, samoa.mediaId].toSorted())
  expect(total).toBe(3)
})

test('places are kept to members, and what only admins see to admins', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const viewer = await newMember(deps, circle, 'viewer')
  const secret = await placed(circle, owner, berlin, {}, 'admins')
  const gone = await placed(circle, owner, berlin)
  await trashKeep(deps, await scopeIn(deps, circle, owner, 'keep.trash'), {
    circleId: circle.id,
    keepId: gone.keepId,
  })
  // Free, and so nobody's but its sender's.
  await setPlace((await newMedia(deps, circle, owner)).id, berlin)
  const input = { circleId: circle.id, ...theWorld, zoom: 5, limit: 20 }
  const asViewer = await scopeIn(deps, circle, viewer, 'place.read')
  expect(await listPlaces(deps, asViewer, input)).toEqual({ places: [], total: 0 })
  expect((await photosAtPlace(deps, asViewer, input)).items).toEqual([])
  const asOwner = await scopeIn(deps, circle, owner, 'place.read')
  expect((await listPlaces(deps, asOwner, input)).places).toMatchObject([{ photo: { id: secret.mediaId } }])
  expect(can('guest', 'place.read')).toBe(false)
})

test('a place that was taken back stays away, also when the photo is read anew', async () => {
  const circle = await newCircle(deps)
  const member = await newMember(deps, circle, 'member')
  const { keepId, mediaId } = await placed(circle, member, berlin)
  const remove = async (who: TestUser) =>
    removePlace(deps, await scopeIn(deps, circle, who, 'place.remove'), { circleId: circle.id, keepId })
  await expect(remove(await newMember(deps, circle, 'member'))).rejects.toThrow(DomainError)
  await remove(member)
  await remove(member)
  await setPlace(mediaId, sydney)
  const scope = await scopeIn(deps, circle, member, 'place.read')
  const { places, total } = await listPlaces(deps, scope, { circleId: circle.id, ...theWorld, zoom: 2 })
  expect([places, total]).toEqual([[], 0])
})

async function placed(
  circle: TestCircle,
  who: TestUser,
  place: readonly [number, number],
  media: { happenedAt?: string } = {},
  visibility: 'circle' | 'admins' = 'circle',
) {
  const { id: mediaId } = await newMedia(deps, circle, who, media)
  await setPlace(mediaId, place)
  const { id: keepId } = await newKeep(deps, circle, who, { kind: 'media', mediaIds: [mediaId], visibility })
  return { keepId, mediaId }
}

async function setPlace(mediaId: string, [latitude, longitude]: readonly [number, number]) {
  await sql`update media set latitude = ${latitude}, longitude = ${longitude} where id = ${mediaId}`.execute(
    deps.db,
  )
}

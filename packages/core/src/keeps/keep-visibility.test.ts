import { listKeeps as listContract } from '@kinkeep/contracts/keeps'
import { mediaFailures } from '@kinkeep/contracts/media'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { guestScopeIn, newGuest, type TestGuest } from '@kinkeep/testing/new-guest'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import type { TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { getCircle, listCircles } from '../circles/queries.ts'
import { setMemberRole } from '../circles/set-member-role.ts'
import { completeUpload } from '../media/complete-upload.ts'
import { listFailures, readStatus } from '../media/queries.ts'
import { retryMedia } from '../media/retry-media.ts'
import { forgetContributions } from './forget-contributions.ts'
import { getKeep, listKeeps, readTimeline } from './queries.ts'
import { restoreKeep } from './restore-keep.ts'
import { trashKeep } from './trash-keep.ts'
import { updateKeep } from './update-keep.ts'

const deps = await createTestDeps()
const day = '2025-05-01T12:00:00'

/** A keep that everybody sees, and one by a member with a photo that could not be read, which an admin hid. */
async function newFamily() {
  const circle = await newCircle(deps)
  const author = await newMember(deps, circle, 'member')
  const people = {
    owner: circle.owner,
    admin: await newMember(deps, circle, 'admin'),
    author,
    member: await newMember(deps, circle, 'member'),
    viewer: await newMember(deps, circle, 'viewer'),
    guest: await newGuest(deps, circle),
  }
  const shown = await newKeep(deps, circle, author, { happenedAt: day })
  const { id: mediaId } = await newMedia(deps, circle, author, { state: 'failed', failure: 'DAMAGED' })
  const hidden = await newKeep(deps, circle, author, { kind: 'media', mediaIds: [mediaId], happenedAt: day })
  const scope = await scopeIn(deps, circle, people.admin, 'keep.update')
  await updateKeep(deps, scope, { circleId: circle.id, keepId: hidden.id, visibility: 'admins' })
  return { circle, people, author, shown, hidden, mediaId }
}

function reader(circle: TestCircle, who: TestUser | TestGuest) {
  return 'linkId' in who
    ? guestScopeIn(deps, circle, who, 'keep.read')
    : scopeIn(deps, circle, who, 'keep.read')
}

test('a keep for admins is there for owner and admins, and nowhere for anybody else, its author included', async () => {
  const { circle, people, shown, hidden } = await newFamily()
  for (const [who, person] of Object.entries(people)) {
    const seesAll = who === 'owner' || who === 'admin'
    const scope = await reader(circle, person)
    const input = listContract.input.parse({ circleId: circle.id })
    const { items } = await listKeeps(deps, scope, input)
    expect(items.map(({ id }) => id).toSorted(), who).toEqual(
      (seesAll ? [shown.id, hidden.id] : [shown.id]).toSorted(),
    )
    const filtered = await listKeeps(deps, scope, { ...input, kind: 'media', hasPhotos: true })
    expect(filtered.items, who).toHaveLength(seesAll ? 1 : 0)
    const { months } = await readTimeline(deps, scope)
    expect(months, who).toEqual([{ month: '2025-05', keeps: seesAll ? 2 : 1 }])
    const one = getKeep(deps, scope, { circleId: circle.id, keepId: hidden.id })
    if (seesAll) expect(await one).toMatchObject({ id: hidden.id, visibility: 'admins' })
    else await expect(one, who).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  }
})

test('the circle says how many keeps there are for whoever asks', async () => {
  const { circle, people } = await newFamily()
  const countFor = async (user: TestUser) => {
    const { keepCount } = await getCircle(deps, await scopeIn(deps, circle, user, 'circle.read'))
    const { items } = await listCircles(deps, user.scope, { limit: 5 })
    expect(items).toMatchObject([{ keepCount }])
    return keepCount
  }
  expect(await countFor(people.owner)).toBe(2)
  expect(await countFor(people.admin)).toBe(2)
  expect(await countFor(people.author)).toBe(1)
  expect(await countFor(people.viewer)).toBe(1)
})

test('a month in which everything is for admins is no month for the others', async () => {
  const circle = await newCircle(deps)
  const viewer = await newMember(deps, circle, 'viewer')
  await newKeep(deps, circle, circle.owner, { happenedAt: day, visibility: 'admins' })
  expect((await readTimeline(deps, await reader(circle, viewer))).months).toEqual([])
  expect((await readTimeline(deps, await reader(circle, circle.owner))).months).toHaveLength(1)
})

test('its author can neither change nor trash nor restore it, and finds it not in the trash', async () => {
  const { circle, people, author, hidden } = await newFamily()
  const one = { circleId: circle.id, keepId: hidden.id }
  for (const user of [author, people.member]) {
    const update = updateKeep(deps, await scopeIn(deps, circle, user, 'keep.update'), {
      ...one,
      body: 'Mine',
    })
    await expect(update).rejects.toMatchObject({ reason: 'NOT_FOUND' })
    const trash = trashKeep(deps, await scopeIn(deps, circle, user, 'keep.trash'), one)
    await expect(trash).rejects.toMatchObject({ reason: 'NOT_FOUND' })
    const restore = restoreKeep(deps, await scopeIn(deps, circle, user, 'keep.restore'), one)
    await expect(restore).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  }
  await trashKeep(deps, await scopeIn(deps, circle, people.owner, 'keep.trash'), one)
  const trash = listContract.input.parse({ circleId: circle.id, trashed: true })
  expect((await listKeeps(deps, await reader(circle, author), trash)).items).toEqual([])
  expect((await listKeeps(deps, await reader(circle, people.admin), trash)).items).toHaveLength(1)
  await restoreKeep(deps, await scopeIn(deps, circle, people.admin, 'keep.restore'), one)
  expect(await getKeep(deps, await reader(circle, people.owner), one)).toMatchObject({ visibility: 'admins' })
})

test('its photo has no state, no failure, no second try and no upload that answers, but for admins', async () => {
  const { circle, people, author, mediaId } = await newFamily()
  const failures = mediaFailures.input.parse({ circleId: circle.id })
  for (const [user, seen] of [
    [author, 0],
    [people.member, 0],
    [people.admin, 1],
  ] as const) {
    const status = await readStatus(deps, await scopeIn(deps, circle, user, 'media.read'), {
      circleId: circle.id,
      mediaIds: [mediaId],
    })
    expect(status.items).toHaveLength(seen)
    const failed = await listFailures(deps, await scopeIn(deps, circle, user, 'media.failures'), failures)
    expect(failed.items).toHaveLength(seen)
  }
  const mine = { circleId: circle.id, mediaId }
  const uploaded = completeUpload(deps, await scopeIn(deps, circle, author, 'media.upload'), mine)
  await expect(uploaded).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  const again = retryMedia(deps, await scopeIn(deps, circle, author, 'media.retry'), mine)
  await expect(again).rejects.toMatchObject({ reason: 'NOT_FOUND' })
})

test('only admins say what is for admins; a member who does so adds and changes nothing', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const refused = newKeep(deps, circle, vera, { visibility: 'admins' })
  await expect(refused).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
  const keep = await newKeep(deps, circle, vera, { visibility: 'circle' })
  const scope = await scopeIn(deps, circle, vera, 'keep.update')
  const one = { circleId: circle.id, keepId: keep.id }
  const update = updateKeep(deps, scope, { ...one, visibility: 'admins', body: 'Changed' })
  await expect(update).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
  const reading = await scopeIn(deps, circle, vera, 'keep.read')
  expect(await getKeep(deps, reading, one)).toEqual(keep)
  expect(await updateKeep(deps, scope, { ...one, visibility: 'circle', body: 'Changed' })).toMatchObject({
    body: 'Changed',
    visibility: 'circle',
  })
})

test('an admin who is made a member loses what they kept for admins; its key tells them nothing', async () => {
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  const idempotencyKey = deps.random.id()
  const keep = await newKeep(deps, circle, admin, { visibility: 'admins', idempotencyKey })
  const owner = await scopeIn(deps, circle, circle.owner, 'member.setRole')
  await setMemberRole(deps, owner, { circleId: circle.id, userId: admin.id, role: 'member' })
  const one = { circleId: circle.id, keepId: keep.id }
  await expect(getKeep(deps, await reader(circle, admin), one)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  const again = newKeep(deps, circle, admin, { idempotencyKey })
  await expect(again).rejects.toMatchObject({ reason: 'NOT_FOUND' })
})

test('counts follow when a keep for admins is hidden, shown, moved and goes with its author', async () => {
  const { circle, people, author, hidden } = await newFamily()
  const scope = await scopeIn(deps, circle, people.owner, 'keep.update')
  const one = { circleId: circle.id, keepId: hidden.id }
  const months = async () => (await readTimeline(deps, await reader(circle, people.viewer))).months
  await updateKeep(deps, scope, { ...one, visibility: 'circle', happenedAt: '2024-01-01T00:00:00' })
  expect(await months()).toEqual([
    { month: '2025-05', keeps: 1 },
    { month: '2024-01', keeps: 1 },
  ])
  await updateKeep(deps, scope, { ...one, visibility: 'admins' })
  await updateKeep(deps, scope, { ...one, visibility: 'admins', happenedAt: '2023-01-01T00:00:00' })
  expect(await months()).toEqual([{ month: '2025-05', keeps: 1 }])
  await deps.transaction((tx) => forgetContributions(tx, author.id))
  expect(await months()).toEqual([])
})

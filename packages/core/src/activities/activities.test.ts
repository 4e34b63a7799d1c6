import { listActivities as contract } from '@kinkeep/contracts/activities'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, newRemovedMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newComment } from '@kinkeep/testing/new-comment'
import { guestScopeIn, newGuest } from '@kinkeep/testing/new-guest'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { leaveCircle } from '../circles/leave-circle.ts'
import { setMemberRole } from '../circles/set-member-role.ts'
import { updateCircle } from '../circles/update-circle.ts'
import { deleteComment } from '../comments/delete-comment.ts'
import { restoreKeep } from '../keeps/restore-keep.ts'
import { trashKeep } from '../keeps/trash-keep.ts'
import type { Deps } from '../platform/deps.ts'
import { listActivities } from './queries.ts'

const deps = await createTestDeps()

test('what people did stands there with their names, newest first, in one statement', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const vera = await newMember(deps, circle, 'member')
  const photos = [await newMedia(deps, circle, owner), await newMedia(deps, circle, owner)]
  const keep = await newKeep(deps, circle, owner, { kind: 'media', mediaIds: photos.map(({ id }) => id) })
  deps.clock.advance(1)
  await newKeep(deps, circle, vera, { title: 'Words' })
  deps.clock.advance(1)
  const guest = await newGuest(deps, circle)
  await newComment(deps, await guestScopeIn(deps, circle, guest, 'comment.add'), { keepId: keep.id })
  deps.clock.advance(1)
  await updateCircle(deps, await scopeIn(deps, circle, owner, 'circle.update'), {
    circleId: circle.id,
    name: 'The Linds',
  })
  deps.clock.advance(1)
  await leaveCircle(deps, await scopeIn(deps, circle, vera, 'member.leave'))

  const { result, statements } = await countStatements(deps, (counted) => list(circle, owner, {}, counted))
  const { items } = result
  // One more proves who asks.
  expect(statements).toBe(2)
  expect(items).toMatchObject([
    { kind: 'member.left', who: { kind: 'member', name: 'A member' } },
    { kind: 'circle.renamed', who: { name: 'Anna' }, keep: null },
    { kind: 'keep.commented', who: { kind: 'guest', name: 'Grandma Vera' }, keep: { id: keep.id }, count: 1 },
    { kind: 'keeps.added', who: { name: 'A member' }, keep: { title: 'Words', photoId: null }, count: 1 },
    { kind: 'keeps.added', photoCount: 2, keep: { id: keep.id, photoId: photos[0]?.id }, count: 1 },
  ])
  expect(items.at(-1)?.photos.map(({ id }) => id)).toEqual(photos.map(({ id }) => id))
})

test('keeps that are in the trash are not told of, nor counted, and come back', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const keeps = [await newKeep(deps, circle, owner), await newKeep(deps, circle, owner)]
  await say(circle, owner, keeps[0]?.id ?? '')
  const trash = await scopeIn(deps, circle, owner, 'keep.trash')
  for (const { id: keepId } of keeps) {
    await trashKeep(deps, trash, { circleId: circle.id, keepId })
  }
  expect((await list(circle, owner)).items).toEqual([])
  const restore = await scopeIn(deps, circle, owner, 'keep.restore')
  await restoreKeep(deps, restore, { circleId: circle.id, keepId: keeps[0]?.id ?? '' })
  expect((await list(circle, owner)).items).toMatchObject([
    { kind: 'keep.commented' },
    { kind: 'keeps.added', count: 1 },
  ])
})

test('what only admins see is told to admins alone', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const admin = await newMember(deps, circle, 'admin')
  const viewer = await newMember(deps, circle, 'viewer')
  const keep = await newKeep(deps, circle, owner, { visibility: 'admins' })
  await say(circle, admin, keep.id)
  const roles = await scopeIn(deps, circle, owner, 'member.setRole')
  await setMemberRole(deps, roles, { circleId: circle.id, userId: admin.id, role: 'member' })
  await setMemberRole(deps, roles, { circleId: circle.id, userId: admin.id, role: 'admin' })
  await newRemovedMember(deps, circle)
  expect((await list(circle, admin)).items.map(({ kind }) => kind).toSorted()).toEqual([
    'keep.commented',
    'keeps.added',
    'member.removed',
    'member.roleSet',
  ])
  expect((await list(circle, viewer)).items).toEqual([])
})

test('a comment that was deleted is not told of', async () => {
  const circle = await newCircle(deps)
  const keep = await newKeep(deps, circle, circle.owner)
  const comment = await say(circle, circle.owner, keep.id)
  const scope = await scopeIn(deps, circle, circle.owner, 'comment.change')
  await deleteComment(deps, scope, { circleId: circle.id, keepId: keep.id, commentId: comment.id })
  expect((await list(circle, circle.owner)).items.map(({ kind }) => kind)).toEqual(['keeps.added'])
})

test('page after page shows everything once; a stranger sees no page', async () => {
  const circle = await newCircle(deps)
  for (let times = 0; times < 5; times += 1) {
    await newKeep(deps, circle, circle.owner)
    deps.clock.advance(3601)
  }
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await list(circle, circle.owner, { limit: 2, ...(cursor && { cursor }) })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(new Set(seen).size).toBe(5)
  expect(seen).toHaveLength(5)
  await expect(list(circle, await newUser(deps))).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  await expect(list(circle, circle.owner, { cursor: 'forged' })).rejects.toMatchObject({
    reason: 'INVALID_INPUT',
  })
})

async function list(circle: TestCircle, reader: TestUser, input: object = {}, using: Deps = deps) {
  const scope = await scopeIn(using, circle, reader, 'activity.read')
  const answer = await listActivities(using, scope, contract.input.parse({ circleId: circle.id, ...input }))
  return contract.output.parse(answer)
}

async function say(circle: TestCircle, who: TestUser, keepId: string) {
  return newComment(deps, await scopeIn(deps, circle, who, 'comment.add'), { keepId })
}

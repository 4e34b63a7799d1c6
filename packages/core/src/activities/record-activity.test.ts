import { newCircle, newMember } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { type Activity, type ActivityActor, recordActivity } from './record-activity.ts'

const deps = await createTestDeps()

test('keeps added within an hour are one entry, each keep bound to it', async () => {
  const circle = await newCircle(deps)
  for (let times = 0; times < 3; times += 1) {
    await newKeep(deps, circle, circle.owner)
    deps.clock.advance(59 * 60)
  }
  expect(await entriesOf(circle.id)).toMatchObject([{ kind: 'keeps.added', itemCount: 3, keepId: null }])
  const bound = await deps.db
    .selectFrom('keeps')
    .select('activityId')
    .distinct()
    .where('circleId', '=', circle.id)
    .execute()
  expect(bound).toHaveLength(1)
  deps.clock.advance(61)
  await newKeep(deps, circle, circle.owner)
  expect(await entriesOf(circle.id)).toHaveLength(2)
})

test('keeps added at once are one entry, too', async () => {
  const circle = await newCircle(deps)
  await Promise.all(Array.from({ length: 8 }, () => newKeep(deps, circle, circle.owner)))
  expect(await entriesOf(circle.id)).toMatchObject([{ kind: 'keeps.added', itemCount: 8 }])
})

test('another person, another keep, another visibility is another entry', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const who = { userId: circle.owner.id, guestLinkId: null }
  const [one, two] = [await newKeep(deps, circle, circle.owner), await newKeep(deps, circle, circle.owner)]
  await record(circle.id, who, { kind: 'keep.commented', keepId: one.id })
  await record(circle.id, who, { kind: 'keep.commented', keepId: one.id })
  await record(circle.id, who, { kind: 'keep.commented', keepId: two.id })
  await record(circle.id, { userId: vera.id, guestLinkId: null }, { kind: 'keep.commented', keepId: one.id })
  await record(circle.id, who, { kind: 'keeps.added', keepId: two.id, visibility: 'admins' })
  await record(circle.id, who, { kind: 'member.roleSet', otherUserId: vera.id, role: 'viewer' })
  await record(circle.id, who, { kind: 'member.roleSet', otherUserId: vera.id, role: 'admin' })
  const entries = await entriesOf(circle.id)
  expect(entries.map((entry) => [entry.kind, entry.itemCount, entry.visibility])).toEqual([
    ['keeps.added', 2, 'circle'],
    ['keep.commented', 2, 'circle'],
    ['keep.commented', 1, 'circle'],
    ['keep.commented', 1, 'circle'],
    ['keeps.added', 1, 'admins'],
    ['member.roleSet', 2, 'admins'],
  ])
  expect(entries.at(-1)).toMatchObject({ otherUserId: vera.id, role: 'admin' })
})

function record(circleId: string, who: ActivityActor, activity: Activity) {
  return deps.transaction((tx) => recordActivity(tx, circleId, who, activity))
}

function entriesOf(circleId: string) {
  return deps.db
    .selectFrom('activities')
    .select(['kind', 'itemCount', 'visibility', 'keepId', 'otherUserId', 'role'])
    .where('circleId', '=', circleId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
}

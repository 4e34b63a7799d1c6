import { addMeasurement as contract } from '@kinkeep/contracts/children'
import { limits } from '@kinkeep/contracts/limits'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newChild } from '@kinkeep/testing/new-child'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { addMeasurement } from './add-measurement.ts'
import { listMeasurements } from './queries.ts'
import { removeMeasurement } from './remove-measurement.ts'
import { updateChild } from './update-child.ts'

const deps = await createTestDeps()

test('what is measured on a day is one row: what is given replaces, what is not stays', async () => {
  const { circle, child } = await family()
  const first = await measure(circle, circle.owner, child.id, { measuredOn: '2021-05-17', heightMm: 760 })
  expect(first).toMatchObject({ heightMm: 760, weightG: null, headMm: null })
  const second = await measure(circle, circle.owner, child.id, {
    measuredOn: '2021-05-17',
    heightMm: 762,
    weightG: 9650,
  })
  expect(second).toEqual({
    id: first.id,
    measuredOn: '2021-05-17',
    heightMm: 762,
    weightG: 9650,
    headMm: null,
  })
  expect((await measurementsOf(circle, circle.owner, child.id)).items).toEqual([second])
})

test('they are read newest first, a page at a time, in one statement', async () => {
  const { circle, child } = await family()
  for (const [index, measuredOn] of ['2020-06-17', '2021-06-17', '2022-06-17'].entries())
    await measure(circle, circle.owner, child.id, { measuredOn, heightMm: 600 + index })
  const scope = await scopeIn(deps, circle, await newMember(deps, circle, 'viewer'), 'measurement.read')
  const input = { circleId: circle.id, childId: child.id, limit: 2 }
  const { result: first, statements } = await countStatements(deps, (counted) =>
    listMeasurements(counted, scope, input),
  )
  expect(statements).toBe(1)
  expect(first.items.map(({ measuredOn }) => measuredOn)).toEqual(['2022-06-17', '2021-06-17'])
  const second = await listMeasurements(deps, scope, { ...input, cursor: first.nextCursor ?? undefined })
  expect(second.items.map(({ measuredOn }) => measuredOn)).toEqual(['2020-06-17'])
  expect(second.nextCursor).toBeNull()
})

test.each(['2020-05-16', '2026-11-23'])('nothing was measured on %s', async (measuredOn) => {
  const { circle, child } = await family()
  await expect(measure(circle, circle.owner, child.id, { measuredOn, heightMm: 700 })).rejects.toMatchObject({
    reason: 'INVALID_INPUT',
    fields: { measuredOn: ['invalid'] },
  })
})

test('a birth is not moved behind what was measured', async () => {
  const { circle, child } = await family()
  await measure(circle, circle.owner, child.id, { measuredOn: '2020-05-20', weightG: 3400 })
  const scope = await scopeIn(deps, circle, circle.owner, 'child.update')
  const move = (birthdate: string) =>
    updateChild(deps, scope, { circleId: circle.id, childId: child.id, birthdate })
  await expect(move('2020-05-21')).rejects.toMatchObject({ fields: { birthdate: ['invalid'] } })
  expect(await move('2020-05-20')).toMatchObject({ birthdate: '2020-05-20' })
})

test.each([
  { heightMm: limits.heightMmMin - 1 },
  { heightMm: limits.heightMmMax + 1 },
  { weightG: limits.weightGMin - 1 },
  { weightG: limits.weightGMax + 1 },
  { headMm: limits.headMmMin - 1 },
  { headMm: 400.5 },
  {},
])('nobody measures %j', (measured) => {
  const input = { circleId: deps.random.id(), childId: deps.random.id(), measuredOn: '2021-01-01' }
  expect(contract.input.safeParse({ ...input, ...measured }).success).toBe(false)
})

test('the bounds of the contract are those of the table', async () => {
  const { circle, child } = await family()
  const bounds = [
    { heightMm: limits.heightMmMin, weightG: limits.weightGMin, headMm: limits.headMmMin },
    { heightMm: limits.heightMmMax, weightG: limits.weightGMax, headMm: limits.headMmMax },
  ]
  for (const [index, measured] of bounds.entries())
    await measure(circle, circle.owner, child.id, { measuredOn: `2021-01-0${index + 1}`, ...measured })
  expect((await measurementsOf(circle, circle.owner, child.id)).items).toMatchObject(bounds.toReversed())
})

test('members measure, viewers do not; what another circle measured is there for nobody', async () => {
  const { circle, child } = await family()
  const elsewhere = await family()
  const [member, viewer] = [await newMember(deps, circle, 'member'), await newMember(deps, circle, 'viewer')]
  const day = { measuredOn: '2021-05-17', heightMm: 760 }
  const added = await measure(circle, member, child.id, day)
  await expect(measure(circle, viewer, child.id, day)).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
  await expect(remove(circle, viewer, child.id, added.id)).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
  const notFound = { reason: 'NOT_FOUND' }
  await expect(measure(circle, member, elsewhere.child.id, day)).rejects.toMatchObject(notFound)
  await expect(measurementsOf(circle, member, elsewhere.child.id)).rejects.toMatchObject(notFound)
  const sibling = await newChild(deps, circle, circle.owner)
  await expect(remove(circle, member, sibling.id, added.id)).rejects.toMatchObject(notFound)
  await remove(circle, member, child.id, added.id)
  expect((await measurementsOf(circle, member, child.id)).items).toEqual([])
  expect(await auditedActions(deps, { circleId: circle.id })).toEqual(
    expect.arrayContaining(['measurement.added', 'measurement.removed']),
  )
})

test('once grown, the child alone adds to and takes from what was measured', async () => {
  const { circle, child } = await family()
  const grown = await newMember(deps, circle, 'viewer')
  const day = { measuredOn: '2021-05-17', heightMm: 760 }
  const added = await measure(circle, circle.owner, child.id, day)
  await deps.db.updateTable('children').set({ userId: grown.id }).where('id', '=', child.id).execute()
  const refused = { reason: 'CHILD_IS_GROWN' }
  await expect(measure(circle, circle.owner, child.id, day)).rejects.toMatchObject(refused)
  await expect(remove(circle, circle.owner, child.id, added.id)).rejects.toMatchObject(refused)
  await measure(circle, grown, child.id, day)
  await remove(circle, grown, child.id, added.id)
})

test('a child is measured on no more days than it may, and on those again', async () => {
  const { circle, child } = await family()
  const now = deps.clock.now()
  const days = Array.from({ length: limits.measurementsPerChild }, (_, index) =>
    new Date(Date.parse('2020-05-17') + index * 86_400_000).toISOString().slice(0, 10),
  )
  await deps.db
    .insertInto('measurements')
    .values(
      days.map((measuredOn) => ({
        circleId: circle.id,
        id: deps.random.id(),
        childId: child.id,
        measuredOn,
        heightMm: 700,
        createdAt: now,
      })),
    )
    .execute()
  const again = await measure(circle, circle.owner, child.id, { measuredOn: days[0] ?? '', heightMm: 701 })
  expect(again.heightMm).toBe(701)
  await expect(
    measure(circle, circle.owner, child.id, { measuredOn: '2025-01-01', heightMm: 701 }),
  ).rejects.toMatchObject({ reason: 'TOO_LARGE' })
})

async function family() {
  deps.clock.set(new Date('2026-11-21T12:00:00Z'))
  const owner = await newUser(deps)
  const circle = await newCircle(deps, { owner })
  return { circle, child: await newChild(deps, circle, owner, { birthdate: '2020-05-17' }) }
}

async function measure(
  circle: TestCircle,
  user: TestUser,
  childId: string,
  measured: Omit<Parameters<typeof addMeasurement>[2], 'circleId' | 'childId'>,
) {
  const scope = await scopeIn(deps, circle, user, 'measurement.add')
  return addMeasurement(deps, scope, { circleId: circle.id, childId, ...measured })
}

async function remove(circle: TestCircle, user: TestUser, childId: string, measurementId: string) {
  const scope = await scopeIn(deps, circle, user, 'measurement.add')
  return removeMeasurement(deps, scope, { circleId: circle.id, childId, measurementId })
}

async function measurementsOf(circle: TestCircle, user: TestUser, childId: string) {
  const scope = await scopeIn(deps, circle, user, 'measurement.read')
  return listMeasurements(deps, scope, { circleId: circle.id, childId, limit: 20 })
}

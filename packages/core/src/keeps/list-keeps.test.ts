import { listKeeps as contract, type KeepView } from '@kinkeep/contracts/keeps'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import type { TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { listKeeps } from './queries.ts'
import { trashKeep } from './trash-keep.ts'

const deps = await createTestDeps()
type Filter = Omit<z.input<typeof contract.input>, 'circleId' | 'cursor'>

test('pages are complete and in order, also where many keeps have one time', async () => {
  const circle = await newCircle(deps)
  const times = ['2025-05-02T10:00:00', '2025-05-01T10:00:00', '2025-05-01T10:00:00', '2025-05-01T10:00:00']
  const keeps: KeepView[] = []
  for (const happenedAt of [...times, ...times, ...times]) {
    keeps.push(await newKeep(deps, circle, circle.owner, { happenedAt }))
  }
  const oldest = keeps
    .toSorted((a, b) => (`${a.happenedAt}${a.id}` < `${b.happenedAt}${b.id}` ? -1 : 1))
    .map((keep) => keep.id)
  for (const limit of [1, 2, 5, 12, 100]) {
    expect(await idsOf(circle, circle.owner, { limit, order: 'oldest' })).toEqual(oldest)
    expect(await idsOf(circle, circle.owner, { limit, order: 'newest' })).toEqual(oldest.toReversed())
  }
})

test('what is added before the page while one reads on neither repeats nor hides anything', async () => {
  const circle = await newCircle(deps)
  const kept: string[] = []
  for (let day = 1; day <= 6; day += 1) {
    kept.push((await newKeep(deps, circle, circle.owner, { happenedAt: `2025-05-0${day}T10:00:00` })).id)
  }
  const first = await page(circle, circle.owner, { limit: 3 })
  await newKeep(deps, circle, circle.owner, { happenedAt: '2025-05-09T10:00:00' })
  const second = await page(circle, circle.owner, { limit: 3 }, first.nextCursor)
  expect([...first.items, ...second.items].map((keep) => keep.id)).toEqual(kept.toReversed())
  expect(second.nextCursor).toBeNull()
})

test('filters choose by kind, author and days, both days included', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const at = (happenedAt: string, user = circle.owner) => newKeep(deps, circle, user, { happenedAt })
  const before = await at('2025-05-01T23:59:59')
  const first = await at('2025-05-02T00:00:00')
  const last = await at('2025-05-03T23:59:59', vera)
  const after = await at('2025-05-04T00:00:00')
  const { id: milestone } = await newKeep(deps, circle, vera, {
    kind: 'milestone',
    milestone: 'birthday',
    happenedAt: '2020-01-01T00:00:00',
  })
  const found = (filter: Filter) => idsOf(circle, circle.owner, { ...filter, order: 'oldest' })

  expect(await found({ from: '2025-05-02', to: '2025-05-03' })).toEqual([first.id, last.id])
  expect(await found({ from: '2025-05-04' })).toEqual([after.id])
  expect(await found({ to: '2025-05-01' })).toEqual([milestone, before.id])
  expect(await found({ kind: 'milestone' })).toEqual([milestone])
  expect(await found({ authorId: vera.id })).toEqual([milestone, last.id])
  expect(await found({ authorId: vera.id, kind: 'note' })).toEqual([last.id])
  expect(await found({ kind: 'media' })).toEqual([])
})

test('a page with photos costs one statement, however many keeps and photos it has', async () => {
  const circle = await newCircle(deps)
  for (let i = 0; i < 5; i += 1) {
    const media = await Promise.all([1, 2, 3].map(() => newMedia(deps, circle, circle.owner)))
    await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: media.map(({ id }) => id) })
  }
  const scope = await scopeIn(deps, circle, circle.owner, 'keep.read')
  const input = contract.input.parse({ circleId: circle.id })
  const { result, statements } = await countStatements(deps, (counted) => listKeeps(counted, scope, input))
  expect(statements).toBe(1)
  expect(result.items.map((keep) => keep.media.length)).toEqual([3, 3, 3, 3, 3])
  expect(contract.output.parse(result)).toEqual(result)
})

test('a page has nothing of another circle of the same person', async () => {
  const circle = await newCircle(deps)
  const other = await newCircle(deps, { owner: circle.owner })
  const { id } = await newKeep(deps, circle, circle.owner)
  await newKeep(deps, other, circle.owner)
  expect(await idsOf(circle, circle.owner, {})).toEqual([id])
})

test('a cursor of one circle shows nothing of it in another', async () => {
  const [circle, other] = [await newCircle(deps), await newCircle(deps)]
  for (let i = 0; i < 2; i += 1) await newKeep(deps, circle, circle.owner)
  const { nextCursor } = await page(circle, circle.owner, { limit: 1 })
  expect((await page(other, other.owner, {}, nextCursor)).items).toEqual([])
})

test.each([
  '{}',
  '["2025-05-01T10:00:00"]',
  '["2025-05-01T10:00:00","x"]',
  "['; drop table keeps; --', 1]",
  '[1,2]',
])('the forged cursor %s is refused', async (forged) => {
  const circle = await newCircle(deps)
  const cursor = Buffer.from(forged).toString('base64url')
  await expect(page(circle, circle.owner, {}, cursor)).rejects.toMatchObject({ reason: 'INVALID_INPUT' })
})

test('the trash is listed latest first, complete, also where many were trashed at one time', async () => {
  const deps = await createTestDeps()
  const circle = await newCircle(deps)
  const trashed: string[] = []
  const scope = await scopeIn(deps, circle, circle.owner, 'keep.trash')
  for (let i = 0; i < 7; i += 1) {
    const { id } = await newKeep(deps, circle, circle.owner)
    if (i === 3) deps.clock.advance(60)
    await trashKeep(deps, scope, { circleId: circle.id, keepId: id })
    trashed.push(id)
  }
  expect(await idsOf(circle, circle.owner, { trashed: true, limit: 2 }, deps)).toEqual(trashed.toReversed())
})

async function page(circle: TestCircle, user: TestUser, filter: Filter, cursor?: string | null, on = deps) {
  const scope = await scopeIn(on, circle, user, 'keep.read')
  const input = contract.input.parse({ ...filter, circleId: circle.id, ...(cursor ? { cursor } : {}) })
  return listKeeps(on, scope, input)
}

/** Every page until the end. */
async function idsOf(circle: TestCircle, user: TestUser, filter: Filter, on = deps): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const found: Awaited<ReturnType<typeof page>> = await page(circle, user, filter, cursor, on)
    ids.push(...found.items.map((keep) => keep.id))
    cursor = found.nextCursor
  } while (cursor)
  return ids
}

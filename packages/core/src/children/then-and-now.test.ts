import { countStatements } from '@kinkeep/testing/count-statements'
import { newChild } from '@kinkeep/testing/new-child'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { guestScopeIn, newGuest } from '@kinkeep/testing/new-guest'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { readThenAndNow } from './queries.ts'

const deps = await createTestDeps()

test('of every child the photo nearest to an age, in one statement, the same for everybody', async () => {
  const circle = await newCircle(deps)
  const elder = await newChild(deps, circle, circle.owner, { birthdate: '2015-03-01' })
  const younger = await newChild(deps, circle, circle.owner, { birthdate: '2020-03-01' })
  const unseen = await newChild(deps, circle, circle.owner, { birthdate: '2022-03-01' })
  const nearest = await photo(circle, '2016-03-09', [elder.id])
  await photo(circle, '2016-05-20', [elder.id])
  await photo(circle, '2016-03-01', [elder.id, younger.id])
  await photo(circle, '2016-03-02', [elder.id], 'admins')
  const ofYounger = await photo(circle, '2021-01-15', [younger.id])
  // Too far from that age to be compared.
  await photo(circle, '2024-03-01', [unseen.id])
  // Words are no picture.
  await newKeep(deps, circle, circle.owner, { childIds: [unseen.id], happenedAt: '2023-03-01T10:00:00' })
  const elsewhere = await newCircle(deps)
  const foreign = await newChild(deps, elsewhere, elsewhere.owner, { birthdate: '2015-03-01' })
  await photo(elsewhere, '2016-03-01', [foreign.id])

  const readers = [
    await scopeIn(deps, circle, circle.owner, 'child.read'),
    await scopeIn(deps, circle, await newMember(deps, circle, 'viewer'), 'child.read'),
    await guestScopeIn(deps, circle, await newGuest(deps, circle), 'child.read'),
  ]
  for (const scope of readers) {
    const { result, statements } = await countStatements(deps, (counted) =>
      readThenAndNow(counted, scope, { circleId: circle.id, months: 12 }),
    )
    expect(statements).toBe(1)
    expect(result.items).toMatchObject([
      { childId: elder.id, ...nearest, happenedAt: '2016-03-09T10:00:00' },
      { childId: younger.id, ...ofYounger },
    ])
  }
})

test('nobody is shown from before their birth', async () => {
  const circle = await newCircle(deps)
  const child = await newChild(deps, circle, circle.owner, { birthdate: '2020-03-01' })
  await photo(circle, '2020-02-27', [child.id])
  const scope = await scopeIn(deps, circle, circle.owner, 'child.read')
  const newborn = { circleId: circle.id, months: 0 }
  expect((await readThenAndNow(deps, scope, newborn)).items).toEqual([])
  const born = await photo(circle, '2020-03-01', [child.id])
  expect((await readThenAndNow(deps, scope, newborn)).items).toMatchObject([born])
})

async function photo(
  circle: TestCircle,
  day: string,
  childIds: string[],
  visibility: 'circle' | 'admins' = 'circle',
) {
  const { id: mediaId } = await newMedia(deps, circle, circle.owner)
  const keep = await newKeep(deps, circle, circle.owner, {
    kind: 'media',
    mediaIds: [mediaId],
    happenedAt: `${day}T10:00:00`,
    childIds,
    visibility,
  })
  return { keepId: keep.id, mediaId }
}

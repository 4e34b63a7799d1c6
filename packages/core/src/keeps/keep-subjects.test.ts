import { createKeep as contract, listKeeps as listContract } from '@kinkeep/contracts/keeps'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { guestScopeIn, newGuest } from '@kinkeep/testing/new-guest'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { newPet } from '@kinkeep/testing/new-pet'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { deletePet } from '../pets/delete-pet.ts'
import { getKeep, listKeeps } from './queries.ts'
import { updateKeep } from './update-keep.ts'

const deps = await createTestDeps()

async function newChildRow(circle: TestCircle): Promise<string> {
  const now = deps.clock.now()
  const { id } = await deps.db
    .insertInto('children')
    .values({ circleId: circle.id, name: 'Mila', birthdate: '2023-02-01', createdAt: now, updatedAt: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

test('a keep shows children and pets in the order they were named, and those alone after a change', async () => {
  const circle = await newCircle(deps)
  const [mila, ilya] = [await newChildRow(circle), await newChildRow(circle)]
  const { id: rex } = await newPet(deps, circle, circle.owner)
  const keep = await newKeep(deps, circle, circle.owner, { childIds: [ilya, mila], petIds: [rex] })
  expect(keep).toMatchObject({ childIds: [ilya, mila], petIds: [rex], visibility: 'circle' })

  const scope = await scopeIn(deps, circle, circle.owner, 'keep.update')
  const one = { circleId: circle.id, keepId: keep.id }
  expect(await updateKeep(deps, scope, { ...one, body: 'Later' })).toMatchObject({ childIds: [ilya, mila] })
  expect(await updateKeep(deps, scope, { ...one, childIds: [mila], petIds: [] })).toMatchObject({
    childIds: [mila],
    petIds: [],
  })
})

test('a child or a pet of another circle, or of none, is NOT_FOUND, and nothing is kept or changed', async () => {
  const circle = await newCircle(deps)
  const other = await newCircle(deps, { owner: circle.owner })
  const mila = await newChildRow(circle)
  const foreignChild = await newChildRow(other)
  const { id: foreignPet } = await newPet(deps, other, circle.owner)
  const keep = await newKeep(deps, circle, circle.owner, { childIds: [mila] })
  const scope = await scopeIn(deps, circle, circle.owner, 'keep.update')
  const one = { circleId: circle.id, keepId: keep.id }
  for (const told of [
    { childIds: [mila, foreignChild] },
    { childIds: [deps.random.id()] },
    { petIds: [foreignPet] },
    // A child is no pet.
    { petIds: [mila] },
  ]) {
    const created = newKeep(deps, circle, circle.owner, told)
    await expect(created).rejects.toMatchObject({ reason: 'NOT_FOUND' })
    await expect(updateKeep(deps, scope, { ...one, ...told })).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  }
  const reading = await scopeIn(deps, circle, circle.owner, 'keep.read')
  expect(await getKeep(deps, reading, one)).toEqual(keep)
  const { items } = await listKeeps(deps, reading, listContract.input.parse({ circleId: circle.id }))
  expect(items).toEqual([keep])
})

test('the same child twice, and more than a keep may show, are refused before anything is asked', () => {
  const note = { kind: 'note', circleId: deps.random.id(), body: 'Hello' } as const
  const id = deps.random.id()
  expect(contract.input.safeParse({ ...note, childIds: [id, id] }).success).toBe(false)
  const many = Array.from({ length: 51 }, () => deps.random.id())
  expect(contract.input.safeParse({ ...note, petIds: many }).success).toBe(false)
  expect(contract.input.safeParse({ ...note, petIds: many.slice(1) }).success).toBe(true)
})

test('filters choose by child, pet and photos, together with the others, for members and guests', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const mila = await newChildRow(circle)
  const { id: rex } = await newPet(deps, circle, circle.owner)
  const media = async () => [(await newMedia(deps, circle, circle.owner)).id]
  const at = (day: number) => `2025-05-0${day}T10:00:00`
  const keeps = {
    plain: await newKeep(deps, circle, circle.owner, { happenedAt: at(1) }),
    child: await newKeep(deps, circle, vera, { happenedAt: at(2), childIds: [mila] }),
    both: await newKeep(deps, circle, circle.owner, { happenedAt: at(3), childIds: [mila], petIds: [rex] }),
    photo: await newKeep(deps, circle, circle.owner, {
      kind: 'media',
      mediaIds: await media(),
      happenedAt: at(4),
      petIds: [rex],
    }),
    hidden: await newKeep(deps, circle, circle.owner, {
      happenedAt: at(5),
      childIds: [mila],
      visibility: 'admins',
    }),
  }
  const names = new Map(Object.entries(keeps).map(([name, { id }]) => [id, name]))
  const member = await scopeIn(deps, circle, vera, 'keep.read')
  const guest = await guestScopeIn(deps, circle, await newGuest(deps, circle), 'keep.read')
  const owner = await scopeIn(deps, circle, circle.owner, 'keep.read')
  const found = async (scope: typeof member | typeof guest, filter: object) => {
    const input = listContract.input.parse({ circleId: circle.id, order: 'oldest', limit: 1, ...filter })
    const all: (string | undefined)[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listKeeps(deps, scope, cursor ? { ...input, cursor } : input)
      all.push(...page.items.map(({ id }) => names.get(id)))
      cursor = page.nextCursor
    }
    return all
  }
  for (const scope of [member, guest]) {
    expect(await found(scope, { childId: mila })).toEqual(['child', 'both'])
    expect(await found(scope, { petId: rex })).toEqual(['both', 'photo'])
    expect(await found(scope, { childId: mila, petId: rex })).toEqual(['both'])
    expect(await found(scope, { petId: rex, hasPhotos: true })).toEqual(['photo'])
    expect(await found(scope, { hasPhotos: false })).toEqual(['plain', 'child', 'both'])
    expect(await found(scope, { childId: mila, authorId: vera.id, kind: 'note' })).toEqual(['child'])
    expect(await found(scope, { childId: mila, from: '2025-05-03' })).toEqual(['both'])
    expect(await found(scope, { childId: deps.random.id() })).toEqual([])
  }
  expect(await found(owner, { childId: mila })).toEqual(['child', 'both', 'hidden'])
})

test('a filtered page with people and reactions costs one statement, also for a guest', async () => {
  const circle = await newCircle(deps)
  const mila = await newChildRow(circle)
  const keep = await newKeep(deps, circle, circle.owner, { childIds: [mila] })
  const guest = await newGuest(deps, circle)
  const person = { circleId: circle.id, keepId: keep.id, createdAt: deps.clock.now() }
  await deps.db
    .insertInto('reactions')
    .values([
      { ...person, userId: circle.owner.id, kind: 'love' },
      { ...person, guestLinkId: guest.linkId, kind: 'wow' },
    ])
    .execute()
  const input = listContract.input.parse({ circleId: circle.id, childId: mila })
  const readers = {
    love: await scopeIn(deps, circle, circle.owner, 'keep.read'),
    wow: await guestScopeIn(deps, circle, guest, 'keep.read'),
    none: await scopeIn(deps, circle, await newMember(deps, circle, 'viewer'), 'keep.read'),
  }
  for (const [mine, scope] of Object.entries(readers)) {
    const { result, statements } = await countStatements(deps, (counted) => listKeeps(counted, scope, input))
    expect(statements).toBe(1)
    expect(result.items[0]).toMatchObject({
      reactions: { like: 0, love: 1, laugh: 0, wow: 1, celebrate: 0 },
      myReaction: mine === 'none' ? null : mine,
      commentCount: 0,
      childIds: [mila],
    })
    expect(listContract.output.parse(result)).toEqual(result)
  }
})

test('a pet that goes while keeps begin to show it is on none of them', async () => {
  const circle = await newCircle(deps)
  const scope = await scopeIn(deps, circle, circle.owner, 'pet.delete')
  for (let round = 0; round < 3; round += 1) {
    const { id: petId } = await newPet(deps, circle, circle.owner)
    const keep = await newKeep(deps, circle, circle.owner)
    const update = await scopeIn(deps, circle, circle.owner, 'keep.update')
    const reading = await scopeIn(deps, circle, circle.owner, 'keep.read')
    await Promise.allSettled([
      newKeep(deps, circle, circle.owner, { petIds: [petId] }),
      updateKeep(deps, update, { circleId: circle.id, keepId: keep.id, petIds: [petId] }),
      deletePet(deps, scope, { circleId: circle.id, petId }),
      newKeep(deps, circle, circle.owner, { petIds: [petId] }),
    ])
    const input = listContract.input.parse({ circleId: circle.id, petId })
    expect((await listKeeps(deps, reading, input)).items).toEqual([])
  }
})

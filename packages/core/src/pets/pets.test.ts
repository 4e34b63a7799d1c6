import { limits } from '@kinkeep/contracts/limits'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { guestScopeIn, newGuest } from '@kinkeep/testing/new-guest'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { newPet } from '@kinkeep/testing/new-pet'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents } from '@kinkeep/testing/traces'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { removeMember } from '../circles/remove-member.ts'
import { getKeep } from '../keeps/queries.ts'
import { trashKeep } from '../keeps/trash-keep.ts'
import { updateKeep } from '../keeps/update-keep.ts'
import { createPet } from './create-pet.ts'
import { deletePet } from './delete-pet.ts'
import { getPet, listPets } from './queries.ts'
import { updatePet } from './update-pet.ts'

const deps = await createTestDeps()

test('a pet is added once however often it is sent, and the circle is told', async () => {
  const circle = await newCircle(deps)
  const input = {
    kind: 'dog' as const,
    name: 'Sharik',
    breed: 'Laika',
    birthdate: '2019-02-03',
    bio: 'Barks.',
  }
  const idempotencyKey = deps.random.id()
  const both = await Promise.all([
    newPet(deps, circle, circle.owner, { ...input, idempotencyKey }),
    newPet(deps, circle, circle.owner, { ...input, idempotencyKey }),
  ])
  expect(both[0]).toEqual({
    id: both[1].id,
    ...input,
    diedOn: null,
    avatarMediaId: null,
    avatarVersion: null,
    mayDelete: true,
  })
  expect(both[1]).toEqual(both[0])
  expect(await publishedEvents(deps, circle)).toEqual([{ type: 'pet.changed', petId: both[0].id }])
  expect(await auditedActions(deps, { circleId: circle.id })).toEqual(['circle.created', 'pet.created'])
  expect(await activityOf(circle)).toEqual([{ kind: 'pet.added', petId: both[0].id, itemCount: 1 }])
})

test('everybody who looks into the circle sees its pets, a page at a time, in one statement', async () => {
  const circle = await newCircle(deps)
  const pets = [
    await newPet(deps, circle, circle.owner, { name: 'Muska' }),
    await newPet(deps, circle, circle.owner, { name: 'Barsik' }),
    await newPet(deps, circle, circle.owner, { name: 'Gosha', kind: 'bird' }),
  ]
  const elsewhere = await newCircle(deps)
  await newPet(deps, elsewhere, elsewhere.owner)
  const viewer = await scopeIn(deps, circle, await newMember(deps, circle, 'viewer'), 'pet.read')
  const guest = await guestScopeIn(deps, circle, await newGuest(deps, circle), 'pet.read')
  const asRead = pets.map((pet) => ({ ...pet, mayDelete: false }))
  for (const scope of [viewer, guest]) {
    const { result: first, statements } = await countStatements(deps, (counted) =>
      listPets(counted, scope, { circleId: circle.id, limit: 2 }),
    )
    expect(statements).toBe(1)
    expect(first.items).toEqual(asRead.slice(0, 2))
    const cursor = first.nextCursor ?? ''
    const second = await listPets(deps, scope, { circleId: circle.id, limit: 2, cursor })
    expect(second).toEqual({ items: asRead.slice(2), nextCursor: null })
  }
})

test("another circle's pet is nobody here, to read, change or delete", async () => {
  const circle = await newCircle(deps)
  const elsewhere = await newCircle(deps)
  const { id: petId } = await newPet(deps, elsewhere, elsewhere.owner)
  const input = { circleId: circle.id, petId }
  const refused = { reason: 'NOT_FOUND' }
  const scopeFor = <Permission extends 'pet.read' | 'pet.update' | 'pet.delete'>(permission: Permission) =>
    scopeIn(deps, circle, circle.owner, permission)
  await expect(getPet(deps, await scopeFor('pet.read'), input)).rejects.toMatchObject(refused)
  await expect(
    updatePet(deps, await scopeFor('pet.update'), { ...input, name: 'Mine' }),
  ).rejects.toMatchObject(refused)
  await expect(deletePet(deps, await scopeFor('pet.delete'), input)).rejects.toMatchObject(refused)
  await expect(scopeIn(deps, elsewhere, await newUser(deps), 'pet.read')).rejects.toMatchObject(refused)
  const owner = await scopeIn(deps, elsewhere, elsewhere.owner, 'pet.read')
  expect(await getPet(deps, owner, { circleId: elsewhere.id, petId })).toMatchObject({ name: 'Muska' })
})

test('a viewer reads and neither adds, changes nor deletes; nor does a member who was removed meanwhile', async () => {
  const circle = await newCircle(deps)
  const viewer = await newMember(deps, circle, 'viewer')
  for (const permission of ['pet.create', 'pet.update', 'pet.delete'] as const) {
    await expect(scopeIn(deps, circle, viewer, permission)).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
  }
  const member = await newMember(deps, circle, 'member')
  const scope = await scopeIn(deps, circle, member, 'pet.create')
  await removeMember(deps, await scopeIn(deps, circle, circle.owner, 'member.remove'), {
    circleId: circle.id,
    userId: member.id,
  })
  const late = createPet(deps, scope, { circleId: circle.id, name: 'Late', kind: 'cat' })
  await expect(late).rejects.toMatchObject({ reason: 'NOT_FOUND' })
})

test('members change every pet; what is not given stays, null takes away', async () => {
  const circle = await newCircle(deps)
  const pet = await newPet(deps, circle, circle.owner, { breed: 'Siberian', bio: 'Purrs.' })
  const member = await newMember(deps, circle, 'member')
  const changed = await change(circle, member, pet.id, { name: 'Musya', breed: null })
  expect(changed).toEqual({ ...pet, name: 'Musya', breed: null, mayDelete: false })
})

test('its death is told once, and can be corrected', async () => {
  const circle = await newCircle(deps)
  const { id } = await newPet(deps, circle, circle.owner, { birthdate: '2010-05-05' })
  expect(await change(circle, circle.owner, id, { diedOn: '2024-01-02' })).toMatchObject({
    diedOn: '2024-01-02',
    birthdate: '2010-05-05',
  })
  await change(circle, circle.owner, id, { diedOn: '2024-01-03' })
  expect((await activityOf(circle)).map(({ kind, itemCount }) => [kind, itemCount])).toEqual([
    ['pet.added', 1],
    ['pet.died', 1],
  ])
})

test.each([
  [{ birthdate: '2020-05-05', diedOn: '2020-05-04' }, 'diedOn'],
  [{ birthdate: '2031-01-02' }, 'birthdate'],
  [{ diedOn: '2031-01-02' }, 'diedOn'],
])('days that cannot be are refused: %j', async (days, field) => {
  const refused = { reason: 'INVALID_INPUT', fields: { [field]: ['invalid'] } }
  deps.clock.set(new Date('2031-01-01T12:00:00Z'))
  const owner = await newUser(deps)
  const circle = await newCircle(deps, { owner })
  await expect(newPet(deps, circle, owner, days)).rejects.toMatchObject(refused)
  const pet = await newPet(deps, circle, owner)
  await expect(change(circle, owner, pet.id, days)).rejects.toMatchObject(refused)
})

test('today is where the person is: east of the server it has begun already', async () => {
  deps.clock.set(new Date('2031-01-01T12:00:00Z'))
  const owner = await newUser(deps, { timeZone: 'Pacific/Auckland' })
  const circle = await newCircle(deps, { owner })
  await expect(newPet(deps, circle, owner, { birthdate: '2031-01-02' })).resolves.toMatchObject({
    birthdate: '2031-01-02',
  })
})

test('its picture is a photo that the whole circle sees, and shows only as long as it does', async () => {
  const circle = await newCircle(deps)
  const elsewhere = await newCircle(deps)
  const shown = await photoOfKeep(circle)
  const loose = await newMedia(deps, circle, circle.owner)
  const foreign = await photoOfKeep(elsewhere)
  const hidden = await photoOfKeep(circle)
  await deps.db.transaction().execute(async (tx) => {
    await tx.updateTable('keeps').set({ visibility: 'admins' }).where('id', '=', hidden.keepId).execute()
    await sql`update keep_days set admin_keeps = 1 where circle_id = ${circle.id}`.execute(tx)
    await sql`update circles set admin_keep_count = 1 where id = ${circle.id}`.execute(tx)
  })
  for (const photo of [loose, foreign, hidden]) {
    const tried = newPet(deps, circle, circle.owner, { avatarMediaId: photo.id })
    await expect(tried).rejects.toMatchObject({ reason: 'MEDIA_NOT_USABLE' })
  }
  const pet = await newPet(deps, circle, circle.owner, { avatarMediaId: shown.id })
  expect(pet.avatarMediaId).toBe(shown.id)
  const scope = await scopeIn(deps, circle, circle.owner, 'keep.trash')
  await trashKeep(deps, scope, { circleId: circle.id, keepId: shown.keepId })
  const reader = await scopeIn(deps, circle, circle.owner, 'pet.read')
  expect(await getPet(deps, reader, { circleId: circle.id, petId: pet.id })).toMatchObject({
    avatarMediaId: null,
  })
})

test('a member deletes the pet they added and no other; an admin deletes all', async () => {
  const circle = await newCircle(deps)
  const [member, admin] = [await newMember(deps, circle, 'member'), await newMember(deps, circle, 'admin')]
  const mine = await newPet(deps, circle, member)
  const other = await newPet(deps, circle, circle.owner)
  expect(mine.mayDelete).toBe(true)
  await remove(circle, member, mine.id)
  await expect(remove(circle, member, other.id)).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
  await remove(circle, admin, other.id)
  await expect(remove(circle, admin, other.id)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('pet.deleted')
})

test('a pet that goes leaves the keeps that show it, which stay with the others on them', async () => {
  const circle = await newCircle(deps)
  const [gone, stays] = [await newPet(deps, circle, circle.owner), await newPet(deps, circle, circle.owner)]
  const keep = await newKeep(deps, circle, circle.owner, { petIds: [gone.id, stays.id] })
  await remove(circle, circle.owner, gone.id)
  const reader = await scopeIn(deps, circle, circle.owner, 'keep.read')
  expect(await getKeep(deps, reader, { circleId: circle.id, keepId: keep.id })).toEqual({
    ...keep,
    petIds: [stays.id],
  })
  expect((await publishedEvents(deps, circle)).slice(-2)).toEqual([
    { type: 'pet.changed', petId: gone.id },
    { type: 'keeps.changed' },
  ])
})

test.each(Array.from({ length: 5 }, (_, round) => round))(
  'a pet deleted while keeps come to show it is on none of them afterwards, round %i',
  async () => {
    const circle = await newCircle(deps)
    const pet = await newPet(deps, circle, circle.owner)
    const [tagged, plain] = [
      await newKeep(deps, circle, circle.owner, { petIds: [pet.id] }),
      await newKeep(deps, circle, circle.owner),
    ]
    const changer = await scopeIn(deps, circle, circle.owner, 'keep.update')
    const change = (keepId: string) =>
      updateKeep(deps, changer, { circleId: circle.id, keepId, petIds: [pet.id] })
    const [removed, ...others] = await Promise.allSettled([
      remove(circle, circle.owner, pet.id),
      newKeep(deps, circle, circle.owner, { petIds: [pet.id] }),
      change(tagged.id),
      change(plain.id),
    ])
    expect(removed.status).toBe('fulfilled')
    for (const other of others) {
      if (other.status === 'rejected') expect(other.reason).toMatchObject({ reason: 'NOT_FOUND' })
    }
    const left = await deps.db
      .selectFrom('keeps')
      .select('id')
      .where('circleId', '=', circle.id)
      .where('petIds', '<>', sql<string[]>`'{}'`)
      .execute()
    expect(left).toEqual([])
  },
)

test('no circle has more pets than it may, however many are added at once', async () => {
  const circle = await newCircle(deps)
  const now = deps.clock.now()
  await deps.db
    .insertInto('pets')
    .values(
      Array.from({ length: limits.petsPerCircle - 1 }, () => ({
        circleId: circle.id,
        id: deps.random.id(),
        name: 'Fish',
        kind: 'fish' as const,
        createdAt: now,
        updatedAt: now,
      })),
    )
    .execute()
  const tries = await Promise.allSettled([1, 2, 3].map(() => newPet(deps, circle, circle.owner)))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const refusal = tries.find((each) => each.status === 'rejected')
  expect(refusal?.reason).toMatchObject({ reason: 'TOO_MANY_PROFILES' })
})

async function change(
  circle: TestCircle,
  user: TestUser,
  petId: string,
  changes: Omit<Parameters<typeof updatePet>[2], 'circleId' | 'petId'>,
) {
  const scope = await scopeIn(deps, circle, user, 'pet.update')
  return updatePet(deps, scope, { circleId: circle.id, petId, ...changes })
}

async function remove(circle: TestCircle, user: TestUser, petId: string) {
  const scope = await scopeIn(deps, circle, user, 'pet.delete')
  return deletePet(deps, scope, { circleId: circle.id, petId })
}

async function photoOfKeep(circle: TestCircle) {
  const { id } = await newMedia(deps, circle, circle.owner)
  const keep = await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [id] })
  return { id, keepId: keep.id }
}

function activityOf(circle: TestCircle) {
  return deps.db
    .selectFrom('activities')
    .select(['kind', 'petId', 'itemCount'])
    .where('circleId', '=', circle.id)
    .orderBy('id')
    .execute()
}

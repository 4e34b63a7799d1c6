import { createGuestLink as contract } from '@kinkeep/contracts/guest-links'
import { limits } from '@kinkeep/contracts/limits'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newGuest } from '@kinkeep/testing/new-guest'
import { newCaller, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import type { Caller } from '../accounts/access.ts'
import { requireFreshCircle } from '../circles/access.ts'
import { deleteCircle } from '../circles/delete-circle.ts'
import { leaveCircle } from '../circles/leave-circle.ts'
import { removeMember } from '../circles/remove-member.ts'
import { restoreCircle } from '../circles/restore-circle.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import { hashToken } from '../platform/token-hash.ts'
import { requireReader } from './access.ts'
import { createGuestLink } from './create-guest-link.ts'
import { enterByGuestLink } from './enter-by-guest-link.ts'
import { handleSweepGuestSessions } from './handlers.ts'
import { leaveAsGuest } from './leave-as-guest.ts'
import { listGuestLinks, previewGuestLink, readGuestHome } from './queries.ts'
import { revokeGuestLink } from './revoke-guest-link.ts'
import { visitSeconds } from './rules.ts'

const deps = await createTestDeps()

test('a link is made with its token once, and listed without it', async () => {
  const circle = await newCircle(deps)
  const { token, link } = await makeLink(circle, { name: 'Grandma Vera', pin: '120583', expiresInDays: 30 })
  expect(token).toHaveLength(43)
  expect(link).toMatchObject({
    ...{ name: 'Grandma Vera', hasPin: true, mayDownload: false, createdBy: 'Anna' },
    ...{ seenAt: null, revokedAt: null, lockedUntil: null },
  })
  expect(Date.parse(link.expiresAt ?? '') - Date.parse(link.createdAt)).toBe(30 * secondsPerDay * 1000)
  expect(await listed(circle)).toEqual([link])
  expect(await publishedEvents(deps, circle)).toEqual([{ type: 'guestLink.changed' }])
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('guestLink.created')

  const stored = await deps.db
    .selectFrom('guestLinks')
    .where('id', '=', link.id)
    .selectAll()
    .executeTakeFirstOrThrow()
  expect(stored.tokenHash).toEqual(hashToken(token))
  expect(JSON.stringify(stored)).not.toContain(token)
  expect(stored.pinHash).toMatch(/^\$argon2id\$/)
  // Whoever stole the rows has not the key under which a PIN is hashed, so that a million tries prove nothing.
  expect(await deps.passwords.verify(stored.pinHash, '120583')).toBe(false)
})

test('whoever has the link sees two names and whether a PIN is asked for', async () => {
  const circle = await newCircle(deps, { name: 'The Petrovs' })
  const { token } = await makeLink(circle, { name: 'Vera', pin: '120583' })
  expect(await previewGuestLink(deps, newCaller(), { token })).toEqual({
    ...{ circleName: 'The Petrovs', guestName: 'Vera', needsPin: true, already: null },
  })
  await expect(previewGuestLink(deps, newCaller(), { token: 'another' })).rejects.toThrow('LINK_INVALID')
})

test('a guest comes in, is seen, and stays in without being asked again', async () => {
  const circle = await newCircle(deps, { name: 'Home' })
  const { token, link } = await makeLink(circle, { name: 'Vera', pin: '120583' })
  await expect(enter({ token })).rejects.toThrow('PIN_REQUIRED')
  const { circleId, guestToken } = await enter({ token, pin: '120583' })
  expect(circleId).toBe(circle.id)
  const caller = browserWith(guestToken)
  expect(await home(caller, circle)).toEqual({
    circleName: 'Home',
    guest: { name: 'Vera', mayDownload: false },
  })

  // The link from the family's chat again, in the browser that is in: no PIN, and nothing new.
  expect(await enterByGuestLink(deps, caller, { token })).toEqual({ circleId, guestToken: null })
  const { already } = await previewGuestLink(deps, caller, { token })
  expect(already).toEqual({ circleId, as: 'guest' })
  expect(await listed(circle)).toMatchObject([{ id: link.id, seenAt: deps.clock.now().toISOString() }])
  const actions = await auditedActions(deps, { circleId })
  expect(actions.filter((action) => action === 'guestLink.opened')).toHaveLength(1)
})

test('a member who opens a link of their circle is told where they are already', async () => {
  const circle = await newCircle(deps)
  const { token } = await makeLink(circle)
  const member = await newMember(deps, circle, 'viewer')
  const stranger = await newUser(deps)
  const seenBy = async (user: TestUser) => (await previewGuestLink(deps, user.caller, { token })).already
  expect(await seenBy(member)).toEqual({ circleId: circle.id, as: 'member' })
  expect(await seenBy(stranger)).toBeNull()
  const scope = await requireReader(deps, member.caller, circle.id, 'keep.read')
  expect(await readGuestHome(deps, scope.scope)).toMatchObject({ guest: null })
})

test('one browser is a guest of two circles; what it carries changes, and the old token learns nothing', async () => {
  const [home1, home2] = [await newCircle(deps), await newCircle(deps)]
  const planted = await enter({ token: (await makeLink(home1)).token })
  const second = await enterByGuestLink(deps, browserWith(planted.guestToken), {
    token: (await makeLink(home2)).token,
  })
  expect(second.guestToken).not.toBe(planted.guestToken)
  const caller = browserWith(second.guestToken)
  await expect(home(caller, home1)).resolves.toBeDefined()
  await expect(home(caller, home2)).resolves.toBeDefined()
  await expect(home(browserWith(planted.guestToken), home2)).rejects.toThrow('NOT_SIGNED_IN')
})

test('a token that nobody gave out opens nothing and is not taken on', async () => {
  const circle = await newCircle(deps)
  const chosen = 'a token that somebody chose for this browser'
  const { guestToken } = await enterByGuestLink(deps, browserWith(chosen), {
    token: (await makeLink(circle)).token,
  })
  expect(guestToken).not.toBe(chosen)
  await expect(home(browserWith(chosen), circle)).rejects.toThrow('NOT_SIGNED_IN')
})

test('revoking puts everybody out at once, and the link opens nothing any more', async () => {
  const circle = await newCircle(deps)
  const { token, link } = await makeLink(circle)
  const other = await newGuest(deps, circle, { name: 'Gleb' })
  const callers = [
    browserWith((await enter({ token })).guestToken),
    browserWith((await enter({ token })).guestToken),
  ]
  await revoke(circle, link.id)
  for (const caller of callers) await expect(home(caller, circle)).rejects.toThrow('NOT_SIGNED_IN')
  await expect(home(other.caller, circle)).resolves.toBeDefined()
  await expect(enter({ token })).rejects.toThrow('LINK_INVALID')
  await expect(previewGuestLink(deps, newCaller(), { token })).rejects.toThrow('LINK_INVALID')
  await expect(revoke(circle, link.id)).rejects.toThrow('NOT_FOUND')
  const sessions = await deps.db
    .selectFrom('guestSessions')
    .where('guestLinkId', '=', link.id)
    .select('circleId')
    .execute()
  expect(sessions).toEqual([])
  expect((await listed(circle)).find(({ id }) => id === link.id)?.revokedAt).not.toBeNull()
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('guestLink.revoked')
})

test('coming in while the link is revoked leaves nobody in', async () => {
  const circle = await newCircle(deps)
  for (let round = 0; round < 8; round += 1) {
    const { token, link } = await makeLink(circle)
    const entering = Array.from({ length: 6 }, () => enter({ token }))
    const [, ...entered] = await Promise.allSettled([revoke(circle, link.id), ...entering])
    for (const each of entered) {
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ reason: 'LINK_INVALID' })
      else await expect(home(browserWith(each.value.guestToken), circle)).rejects.toThrow('NOT_SIGNED_IN')
    }
  }
})

test("another circle's admin finds and revokes nothing here", async () => {
  const [circle, other] = [await newCircle(deps), await newCircle(deps)]
  const { link } = await makeLink(circle)
  await expect(revoke(other, link.id)).rejects.toThrow('NOT_FOUND')
  expect(await listed(other)).toEqual([])
  expect(await listed(circle)).toMatchObject([{ revokedAt: null }])
})

test('a link ends by the clock, for those who are in and for those who come', async () => {
  const circle = await newCircle(deps)
  const { token } = await makeLink(circle, { expiresInDays: 1 })
  const caller = browserWith((await enter({ token })).guestToken)
  const later = { ...deps, clock: { now: () => addSeconds(deps.clock.now(), secondsPerDay) } }
  await expect(requireReader(later, caller, circle.id, 'keep.read')).rejects.toThrow('NOT_SIGNED_IN')
  await expect(enterByGuestLink(later, newCaller(), { token })).rejects.toThrow('LINK_EXPIRED')
  await expect(previewGuestLink(later, newCaller(), { token })).rejects.toThrow('LINK_EXPIRED')
  await expect(home(caller, circle)).resolves.toBeDefined()
})

test('a deleted circle has no guests, and one that is taken back has them again', async () => {
  const circle = await newCircle(deps)
  const { token } = await makeLink(circle)
  const caller = browserWith((await enter({ token })).guestToken)
  const { scope } = await requireFreshCircle(deps, circle.owner.caller, circle.id, 'circle.delete')
  await deleteCircle(deps, scope)
  await expect(home(caller, circle)).rejects.toThrow('NOT_SIGNED_IN')
  await expect(enter({ token })).rejects.toThrow('LINK_INVALID')
  await restoreCircle(deps, circle.owner.scope, { circleId: circle.id })
  await expect(home(caller, circle)).resolves.toBeDefined()
})

test('the links of an admin who goes end with them; those of others stay', async () => {
  const circle = await newCircle(deps)
  const admins = [await newMember(deps, circle, 'admin'), await newMember(deps, circle, 'admin')] as const
  const [removed, left] = [await makeLink(circle, {}, admins[0]), await makeLink(circle, {}, admins[1])]
  const stays = await makeLink(circle)
  const caller = browserWith((await enter({ token: removed.token })).guestToken)
  await removeMember(deps, await scopeIn(deps, circle, circle.owner, 'member.remove'), {
    ...{ circleId: circle.id, userId: admins[0].id },
  })
  await leaveCircle(deps, await scopeIn(deps, circle, admins[1], 'member.leave'))
  await expect(home(caller, circle)).rejects.toThrow('NOT_SIGNED_IN')
  for (const { token } of [removed, left]) await expect(enter({ token })).rejects.toThrow('LINK_INVALID')
  await expect(enter({ token: stays.token })).resolves.toBeDefined()
})

test('visits are written down at most once an hour, and each begins the days anew', async () => {
  const circle = await newCircle(deps)
  const guest = await newGuest(deps, circle)
  const prolonged: string[] = []
  const caller = { ...guest.caller, onGuestProlonged: (token: string) => void prolonged.push(token) }
  const read = (at: Date) =>
    countStatements(deps, (counted) =>
      requireReader({ ...counted, clock: { now: () => at } }, caller, circle.id, 'keep.read'),
    )
  const now = deps.clock.now()
  const statements = async (seconds: number) => (await read(addSeconds(now, seconds))).statements
  expect(await statements(0)).toBe(3)
  expect(await statements(1)).toBe(1)
  expect(await statements(visitSeconds - 1)).toBe(1)
  expect(await statements(visitSeconds)).toBe(3)
  expect(prolonged).toEqual([guest.caller.guestToken, guest.caller.guestToken])
  const days = (limits.guestSessionDays - 1) * secondsPerDay
  expect(await statements(visitSeconds + days)).toBe(3)
  await expect(
    read(addSeconds(now, visitSeconds + days + limits.guestSessionDays * secondsPerDay)),
  ).rejects.toThrow('NOT_SIGNED_IN')
})

test('a circle has only so many open links, also when they are made at once', async () => {
  const circle = await newCircle(deps)
  const now = deps.clock.now()
  const row = (expiresAt: Date | null) => ({
    ...{ circleId: circle.id, name: 'Vera', mayDownload: false, createdAt: now, expiresAt },
    tokenHash: hashToken(deps.random.token()),
  })
  const open = Array.from({ length: limits.guestLinksPerCircle - 1 }, () => row(null))
  await deps.db
    .insertInto('guestLinks')
    .values([...open, row(now)])
    .execute()
  const made = await Promise.allSettled([makeLink(circle), makeLink(circle), makeLink(circle)])
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await expect(makeLink(circle)).rejects.toThrow('TOO_MANY_GUEST_LINKS')
  const first = await page(circle, { limit: 30 })
  const second = await page(circle, { limit: 30, cursor: first.nextCursor ?? '' })
  expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(
    limits.guestLinksPerCircle + 1,
  )
})

test('an admin who is one no more makes no link', async () => {
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  const scope = await scopeIn(deps, circle, admin, 'guestLink.create')
  await deps.db.updateTable('memberships').set({ role: 'viewer' }).where('userId', '=', admin.id).execute()
  const input = contract.input.parse({ circleId: circle.id, name: 'Vera' })
  await expect(createGuestLink(deps, scope, input)).rejects.toThrow('ROLE_TOO_LOW')
})

test('what a link may be is checked at the edge', () => {
  const circleId = deps.random.id()
  const parse = (input: object) => contract.input.safeParse({ circleId, name: 'Vera', ...input }).success
  expect(parse({ pin: '120583', expiresInDays: limits.guestLinkDaysMax })).toBe(true)
  for (const wrong of [
    { pin: '12058' },
    { pin: '1205834' },
    { pin: 'abcdef' },
    { pin: '12058٣' },
    { name: ' ' },
  ]) {
    expect(parse(wrong), JSON.stringify(wrong)).toBe(false)
  }
  for (const expiresInDays of [0, 1.5, limits.guestLinkDaysMax + 1])
    expect(parse({ expiresInDays })).toBe(false)
})

test('whoever leaves is forgotten by that browser and in that circle; the link and others’ browsers go on', async () => {
  const [circle, second] = [await newCircle(deps), await newCircle(deps)]
  const { token } = await makeLink(circle)
  const { guestToken } = await enter({ token })
  const both = { token: (await makeLink(second)).token }
  const here = browserWith((await enterByGuestLink(deps, browserWith(guestToken), both)).guestToken)
  const elsewhere = browserWith((await enter({ token })).guestToken)
  const stranger = await newGuest(deps, second)
  await leaveAsGuest(deps, stranger.caller, { circleId: circle.id })
  await expect(home(here, circle)).resolves.toBeDefined()

  await leaveAsGuest(deps, here, { circleId: circle.id })
  await leaveAsGuest(deps, here, { circleId: circle.id })
  await leaveAsGuest(deps, newCaller(), { circleId: circle.id })
  await expect(home(here, circle)).rejects.toThrow('NOT_SIGNED_IN')
  await expect(home(here, second)).resolves.toBeDefined()
  await expect(home(elsewhere, circle)).resolves.toBeDefined()
  await expect(enter({ token })).resolves.toBeDefined()
})

test('a program never comes as a guest', async () => {
  const circle = await newCircle(deps)
  const guest = await newGuest(deps, circle)
  await expect(
    requireReader(deps, { ...guest.caller, isProgram: true }, circle.id, 'keep.read'),
  ).rejects.toThrow('NOT_SIGNED_IN')
})

test('browsers that were away for too long, and those of expired links, are forgotten', async () => {
  const circle = await newCircle(deps)
  const { token, link } = await makeLink(circle, { expiresInDays: 1 })
  await enter({ token })
  const fresh = await newGuest(deps, circle)
  const sweepAfter = (seconds: number) =>
    handleSweepGuestSessions({ ...deps, clock: { now: () => addSeconds(deps.clock.now(), seconds) } })
  const left = async () =>
    (
      await deps.db
        .selectFrom('guestSessions')
        .where('circleId', '=', circle.id)
        .select('guestLinkId')
        .execute()
    ).map(({ guestLinkId }) => guestLinkId)
  await sweepAfter(0)
  expect((await left()).toSorted()).toEqual([link.id, fresh.linkId].toSorted())
  await sweepAfter(60 * 60)
  expect(await left()).toEqual([link.id])
  await sweepAfter(secondsPerDay)
  expect(await left()).toEqual([])
})

async function makeLink(
  circle: TestCircle,
  input: { name?: string; pin?: string; expiresInDays?: number; mayDownload?: boolean } = {},
  admin = circle.owner,
) {
  const scope = await scopeIn(deps, circle, admin, 'guestLink.create')
  return createGuestLink(deps, scope, contract.input.parse({ circleId: circle.id, name: 'Vera', ...input }))
}

function enter(input: { token: string; pin?: string }) {
  return enterByGuestLink(deps, newCaller(), input)
}

function browserWith(guestToken: string | null): Caller {
  return newCaller({ guestToken: guestToken ?? undefined })
}

async function home(caller: Caller, circle: TestCircle) {
  const { scope } = await requireReader(deps, caller, circle.id, 'keep.read')
  return readGuestHome(deps, scope)
}

async function revoke(circle: TestCircle, linkId: string) {
  const scope = await scopeIn(deps, circle, circle.owner, 'guestLink.revoke')
  await revokeGuestLink(deps, scope, { circleId: circle.id, linkId })
}

async function page(circle: TestCircle, paging: { limit: number; cursor?: string }) {
  const scope = await scopeIn(deps, circle, circle.owner, 'guestLink.list')
  return listGuestLinks(deps, scope, { circleId: circle.id, ...paging })
}

async function listed(circle: TestCircle) {
  return (await page(circle, { limit: 100 })).items
}

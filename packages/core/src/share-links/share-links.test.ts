import { limits } from '@kinkeep/contracts/limits'
import { createShareLink as contract } from '@kinkeep/contracts/share-links'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newComment } from '@kinkeep/testing/new-comment'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { newOperator } from '@kinkeep/testing/new-operator'
import { comeIn, newShare } from '@kinkeep/testing/new-share'
import { newCaller, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents } from '@kinkeep/testing/traces'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Caller } from '../accounts/access.ts'
import { addKeeps } from '../albums/add-keeps.ts'
import { requireFreshCircle } from '../circles/access.ts'
import { deleteCircle } from '../circles/delete-circle.ts'
import { leaveCircle } from '../circles/leave-circle.ts'
import { removeMember } from '../circles/remove-member.ts'
import { restoreCircle } from '../circles/restore-circle.ts'
import { setMemberRole } from '../circles/set-member-role.ts'
import { addComment } from '../comments/add-comment.ts'
import { moveBelongings } from '../identities/move-belongings.ts'
import { moveMemberships } from '../identities/move-memberships.ts'
import { restoreKeep } from '../keeps/restore-keep.ts'
import { trashKeep } from '../keeps/trash-keep.ts'
import { updateKeep } from '../keeps/update-keep.ts'
import { requireFreshOperator } from '../operators/access.ts'
import { deactivateUser } from '../operators/deactivate-user.ts'
import { reactivateUser } from '../operators/reactivate-user.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import { hashToken } from '../platform/token-hash.ts'
import { requireShare } from './access.ts'
import { createShareLink } from './create-share-link.ts'
import { handleSweepShareSessions } from './handlers.ts'
import { openShare } from './open-share.ts'
import { findSharePreview, listSharedKeeps, listShareLinks, readShared } from './queries.ts'
import { revokeShareLink } from './revoke-share-link.ts'
import { opensPerAddress, visitSeconds } from './rules.ts'

const deps = await createTestDeps()

test('a link is made with its token once, and listed without it', async () => {
  const circle = await newCircle(deps)
  const keep = await newKeep(deps, circle, circle.owner, { title: 'At the lake' })
  const { token, link } = await make(circle, { kind: 'keep', keepId: keep.id, password: 'a word' })
  expect(link).toMatchObject({
    ...{ kind: 'keep', subjectId: keep.id, title: 'At the lake', hasPassword: true, mayDownload: false },
    ...{ hasPreview: false, showsCaptions: true, showsNames: false, showsComments: false, visits: 0 },
    ...{ isOwn: true, createdBy: 'Anna', seenAt: null, revokedAt: null, lockedUntil: null },
  })
  expect(Date.parse(link.expiresAt) - Date.parse(link.createdAt)).toBe(
    limits.shareLinkDays * secondsPerDay * 1000,
  )
  expect(await listed(circle)).toEqual([link])
  expect(await publishedEvents(deps, circle)).toContainEqual({ type: 'shareLink.changed' })
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('shareLink.created')

  const stored = await deps.db
    .selectFrom('shareLinks')
    .where('id', '=', link.id)
    .selectAll()
    .executeTakeFirstOrThrow()
  expect(stored.tokenHash).toEqual(hashToken(token))
  expect(JSON.stringify(stored)).not.toContain(token)
  expect(stored.passwordHash).toMatch(/^\$argon2id\$/)
  expect(await deps.passwords.verify(stored.passwordHash, 'a word')).toBe(false)
})

test('what a link may be is checked at the edge', () => {
  const circleId = deps.random.id()
  const days = { kind: 'range', from: '2025-07-01', to: '2025-07-31' }
  const parse = (input: object) => contract.input.safeParse({ circleId, ...days, ...input }).success
  expect(parse({ expiresInDays: limits.shareLinkDaysMax, password: '123456' })).toBe(true)
  expect(parse({ hasPreview: true })).toBe(true)
  for (const wrong of [
    { expiresInDays: 0 },
    { expiresInDays: limits.shareLinkDaysMax + 1 },
    { password: '12345' },
    { password: '123456', hasPreview: true },
    { from: '2025-08-01' },
    { to: '2025-02-30' },
    { title: ' ' },
  ]) {
    expect(parse(wrong), JSON.stringify(wrong)).toBe(false)
  }
})

test('members share what they wrote, admins also what others did, and nobody what only admins see', async () => {
  const circle = await newCircle(deps)
  const member = await newMember(deps, circle, 'member')
  const admin = await newMember(deps, circle, 'admin')
  const own = await newKeep(deps, circle, member)
  const others = await newKeep(deps, circle, circle.owner)
  const secret = await newKeep(deps, circle, circle.owner, { visibility: 'admins' })
  const elsewhere = await newKeep(deps, await newCircle(deps, { owner: admin }), admin)
  const albumId = await newAlbum(circle, [own.id])
  const range = { kind: 'range', from: '2020-01-01', to: '2026-12-31' } as const
  const keep = ({ id }: { id: string }) => ({ kind: 'keep', keepId: id }) as const
  await expect(make(circle, keep(own), member)).resolves.toBeDefined()
  await expect(make(circle, keep(others), member)).rejects.toThrow('ROLE_TOO_LOW')
  await expect(make(circle, range, member)).rejects.toThrow('ROLE_TOO_LOW')
  await expect(make(circle, { kind: 'album', albumId }, member)).rejects.toThrow('ROLE_TOO_LOW')
  for (const wanted of [keep(own), keep(others), range, { kind: 'album', albumId } as const]) {
    await expect(make(circle, wanted, admin)).resolves.toBeDefined()
  }
  for (const somebody of [member, admin, circle.owner]) {
    await expect(make(circle, keep(secret), somebody)).rejects.toThrow('NOT_FOUND')
    await expect(make(circle, keep(elsewhere), somebody)).rejects.toThrow('NOT_FOUND')
  }
  const other = await newAlbum(await newCircle(deps), [])
  await expect(make(circle, { kind: 'album', albumId: other }, admin)).rejects.toThrow('NOT_FOUND')

  // Members see their own links, admins all of them.
  expect(await listed(circle, member)).toHaveLength(1)
  expect(await listed(circle, admin)).toHaveLength(5)
  const [made] = (await listed(circle, admin)).filter(({ isOwn }) => isOwn)
  await expect(revoke(circle, made?.id ?? '', member)).rejects.toThrow('NOT_FOUND')
  await revoke(circle, made?.id ?? '')
})

test('an outsider comes in, is counted, and is not asked again', async () => {
  const circle = await newCircle(deps)
  const { linkId, caller, token } = await share(circle, { password: 'a word' })
  await expect(openShare(deps, newCaller(), { token })).rejects.toThrow('SHARE_PASSWORD_REQUIRED')
  await expect(openShare(deps, newCaller(), { token, password: 'another' })).rejects.toThrow(
    'SHARE_PASSWORD_WRONG',
  )
  expect(await openShare(deps, caller, { token })).toEqual({ linkId, shareToken: null })
  expect(await keepsOf(caller, linkId)).toHaveLength(1)
  await comeIn(deps, token, 'a word')
  expect(await listed(circle)).toMatchObject([{ visits: 2, seenAt: deps.clock.now().toISOString() }])
  const actions = await auditedActions(deps, { circleId: circle.id })
  // Coarsely: once an hour, however many came.
  expect(actions.filter((action) => action === 'shareLink.opened')).toHaveLength(1)
})

test('of many passwords at once few are looked at, and then not even the right one', async () => {
  const circle = await newCircle(deps)
  const { token, caller, linkId } = await share(circle, { password: 'a word' })
  const tries = await Promise.all(
    Array.from({ length: 20 }, async (_, guess) =>
      openShare(deps, newCaller({ address: deps.random.id() }), { token, password: `guess ${guess}` }).then(
        () => 'ok',
        (error) => error.reason,
      ),
    ),
  )
  expect(tries.filter((answer) => answer === 'SHARE_PASSWORD_WRONG')).toHaveLength(limits.pinTries)
  expect(tries.filter((answer) => answer === 'TOO_MANY_REQUESTS')).toHaveLength(20 - limits.pinTries)
  await expect(openShare(deps, newCaller(), { token, password: 'a word' })).rejects.toMatchObject({
    ...{ reason: 'TOO_MANY_REQUESTS', retryAfter: expect.any(Number) },
  })
  expect((await listed(circle))[0]?.lockedUntil).not.toBeNull()
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('shareLink.locked')
  // Whoever was in stays in.
  expect(await keepsOf(caller, linkId)).toHaveLength(1)
  await sql`update share_links set locked_until = now() - interval '1 second', password_tries_at = '{}'`.execute(
    deps.db,
  )
  await expect(comeIn(deps, token, 'a word')).resolves.toBeDefined()
})

test('a token that nobody gave out is refused as one that was revoked, a password or none', async () => {
  const circle = await newCircle(deps)
  const { linkId, token } = await share(circle, { password: 'a word' })
  await revoke(circle, linkId)
  for (const unknown of ['nobody has this', token]) {
    await expect(openShare(deps, newCaller(), { token: unknown })).rejects.toThrow('LINK_INVALID')
    const refused = openShare(deps, newCaller(), { token: unknown, password: 'a word' })
    await expect(refused).rejects.toThrow('LINK_INVALID')
  }
})

test('one address opens only so many links', async () => {
  const address = deps.random.id()
  const tries = await Promise.all(
    Array.from({ length: opensPerAddress.count + 10 }, () =>
      openShare(deps, newCaller({ address }), { token: 'x' }).catch((error) => error.reason),
    ),
  )
  expect(tries.filter((answer) => answer === 'TOO_MANY_REQUESTS').length).toBeGreaterThanOrEqual(9)
})

test('the session of one link opens no other, nor does a planted one come along', async () => {
  const circle = await newCircle(deps)
  const [one, two] = [await share(circle), await share(circle)]
  await expect(keepsOf(one.caller, two.linkId)).rejects.toThrow('NOT_FOUND')
  const both = await openShare(deps, one.caller, { token: two.token })
  expect(both.shareToken).not.toBe(one.caller.shareToken)
  const caller = { ...one.caller, shareToken: both.shareToken ?? undefined }
  expect(await keepsOf(caller, one.linkId)).toHaveLength(1)
  expect(await keepsOf(caller, two.linkId)).toHaveLength(1)
  await expect(keepsOf(one.caller, two.linkId)).rejects.toThrow('NOT_FOUND')
  await expect(keepsOf({ ...caller, isProgram: true }, one.linkId)).rejects.toThrow('NOT_FOUND')
  await expect(keepsOf(circle.owner.caller, one.linkId)).rejects.toThrow('NOT_FOUND')
})

test('revoking puts everybody out at once, also whoever is just coming in', async () => {
  const circle = await newCircle(deps)
  for (let round = 0; round < 4; round += 1) {
    const { linkId, token, caller } = await share(circle)
    const entering = Array.from({ length: 4 }, () => comeIn(deps, token))
    const [, ...entered] = await Promise.allSettled([revoke(circle, linkId), ...entering])
    await expect(keepsOf(caller, linkId)).rejects.toThrow('NOT_FOUND')
    for (const each of entered) {
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ reason: 'LINK_INVALID' })
      else await expect(keepsOf(each.value, linkId)).rejects.toThrow('NOT_FOUND')
    }
    await expect(revoke(circle, linkId)).rejects.toThrow('NOT_FOUND')
  }
})

test('a link ends by the clock, for those who are in and for those who come', async () => {
  const circle = await newCircle(deps)
  const { linkId, token, caller } = await share(circle, { expiresInDays: 1 })
  const later = { ...deps, clock: { now: () => addSeconds(deps.clock.now(), secondsPerDay) } }
  await expect(requireShare(later, caller, linkId)).rejects.toThrow('NOT_FOUND')
  await expect(openShare(later, newCaller(), { token })).rejects.toThrow('LINK_EXPIRED')
  expect(await keepsOf(caller, linkId)).toHaveLength(1)
  // A session never outlives its link, and is forgotten with it.
  await handleSweepShareSessions(later)
  await expect(keepsOf(caller, linkId)).rejects.toThrow('NOT_FOUND')
})

test('what goes to the trash, to the admins or out of the album is gone at once', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const keep = await newKeep(deps, circle, owner, { happenedAt: '2025-07-14T10:00:00' })
  const albumId = await newAlbum(circle, [keep.id])
  const days = { kind: 'range', from: '2025-07-14', to: '2025-07-14' } as const
  const lists = [await newShare(deps, circle, { kind: 'album', albumId }), await newShare(deps, circle, days)]
  const single = await newShare(deps, circle, { kind: 'keep', keepId: keep.id })
  const seen = () => Promise.all(lists.map(({ caller, linkId }) => keepsOf(caller, linkId)))
  expect((await seen()).map(({ length }) => length)).toEqual([1, 1])

  const ofKeep = { circleId: circle.id, keepId: keep.id }
  const hide = async (visibility: 'admins' | 'circle') =>
    updateKeep(deps, await scopeIn(deps, circle, owner, 'keep.update'), { ...ofKeep, visibility })
  await hide('admins')
  expect((await seen()).flat()).toEqual([])
  await expect(keepsOf(single.caller, single.linkId)).rejects.toThrow('NOT_FOUND')
  await expect(comeIn(deps, single.token)).rejects.toThrow('LINK_INVALID')
  await hide('circle')
  expect((await seen()).map(({ length }) => length)).toEqual([1, 1])

  await trashKeep(deps, await scopeIn(deps, circle, owner, 'keep.trash'), ofKeep)
  expect((await seen()).flat()).toEqual([])
  await expect(keepsOf(single.caller, single.linkId)).rejects.toThrow('NOT_FOUND')
  await restoreKeep(deps, await scopeIn(deps, circle, owner, 'keep.restore'), ofKeep)

  await deps.db.deleteFrom('albumKeeps').where('keepId', '=', keep.id).execute()
  expect((await seen()).map(({ length }) => length)).toEqual([0, 1])
  await deps.db.deleteFrom('albums').where('id', '=', albumId).execute()
  await expect(keepsOf(lists[0]?.caller ?? newCaller(), lists[0]?.linkId ?? '')).rejects.toThrow('NOT_FOUND')
})

test('days are shared by the wall clock, both ends included, the oldest first and page by page', async () => {
  const circle = await newCircle(deps)
  const at = (happenedAt: string) => newKeep(deps, circle, circle.owner, { happenedAt })
  const [before, first, between, last, after] = [
    await at('2025-06-30T23:59:59'),
    await at('2025-07-01T00:00:00'),
    await at('2025-07-14T12:00:00'),
    await at('2025-07-31T23:59:59'),
    await at('2025-08-01T00:00:00'),
  ]
  const { linkId, caller } = await newShare(deps, circle, {
    ...{ kind: 'range', from: '2025-07-01', to: '2025-07-31' },
  })
  const { scope } = await requireShare(deps, caller, linkId)
  const page = await listSharedKeeps(deps, scope, { linkId, limit: 2 })
  const rest = await listSharedKeeps(deps, scope, { linkId, limit: 2, cursor: page.nextCursor ?? '' })
  expect([...page.items, ...rest.items].map(({ id }) => id)).toEqual([first.id, between.id, last.id])
  expect(rest.nextCursor).toBeNull()
  // Neither the page nor its cursor tells the hour.
  expect(JSON.stringify(page) + Buffer.from(page.nextCursor ?? '', 'base64url')).not.toContain('12:00')
  expect([before.id, after.id]).not.toContain(page.items[0]?.id)
  const { statements } = await countStatements(deps, (counted) =>
    listSharedKeeps(counted, scope, { linkId, limit: 50 }),
  )
  expect(statements).toBe(1)
})

test('a page begins after a keep that the link has shown and after no other, so that none is dated by those beside it', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const july = (day: string) => `2025-07-${day}T12:00:00`
  const first = await newKeep(deps, circle, owner, { happenedAt: july('01') })
  const hidden = await newKeep(deps, circle, owner, { happenedAt: july('02'), visibility: 'admins' })
  const thrown = await newKeep(deps, circle, owner, { happenedAt: july('03') })
  const last = await newKeep(deps, circle, owner, { happenedAt: july('05') })
  await trashKeep(deps, await scopeIn(deps, circle, owner, 'keep.trash'), {
    circleId: circle.id,
    keepId: thrown.id,
  })
  const { linkId, caller } = await newShare(deps, circle, {
    ...{ kind: 'range', from: '2025-07-01', to: '2025-07-31' },
  })
  const { scope } = await requireShare(deps, caller, linkId)
  const page = await listSharedKeeps(deps, scope, { linkId, limit: 1 })
  const cursor = page.nextCursor ?? ''
  const [, proof] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  const forged = [hidden, thrown, last].flatMap(({ id }) => [[id], [id, ''], [id, proof]])
  for (const key of forged) {
    const cursor = Buffer.from(JSON.stringify(key)).toString('base64url')
    await expect(listSharedKeeps(deps, scope, { linkId, limit: 50, cursor })).rejects.toMatchObject({
      reason: 'INVALID_INPUT',
    })
  }
  const other = await newShare(deps, circle, { kind: 'range', from: '2025-07-01', to: '2025-07-31' })
  const { scope: others } = await requireShare(deps, other.caller, other.linkId)
  await expect(
    listSharedKeeps(deps, others, { linkId: other.linkId, limit: 50, cursor }),
  ).rejects.toMatchObject({ reason: 'INVALID_INPUT' })

  // Whoever is on their way through goes on, whatever became of where they were.
  const where = { circleId: circle.id, keepId: first.id }
  await trashKeep(deps, await scopeIn(deps, circle, owner, 'keep.trash'), where)
  const rest = await listSharedKeeps(deps, scope, { linkId, limit: 50, cursor })
  expect(rest.items.map(({ id }) => id)).toEqual([last.id])
})

test('captions, names and comments are shown only where the link says so', async () => {
  const circle = await newCircle(deps)
  const anna = circle.owner
  const media = await newMedia(deps, circle, anna, { name: 'secret-name.jpg' })
  const keep = await newKeep(deps, circle, anna, {
    ...{ kind: 'media', mediaIds: [media.id], title: 'A title', body: 'A caption' },
  })
  const note = await newKeep(deps, circle, anna, { body: 'Only words' })
  const scope = await scopeIn(deps, circle, anna, 'comment.add')
  await newComment(deps, scope, { keepId: keep.id, body: 'So lovely' })
  const range = { kind: 'range', from: '2020-01-01', to: '2030-01-01' } as const
  const seenBy = async (wanted: object) => {
    const { caller, linkId } = await newShare(deps, circle, { ...range, ...wanted })
    return keepsOf(caller, linkId)
  }
  const find = (keeps: { id: string }[], { id }: { id: string }) => keeps.find((each) => each.id === id)

  const plain = await seenBy({})
  expect(find(plain, keep)).toEqual({
    ...{ id: keep.id, kind: 'media', title: 'A title', body: 'A caption', milestone: null },
    ...{ day: '2025-07-14', datePrecision: 'time', author: null, comments: [] },
    media: [
      {
        ...{ id: media.id, kind: 'photo', width: 1600, height: 1200, durationMs: null, version: 1 },
        thumbHash: '1QcSHQRnh493V4dIh4eXh1h4kJUI',
      },
    ],
  })
  expect(find(plain, note)).toMatchObject({ body: 'Only words' })
  expect(JSON.stringify(plain)).not.toMatch(/Anna|secret-name|@example|So lovely|15:30/)

  const bare = await seenBy({ showsCaptions: false })
  expect(bare).toMatchObject([{ id: keep.id, title: null, body: null }])
  expect(JSON.stringify(bare)).not.toMatch(/title\w|caption|words/i)
  expect(find(await seenBy({ showsNames: true }), keep)).toMatchObject({ author: 'Anna', comments: [] })
  const said = await seenBy({ showsComments: true })
  expect(find(said, keep)).toMatchObject({ comments: [{ name: null, body: 'So lovely' }] })
  expect(JSON.stringify(said)).not.toContain('Anna')
  const all = await seenBy({ showsComments: true, showsNames: true })
  expect(find(all, keep)).toMatchObject({ comments: [{ name: 'Anna', body: 'So lovely' }] })
})

test('who is called by name in a comment stays unnamed where names are', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const keep = await newKeep(deps, circle, circle.owner)
  const scope = await scopeIn(deps, circle, circle.owner, 'comment.add')
  const body = `@${vera.name} look, @${vera.name}`
  const input = { circleId: circle.id, keepId: keep.id, body, mentionIds: [vera.id] }
  await addComment(deps, scope, input)
  const saidBy = async (showsNames: boolean) => {
    const wanted = { kind: 'keep', keepId: keep.id, showsComments: true, showsNames } as const
    const { caller, linkId } = await newShare(deps, circle, wanted)
    return (await keepsOf(caller, linkId))[0]?.comments.map((comment) => comment.body)
  }
  expect(await saidBy(false)).toEqual(['@… look, @…'])
  expect(await saidBy(true)).toEqual([body])
})

test('links go along with an account that is merged, but for those that the kept one may not have made', async () => {
  const circle = await newCircle(deps)
  const [from, to] = [await newMember(deps, circle, 'admin'), await newMember(deps, circle, 'member')]
  const own = await share(circle, {}, from)
  const days = await newShare(deps, circle, { kind: 'range', from: '2020-01-01', to: '2030-01-01' }, from)
  await deps.transaction(async (tx) => {
    await moveMemberships(tx, { from: from.id, to: to.id })
    await moveBelongings(tx, { from: from.id, to: to.id })
  })
  expect(await keepsOf(own.caller, own.linkId)).toHaveLength(1)
  await expect(keepsOf(days.caller, days.linkId)).rejects.toThrow('NOT_FOUND')
  expect((await listed(circle, to)).map(({ id, revokedAt }) => [id, revokedAt !== null])).toEqual([
    [days.linkId, true],
    [own.linkId, false],
  ])
})

test('a page is headed with what it shows, and with nothing of the circle', async () => {
  const circle = await newCircle(deps, { name: 'The Petrovs' })
  const keep = await newKeep(deps, circle, circle.owner, { title: 'At the lake' })
  const albumId = await newAlbum(circle, [keep.id])
  const heading = async (wanted: Parameters<typeof newShare>[2]) => {
    const { linkId, caller } = await newShare(deps, circle, wanted)
    const { scope } = await requireShare(deps, caller, linkId)
    return readShared(deps, scope)
  }
  expect(await heading({ kind: 'keep', keepId: keep.id })).toMatchObject({ title: 'At the lake', from: null })
  expect(await heading({ kind: 'keep', keepId: keep.id, showsCaptions: false })).toMatchObject({
    title: null,
  })
  expect(await heading({ kind: 'album', albumId })).toMatchObject({ title: 'Summer' })
  const days = { kind: 'range', from: '2025-07-01', to: '2025-07-31' } as const
  expect(await heading({ ...days, title: 'July' })).toMatchObject({ title: 'July', from: '2025-07-01' })
  expect(JSON.stringify(await heading(days))).not.toContain('Petrov')
})

test('only a link that was made to be shown in chats tells them anything', async () => {
  const circle = await newCircle(deps)
  const shown = await share(circle, { hasPreview: true, title: 'July' })
  const silent = await share(circle)
  expect(await findSharePreview(deps, shown.token)).toMatchObject({ title: 'July', linkId: shown.linkId })
  for (const token of [silent.token, 'unknown']) expect(await findSharePreview(deps, token)).toBeUndefined()
  await revoke(circle, shown.linkId)
  expect(await findSharePreview(deps, shown.token)).toBeUndefined()
})

test('the links of whoever goes, is made less, or is closed, end for good; those of others stay', async () => {
  const circle = await newCircle(deps)
  const stays = await share(circle)
  const left = await newMember(deps, circle, 'admin')
  const removed = await newMember(deps, circle, 'member')
  const closed = await newMember(deps, circle, 'admin')
  const ofLeft = await share(circle, {}, left)
  const ofRemoved = await share(circle, {}, removed)
  const ofClosed = await share(circle, {}, closed)

  await leaveCircle(deps, await scopeIn(deps, circle, left, 'member.leave'))
  await removeMember(deps, await scopeIn(deps, circle, circle.owner, 'member.remove'), {
    ...{ circleId: circle.id, userId: removed.id },
  })
  const operator = await newOperator(deps, 'admin')
  const { scope } = await requireFreshOperator(deps, operator.caller, 'admin')
  await deactivateUser(deps, scope, { userId: closed.id, reason: 'compromised' })
  await reactivateUser(deps, scope, { userId: closed.id })
  await newMember(deps, circle, 'admin', left)

  for (const { linkId, token, caller } of [ofLeft, ofRemoved, ofClosed]) {
    await expect(keepsOf(caller, linkId)).rejects.toThrow('NOT_FOUND')
    await expect(comeIn(deps, token)).rejects.toThrow('LINK_INVALID')
  }
  expect(await keepsOf(stays.caller, stays.linkId)).toHaveLength(1)
})

test('an admin who becomes a member keeps the links to what they wrote, a viewer keeps none', async () => {
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  const own = await share(circle, {}, admin)
  const ofOwner = await newKeep(deps, circle, circle.owner)
  const others = await newShare(deps, circle, { kind: 'keep', keepId: ofOwner.id }, admin)
  const days = await newShare(deps, circle, { kind: 'range', from: '2020-01-01', to: '2030-01-01' }, admin)
  const become = async (role: 'admin' | 'member' | 'viewer') =>
    setMemberRole(deps, await scopeIn(deps, circle, circle.owner, 'member.setRole'), {
      ...{ circleId: circle.id, userId: admin.id, role },
    })
  await become('member')
  expect(await keepsOf(own.caller, own.linkId)).toHaveLength(1)
  for (const { caller, linkId } of [others, days])
    await expect(keepsOf(caller, linkId)).rejects.toThrow('NOT_FOUND')
  await become('viewer')
  await expect(keepsOf(own.caller, own.linkId)).rejects.toThrow('NOT_FOUND')
  await become('admin')
  for (const { token } of [own, others, days]) {
    await expect(comeIn(deps, token)).rejects.toThrow('LINK_INVALID')
  }
})

test('into an album that is shared a member puts what they wrote, and shares nothing of others by it', async () => {
  const circle = await newCircle(deps)
  const member = await newMember(deps, circle, 'member')
  const [shown, others] = [
    await newKeep(deps, circle, circle.owner),
    await newKeep(deps, circle, circle.owner),
  ]
  const own = await newKeep(deps, circle, member)
  const albumId = await newAlbum(circle, [shown.id])
  const { caller, linkId } = await newShare(deps, circle, { kind: 'album', albumId })
  const put = async (keepIds: string[], somebody: TestUser) =>
    addKeeps(deps, await scopeIn(deps, circle, somebody, 'album.update'), {
      ...{ circleId: circle.id, albumId, keepIds },
    })
  await expect(put([own.id, others.id], member)).rejects.toThrow('ROLE_TOO_LOW')
  expect(await keepsOf(caller, linkId)).toHaveLength(1)
  await put([own.id, shown.id], member)
  expect(await keepsOf(caller, linkId)).toHaveLength(2)
  await put([others.id], circle.owner)
  expect(await keepsOf(caller, linkId)).toHaveLength(3)
  await revoke(circle, linkId)
  const later = await newKeep(deps, circle, circle.owner)
  await expect(put([later.id], member)).resolves.toMatchObject({ keepCount: 4 })
})

test('the list of links does not tell what a keep is called that its maker does not see any more', async () => {
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  const keep = await newKeep(deps, circle, circle.owner, { title: 'Before' })
  await newShare(deps, circle, { kind: 'keep', keepId: keep.id }, admin)
  await setMemberRole(deps, await scopeIn(deps, circle, circle.owner, 'member.setRole'), {
    ...{ circleId: circle.id, userId: admin.id, role: 'member' },
  })
  expect(await listed(circle, admin)).toMatchObject([{ title: 'Before' }])
  await updateKeep(deps, await scopeIn(deps, circle, circle.owner, 'keep.update'), {
    ...{ circleId: circle.id, keepId: keep.id, visibility: 'admins', title: 'A secret' },
  })
  expect(await listed(circle, admin)).toMatchObject([{ title: null }])
})

test('whatever a link forgot to end is shut all the same while its maker may not share', async () => {
  const circle = await newCircle(deps)
  const admin = await newMember(deps, circle, 'admin')
  const { caller, linkId } = await share(circle, {}, admin)
  const memberships = deps.db.updateTable('memberships').where('userId', '=', admin.id)
  await memberships.set({ role: 'viewer' }).execute()
  await expect(keepsOf(caller, linkId)).rejects.toThrow('NOT_FOUND')
  await memberships.set({ role: 'admin' }).execute()
  await deps.db
    .updateTable('users')
    .set({ deactivatedAt: deps.clock.now() })
    .where('id', '=', admin.id)
    .execute()
  await expect(keepsOf(caller, linkId)).rejects.toThrow('NOT_FOUND')
})

test('a deleted circle shows nothing, and one that is taken back shows it again', async () => {
  const circle = await newCircle(deps)
  const { caller, linkId, token } = await share(circle)
  const { scope } = await requireFreshCircle(deps, circle.owner.caller, circle.id, 'circle.delete')
  await deleteCircle(deps, scope)
  await expect(keepsOf(caller, linkId)).rejects.toThrow('NOT_FOUND')
  await expect(comeIn(deps, token)).rejects.toThrow('LINK_INVALID')
  await restoreCircle(deps, circle.owner.scope, { circleId: circle.id })
  expect(await keepsOf(caller, linkId)).toHaveLength(1)
})

test('a circle has only so many open links, also when they are made at once', async () => {
  const circle = await newCircle(deps)
  const now = deps.clock.now()
  const row = () => ({
    ...{
      circleId: circle.id,
      kind: 'range' as const,
      fromDay: '2025-01-01',
      toDay: '2025-01-02',
      createdAt: now,
    },
    ...{
      mayDownload: false,
      hasPreview: false,
      showsCaptions: true,
      showsNames: false,
      showsComments: false,
    },
    ...{ tokenHash: hashToken(deps.random.token()), expiresAt: addSeconds(now, 60) },
  })
  await deps.db
    .insertInto('shareLinks')
    .values(Array.from({ length: limits.shareLinksPerCircle - 1 }, row))
    .execute()
  const wanted = { kind: 'range', from: '2025-01-01', to: '2025-01-02' } as const
  const made = await Promise.allSettled([make(circle, wanted), make(circle, wanted), make(circle, wanted)])
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await expect(make(circle, wanted)).rejects.toThrow('TOO_MANY_SHARE_LINKS')
})

test('a look costs one statement, and the hour of the last one is written down', async () => {
  const circle = await newCircle(deps)
  const { caller, linkId } = await share(circle)
  const look = async (seconds: number) => {
    const clock = { now: () => addSeconds(deps.clock.now(), seconds) }
    const counted = await countStatements(deps, (each) => requireShare({ ...each, clock }, caller, linkId))
    return counted.statements
  }
  expect(await look(1)).toBe(1)
  expect(await look(visitSeconds)).toBe(2)
  expect(await look(visitSeconds + 1)).toBe(1)
})

async function make(circle: TestCircle, wanted: object, maker = circle.owner) {
  const scope = await scopeIn(deps, circle, maker, 'shareLink.create')
  return createShareLink(deps, scope, contract.input.parse({ ...wanted, circleId: circle.id }))
}

/** A link to a keep that its maker wrote, opened once. */
async function share(
  circle: TestCircle,
  wanted: { password?: string; expiresInDays?: number; hasPreview?: boolean; title?: string } = {},
  maker: TestUser = circle.owner,
) {
  const keep = await newKeep(deps, circle, maker)
  return newShare(deps, circle, { ...wanted, kind: 'keep', keepId: keep.id }, maker)
}

async function keepsOf(caller: Caller, linkId: string) {
  const { scope } = await requireShare(deps, caller, linkId)
  return (await listSharedKeeps(deps, scope, { linkId, limit: 50 })).items
}

async function listed(circle: TestCircle, somebody = circle.owner) {
  const scope = await scopeIn(deps, circle, somebody, 'shareLink.list')
  return (await listShareLinks(deps, scope, { circleId: circle.id, limit: 100 })).items
}

async function revoke(circle: TestCircle, linkId: string, somebody = circle.owner) {
  const scope = await scopeIn(deps, circle, somebody, 'shareLink.revoke')
  await revokeShareLink(deps, scope, { circleId: circle.id, linkId })
}

async function newAlbum(circle: TestCircle, keepIds: readonly string[]): Promise<string> {
  const now = deps.clock.now()
  const albumId = deps.random.id()
  await deps.db
    .insertInto('albums')
    .values({
      ...{ circleId: circle.id, id: albumId, title: 'Summer', createdBy: circle.owner.id },
      ...{ createdAt: now, updatedAt: now },
    })
    .execute()
  for (const keepId of keepIds) {
    await deps.db
      .insertInto('albumKeeps')
      .values({ circleId: circle.id, albumId, keepId, addedBy: circle.owner.id, addedAt: now })
      .execute()
  }
  return albumId
}

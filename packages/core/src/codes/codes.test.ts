import { limits } from '@kinkeep/contracts/limits'
import { deliverCode } from '@kinkeep/testing/deliver-code'
import { giveUserPhone, newPhone } from '@kinkeep/testing/new-phone'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createSmsOutbox } from '@kinkeep/testing/sms-outbox'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Deps } from '../platform/deps.ts'
import { indexPhone } from '../platform/phone-numbers.ts'
import { endSessions } from '../platform/sessions.ts'
import { SmsRefusedError } from '../platform/sms.ts'
import { checkCode } from './check-code.ts'
import { handleSendCode, handleSweepCodes } from './handlers.ts'
import { issueCode, type NewCode } from './issue-code.ts'

const deps = await createTestDeps()

test('a code by mail is right once', async () => {
  const user = await newUser(deps)
  const bound = boundTo(user)
  const { codeId, sentTo } = await issue({ ...bound, channel: 'email', userId: user.id })
  expect(sentTo).toBe(`${user.email[0]}…@example.org`)
  const code = await delivered(codeId)

  const used = await checkCode(deps, { ...bound, codeId, code })
  expect(used).toEqual({ id: codeId, channel: 'email', userId: user.id, phone: null })
  await expect(checkCode(deps, { ...bound, codeId, code })).rejects.toMatchObject({ reason: 'CODE_EXPIRED' })
})

test('a code by SMS goes to the number, in the language of its owner, with the line that fills it in', async () => {
  const user = await newUser(deps, { language: 'ru' })
  const phone = newPhone()
  const { codeId, sentTo } = await issue({ ...boundTo(user), channel: 'sms', userId: user.id, phone })
  expect(sentTo).toBe(`+49\u00a0…\u00a0${phone.slice(-2)}`)
  const sms = createSmsOutbox()
  await handleSendCode({ ...deps, mailer: createOutbox(), sms }, { codeId }, { jobId: 'job' })

  const [sent] = sms.messages
  expect(sent).toMatchObject({ to: phone, messageKey: 'job' })
  expect(sent?.text).toMatch(
    /^(\d{6}): код подтверждения в Kinkeep\. Никому его не говорите\.\n\n@kinkeep\.test #\1$/,
  )
})

test('three tries survive their refusals; the fourth is refused although it is right', async () => {
  const user = await newUser(deps)
  const bound = boundTo(user)
  const { codeId } = await issue({ ...bound, channel: 'email', userId: user.id })
  const code = await delivered(codeId)
  for (let tries = 0; tries < limits.codeTries; tries += 1) {
    await expect(checkCode(deps, { ...bound, codeId, code: other(code) })).rejects.toMatchObject({
      reason: 'CODE_WRONG',
    })
  }
  await expect(checkCode(deps, { ...bound, codeId, code })).rejects.toMatchObject({ reason: 'CODE_EXPIRED' })
})

test('of fifty guesses at once, on two servers, three are looked at', async () => {
  const user = await newUser(deps)
  const bound = boundTo(user)
  const { codeId } = await issue({ ...bound, channel: 'email', userId: user.id })
  const code = await delivered(codeId)
  const another = await deps.openAnother()
  const guesses = await reasonsOf(
    Array.from({ length: 50 }, (_, i) =>
      checkCode(i % 2 ? deps : another, { ...bound, codeId, code: other(code) }),
    ),
  )
  expect(count(guesses, 'CODE_WRONG')).toBe(limits.codeTries)
  expect(count(guesses, 'CODE_EXPIRED')).toBe(50 - limits.codeTries)
})

test('typed twice at the same moment, a right code serves once', async () => {
  const user = await newUser(deps)
  const bound = boundTo(user)
  const { codeId } = await issue({ ...bound, channel: 'email', userId: user.id })
  const code = await delivered(codeId)
  const another = await deps.openAnother()
  const reasons = await reasonsOf(
    [deps, another, deps].map((each) => checkCode(each, { ...bound, codeId, code })),
  )
  expect(count(reasons, 'ok')).toBe(1)
  expect(count(reasons, 'CODE_EXPIRED')).toBe(2)
})

test('typed elsewhere or for something else a code is worth nothing, and costs its owner no try', async () => {
  const user = await newUser(deps)
  const [browserToken, challengeId] = ['this browser', await newChallenge(user)]
  const bound = { purpose: 'second_factor', browserToken, challengeId } as const
  const { codeId } = await issue({ ...bound, channel: 'email', userId: user.id })
  const code = await delivered(codeId)
  const stranger = await newUser(deps)
  const strangers = [
    { ...bound, browserToken: 'another browser' },
    { ...bound, challengeId: await newChallenge(user) },
    { purpose: bound.purpose, browserToken },
    { purpose: bound.purpose, challengeId },
    { ...bound, sessionId: stranger.scope.sessionId },
    { ...bound, purpose: 'factor_removal' },
    { ...bound, userId: stranger.id },
  ] as const
  for (const elsewhere of strangers) {
    await expect(checkCode(deps, { ...elsewhere, codeId, code })).rejects.toMatchObject({
      reason: 'CODE_EXPIRED',
    })
  }
  await expect(checkCode(deps, { ...bound, codeId, code })).resolves.toMatchObject({ userId: user.id })
})

test('a code bound to nothing is not made', async () => {
  const user = await newUser(deps)
  const unbound = { purpose: 'second_factor', channel: 'email', userId: user.id } as const
  await expect(issue(unbound)).rejects.toThrow('must be bound')
})

test('after ten minutes a code is worth nothing, and a late worker sends none', async () => {
  const lateDeps = await createTestDeps()
  const user = await newUser(lateDeps)
  const bound = boundTo(user)
  const make = () =>
    lateDeps.transaction((tx) => issueCode(tx, lateDeps, { ...bound, channel: 'email', userId: user.id }))
  const { codeId } = await make()
  const code = (await deliverCode(lateDeps, codeId)) ?? ''
  lateDeps.clock.advance(limits.codeMinutes * 60)
  await expect(checkCode(lateDeps, { ...bound, codeId, code })).rejects.toMatchObject({
    reason: 'CODE_EXPIRED',
  })
  const unsent = await make()
  lateDeps.clock.advance(limits.codeMinutes * 60)
  expect(await deliverCode(lateDeps, unsent.codeId)).toBeUndefined()
})

test('a new code ends the one before it, for the same purpose and place alone', async () => {
  const user = await newUser(deps)
  const bound = boundTo(user)
  const first = await issue({ ...bound, channel: 'email', userId: user.id })
  const other = await issue({ ...bound, purpose: 'factor_setup', channel: 'email', userId: user.id })
  const [code, otherCode] = [await delivered(first.codeId), await delivered(other.codeId)]
  await issue({ ...bound, channel: 'email', userId: user.id })

  await expect(checkCode(deps, { ...bound, codeId: first.codeId, code })).rejects.toMatchObject({
    reason: 'CODE_EXPIRED',
  })
  const stillGood = { ...bound, purpose: 'factor_setup', codeId: other.codeId, code: otherCode } as const
  await expect(checkCode(deps, stillGood)).resolves.toMatchObject({ userId: user.id })
})

test('for a number that nobody has the same is written and queued, nothing is sent, and every guess is wrong', async () => {
  const known = await giveUserPhone(deps, (await newUser(deps)).id)
  const bound = { purpose: 'phone_sign_in', browserToken: 'a browser' } as const
  const ask = (phone: string) => issue({ ...bound, channel: 'sms', userId: null, phone })
  const [a, b] = [await ask(known), await ask(newPhone())]

  expect(shapeOf(await rowOf(a.codeId))).toEqual(shapeOf(await rowOf(b.codeId)))
  expect(await jobsOf(a.codeId)).toEqual(['codes.send'])
  expect(await jobsOf(b.codeId)).toEqual(['codes.send'])
  expect(await deliverCode(deps, a.codeId)).toBeUndefined() // ended by the one after it
  expect(await deliverCode(deps, (await ask(known)).codeId)).toMatch(/^\d{6}$/)
  const { codeId } = await ask(newPhone())
  expect(await deliverCode(deps, codeId)).toBeUndefined()
  const guess = () => checkCode(deps, { ...bound, codeId, code: '000000' })
  const reasons = await reasonsOf([guess(), guess(), guess(), guess()])
  expect([count(reasons, 'CODE_WRONG'), count(reasons, 'CODE_EXPIRED')]).toEqual([3, 1])
})

test('a number that a provider refuses for good is not tried again, and nobody is told', async () => {
  const user = await newUser(deps)
  const { codeId } = await issue({ ...boundTo(user), channel: 'sms', userId: user.id, phone: newPhone() })
  const refusing = {
    send: () => Promise.reject(new SmsRefusedError('Twilio', 21610)),
    close: () => undefined,
  }
  const run = handleSendCode({ ...deps, mailer: createOutbox(), sms: refusing }, { codeId }, { jobId: 'job' })
  await expect(run).resolves.toBeUndefined()
})

test('somebody who was deactivated is sent nothing', async () => {
  const user = await newUser(deps)
  const { codeId } = await issue({ ...boundTo(user), channel: 'email', userId: user.id })
  await deps.db
    .updateTable('users')
    .set({ deactivatedAt: deps.clock.now() })
    .where('id', '=', user.id)
    .execute()
  expect(await deliverCode(deps, codeId)).toBeUndefined()
})

test('tables and queue hold neither the code nor the number', async () => {
  const user = await newUser(deps)
  const phone = newPhone()
  const { codeId } = await issue({ ...boundTo(user), channel: 'sms', userId: user.id, phone })
  const code = await delivered(codeId)
  const { rows } = await sql<{ text: string }>`
    select codes::text from codes where id = ${codeId}
    union all select job::text from pgboss.job where data ->> 'codeId' = ${codeId}
  `.execute(deps.db)
  const stored = rows.map(({ text }) => text).join('\n')
  expect(rows).toHaveLength(2)
  expect(stored).not.toContain(phone.slice(1))
  expect(stored).not.toContain(Buffer.from(phone).toString('hex'))
  // The digits may occur in a hash; as themselves they do not, and a plain hash of them neither.
  expect(stored).not.toMatch(new RegExp(`(?<![0-9a-f])${code}(?![0-9a-f])`))
  const { rows: plain } = await sql`
    select from codes where id = ${codeId} and code_hash in (sha256(${code}::bytea), ${code}::bytea)
  `.execute(deps.db)
  expect(plain).toEqual([])
})

test('a try that fails after a first one sent makes another code, and the last one sent is the right one', async () => {
  const user = await newUser(deps)
  const bound = boundTo(user)
  const { codeId } = await issue({ ...bound, channel: 'sms', userId: user.id, phone: newPhone() })
  const sms = createSmsOutbox({ failures: 1 })
  const run = () => handleSendCode({ ...deps, mailer: createOutbox(), sms }, { codeId }, { jobId: 'job' })
  await expect(run()).rejects.toThrow('away')
  await run()
  await run()
  const codes = sms.messages.map(({ text }) => text.match(/^\d{6}/)?.[0] ?? '')
  expect(codes).toHaveLength(2)
  await expect(checkCode(deps, { ...bound, codeId, code: codes[1] ?? '' })).resolves.toBeDefined()
})

test('five codes an hour go to a number, however many ask at once and from however many servers', async () => {
  const phone = newPhone()
  const another = await deps.openAnother()
  const ask = (each: Deps, i: number) =>
    each.transaction((tx) =>
      issueCode(tx, each, {
        purpose: 'phone_sign_in',
        channel: 'sms',
        userId: null,
        phone,
        browserToken: `browser ${i}`,
      }),
    )
  const reasons = await reasonsOf(Array.from({ length: 30 }, (_, i) => ask(i % 2 ? deps : another, i)))
  expect([count(reasons, 'ok'), count(reasons, 'TOO_MANY_REQUESTS')]).toEqual([5, 25])

  const refusal = await ask(deps, 99).catch((error) => error)
  expect(refusal.retryAfter).toBeGreaterThan(3500)
  expect(refusal.retryAfter).toBeLessThanOrEqual(3600)
  await letPass(phone, '1 hour')
  const later = await reasonsOf(Array.from({ length: 10 }, (_, i) => ask(deps, i)))
  expect(count(later, 'ok')).toBe(5)
  await letPass(phone, '1 hour')
  const eleventh = await ask(deps, 0).catch((error) => error)
  expect(eleventh.reason).toBe('TOO_MANY_REQUESTS')
  expect(eleventh.retryAfter).toBeGreaterThan(21 * 3600)
  await letPass(phone, '22 hours')
  await expect(ask(deps, 0)).resolves.toBeDefined()
})

test('ending the session ends its codes, and gives nobody more of them', async () => {
  const user = await newUser(deps)
  const bound = boundTo(user)
  const phone = newPhone()
  const ask = (as: TestUser) => issue({ ...boundTo(as), channel: 'sms', userId: as.id, phone })
  for (let i = 0; i < 4; i += 1) await ask(user)
  const { codeId } = await ask(user)
  const code = await delivered(codeId)
  await deps.transaction((tx) => endSessions(tx, user.id))
  await expect(checkCode(deps, { ...bound, codeId, code })).rejects.toMatchObject({ reason: 'CODE_EXPIRED' })
  await expect(ask(await newUser(deps))).rejects.toMatchObject({ reason: 'TOO_MANY_REQUESTS' })
})

test('codes for a second factor count at the number and at the mailbox they go to', async () => {
  const user = await newUser(deps)
  const reasons = await reasonsOf(
    Array.from({ length: 8 }, () => issue({ ...boundTo(user), channel: 'email', userId: user.id })),
  )
  expect(count(reasons, 'ok')).toBe(5)
})

test('the sweeper forgets codes a day after they were asked for', async () => {
  const user = await newUser(deps)
  const { codeId } = await issue({ ...boundTo(user), channel: 'email', userId: user.id })
  await handleSweepCodes(deps)
  expect(await rowOf(codeId)).toBeDefined()
  await sql`update codes set created_at = created_at - interval '26 hours' where id = ${codeId}`.execute(
    deps.db,
  )
  await handleSweepCodes(deps)
  expect(await rowOf(codeId)).toBeUndefined()
})

function issue(code: NewCode) {
  return deps.transaction((tx) => issueCode(tx, deps, code))
}

function boundTo({ scope }: TestUser) {
  return { purpose: 'reauthentication', sessionId: scope.sessionId } as const
}

async function delivered(codeId: string): Promise<string> {
  const code = await deliverCode(deps, codeId)
  if (code === undefined) throw new Error('nothing was sent')
  return code
}

/** A code that is not this one. */
function other(code: string): string {
  return code === '123456' ? '654321' : '123456'
}

async function reasonsOf(calls: Promise<unknown>[]): Promise<string[]> {
  return (await Promise.allSettled(calls)).map((each) =>
    each.status === 'fulfilled' ? 'ok' : String(each.reason.reason ?? each.reason),
  )
}

function count(reasons: string[], wanted: string): number {
  return reasons.filter((reason) => reason === wanted).length
}

function rowOf(codeId: string) {
  return deps.db
    .selectFrom('codes')
    .select(['purpose', 'channel', 'userId', 'sessionId', 'challengeId', 'browserHash', 'phoneIndex'])
    .select(['phoneSealed', 'codeHash', 'tries', 'usedAt'])
    .where('id', '=', codeId)
    .executeTakeFirst()
}

/** What a row looks like when what is random in it is left out. */
function shapeOf(row: object = {}) {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, Buffer.isBuffer(value) ? value.length : value]),
  )
}

async function jobsOf(codeId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from pgboss.job where data = ${JSON.stringify({ codeId })}::jsonb
  `.execute(deps.db)
  return rows.map(({ name }) => name)
}

async function letPass(phone: string, interval: string): Promise<void> {
  const phoneIndex = indexPhone(deps.secrets, phone)
  await sql`update codes set created_at = created_at - ${interval}::interval where phone_index = ${phoneIndex}`.execute(
    deps.db,
  )
}

async function newChallenge(user: TestUser): Promise<string> {
  const id = deps.random.id()
  const now = deps.clock.now()
  await deps.db
    .insertInto('signInChallenges')
    .values({
      id,
      userId: user.id,
      browserHash: Buffer.alloc(32),
      firstFactor: 'password',
      remembered: true,
      createdAt: now,
      expiresAt: new Date(now.getTime() + 600_000),
    })
    .execute()
  return id
}

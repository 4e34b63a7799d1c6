import { randomInt } from 'node:crypto'
import { deliverCode } from '@kinkeep/testing/deliver-code'
import { giveUserPhone, newPhone } from '@kinkeep/testing/new-phone'
import { newCaller, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions } from '@kinkeep/testing/traces'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { authenticate, type FreshUserScope, requireFreshUser } from '../accounts/access.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { parseMobileNumber } from '../platform/phone-numbers.ts'
import { handleSendPhoneMail } from './handlers.ts'
import { linkPhone } from './link-phone.ts'
import { readPhone } from './queries.ts'
import { requestLinkCode } from './request-link-code.ts'
import { requestSignInCode } from './request-sign-in-code.ts'
import { resendLinkCode } from './resend-link-code.ts'
import { resendSignInCode } from './resend-sign-in-code.ts'
import { codesPerAddress, codesPerCountry, linkCodesPerUser, quietDays } from './rules.ts'
import { unlinkPhone } from './unlink-phone.ts'
import { verifyPhoneCode } from './verify-phone-code.ts'

const deps = await createTestDeps()

describe('signing in', () => {
  test('with the code that came by SMS', async () => {
    const user = await newUser(deps)
    const phone = await giveUserPhone(deps, user.id)
    const caller = aCaller()
    const { codeId, sentTo } = await requestSignInCode(deps, caller, { phone: spaced(phone) })
    expect(sentTo).toBe(`+49\u00a0…\u00a0${phone.slice(-2)}`)
    const code = await delivered(codeId)

    const outcome = await verifyPhoneCode(deps, caller, { codeId, code: grouped(code), remember: false })
    if (outcome.status !== 'signedIn') throw new Error(outcome.status)
    expect(outcome.session.remembered).toBe(false)
    const found = await authenticate(deps, newCaller({ sessionToken: outcome.session.token }))
    expect(found?.scope.userId).toBe(user.id)
    expect(await auditedActions(deps, { actorId: user.id })).toEqual(['session.opened'])
  })

  test('asks for the second factor, and not for another SMS', async () => {
    const user = await newUser(deps)
    const phone = await giveUserPhone(deps, user.id)
    await addFactor(user, 'sms')
    await addFactor(user, 'email')
    const caller = aCaller()
    const { codeId } = await requestSignInCode(deps, caller, { phone })
    const code = await delivered(codeId)
    const outcome = await verifyPhoneCode(deps, caller, { codeId, code, remember: true })
    expect(outcome).toMatchObject({ status: 'twoFactorRequired', methods: ['email', 'recovery'] })
  })

  test('works only in the browser that asked, and once', async () => {
    const user = await newUser(deps)
    const phone = await giveUserPhone(deps, user.id)
    const caller = aCaller()
    const { codeId } = await requestSignInCode(deps, caller, { phone })
    const code = await delivered(codeId)
    const enter = (as = caller) => verifyPhoneCode(deps, as, { codeId, code, remember: true })
    await expect(enter(aCaller())).rejects.toMatchObject({ reason: 'CODE_EXPIRED' })
    expect((await enter()).status).toBe('signedIn')
    await expect(enter()).rejects.toMatchObject({ reason: 'CODE_EXPIRED' })
  })

  test('a number that was removed after its code was sent signs nobody in', async () => {
    const user = await newUser(deps, { password: 'a quiet evening' })
    const phone = await giveUserPhone(deps, user.id)
    const caller = aCaller()
    const { codeId } = await requestSignInCode(deps, caller, { phone })
    const code = await delivered(codeId)
    await unlinkPhone(deps, await freshScope(user))
    await expect(verifyPhoneCode(deps, caller, { codeId, code, remember: true })).rejects.toMatchObject({
      reason: 'CODE_EXPIRED',
    })
  })

  test('a code to add a number signs nobody in, and one to sign in adds no number', async () => {
    const user = await newUser(deps)
    const phone = await giveUserPhone(deps, user.id)
    const other = await newUser(deps)
    const scope = await freshScope(other)
    const caller = aCaller()
    const link = await requestLinkCode(deps, scope, { phone })
    const signIn = await requestSignInCode(deps, caller, { phone })
    const [linkCode, signInCode] = [await delivered(link.codeId), await delivered(signIn.codeId)]
    await expect(
      verifyPhoneCode(deps, caller, { codeId: link.codeId, code: linkCode, remember: true }),
    ).rejects.toMatchObject({ reason: 'CODE_EXPIRED' })
    await expect(linkPhone(deps, scope, { codeId: signIn.codeId, code: signInCode })).rejects.toMatchObject({
      reason: 'CODE_EXPIRED',
    })
  })

  test('after a long silence of the number its account is told by mail, and only then', async () => {
    const lateDeps = await createTestDeps()
    const user = await newUser(lateDeps)
    const phone = await giveUserPhone(lateDeps, user.id)
    const enter = async () => {
      const caller = aCaller()
      const { codeId } = await requestSignInCode(lateDeps, caller, { phone })
      const code = (await deliverCode(lateDeps, codeId)) ?? ''
      await verifyPhoneCode(lateDeps, caller, { codeId, code, remember: true })
    }
    await enter()
    expect(await newsOf(lateDeps, user.id)).toEqual([])
    lateDeps.clock.set(addSeconds(lateDeps.clock.now(), (quietDays + 1) * secondsPerDay))
    await enter()
    await enter()
    expect(await newsOf(lateDeps, user.id)).toEqual(['usedAgain'])
  })
})

describe('a stranger', () => {
  test('gets the same answer, rows, jobs and refusals for a number that nobody has', async () => {
    const known = await giveUserPhone(deps, (await newUser(deps)).id)
    const unknown = newPhone()
    const attempt = async (phone: string) => {
      const caller = aCaller()
      const sent = await requestSignInCode(deps, caller, { phone })
      const row = await deps.db
        .selectFrom('codes')
        .select(['purpose', 'channel', 'userId', 'sessionId', 'challengeId', 'tries', 'codeHash'])
        .select(['browserHash', 'phoneIndex', 'phoneSealed'])
        .where('id', '=', sent.codeId)
        .executeTakeFirstOrThrow()
      const { rows: jobs } = await sql`
        select name, data - 'codeId' as data from pgboss.job where data ->> 'codeId' = ${sent.codeId}
      `.execute(deps.db)
      await deliverCode(deps, sent.codeId)
      const tries = []
      for (let i = 0; i < 4; i += 1) {
        const input = { codeId: sent.codeId, code: 'none', remember: true }
        tries.push(await reasonOf(verifyPhoneCode(deps, caller, input)))
      }
      return {
        answer: Object.keys(sent),
        masked: sent.sentTo.replace(/\d\d$/, ''),
        row: Object.entries(row).map(([key, value]) => [key, Buffer.isBuffer(value) ? value.length : value]),
        jobs,
        tries,
      }
    }
    const [a, b] = [await attempt(known), await attempt(unknown)]
    expect(a).toEqual(b)
    expect(a.tries).toEqual(['CODE_WRONG', 'CODE_WRONG', 'CODE_WRONG', 'CODE_EXPIRED'])
  })

  test.each([
    ['no number', 'hello'],
    ['a number without its country', '0151 23456789'],
    ['premium', '+49 900 1234567'],
    ['premium in Britain', '+44 909 879 0000'],
    ['a satellite', '+88 216 4684331'],
    ['an international network', '+88 3510001234567'],
    ['toll-free', '+1 800 555 1234'],
    ['a personal number', '+1 500 555 0006'],
    ['a landline', '+49 30 123456'],
    ['an extension', '+49 151 23456789 ext. 5'],
    ['too long', `+49${'1'.repeat(30)}`],
    ['letters among digits', '+49 151 CALL ME'],
  ])('cannot have an SMS sent to what is no ordinary mobile number: %s', async (_, phone) => {
    const refusal = { reason: 'INVALID_INPUT', fields: { phone: ['invalid'] } }
    await expect(requestSignInCode(deps, aCaller(), { phone })).rejects.toMatchObject(refusal)
    const scope = await freshScope(await newUser(deps))
    await expect(requestLinkCode(deps, scope, { phone })).rejects.toMatchObject(refusal)
  })

  test('is stopped by the address, whatever numbers, sent at once to two servers', async () => {
    const another = await deps.openAnother()
    const address = '198.51.100.7'
    const reasons = await Promise.all(
      Array.from({ length: codesPerAddress.count + 10 }, (_, i) =>
        reasonOf(requestSignInCode(i % 2 ? deps : another, newCaller({ address }), { phone: newPhone() })),
      ),
    )
    expect(tally(reasons)).toEqual({ ok: codesPerAddress.count, TOO_MANY_REQUESTS: 10 })
  })

  test('is stopped by the country, whatever addresses; other countries are not', async () => {
    const ownDeps = await createTestDeps()
    const another = await ownDeps.openAnother()
    const ask = (i: number, phone: string) =>
      reasonOf(
        requestSignInCode(i % 2 ? ownDeps : another, newCaller({ address: `2001:db8:${i}::/64` }), { phone }),
      )
    const reasons = await Promise.all(
      Array.from({ length: codesPerCountry.count + 20 }, (_, i) => ask(i, newPhone())),
    )
    expect(tally(reasons)).toEqual({ ok: codesPerCountry.count, TOO_MANY_REQUESTS: 20 })
    expect(await ask(1000, '+79161234567')).toBe('ok')
  })

  test('cannot wear a number out faster through other browsers and addresses', async () => {
    const phone = await giveUserPhone(deps, (await newUser(deps)).id)
    const reasons = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        reasonOf(requestSignInCode(deps, newCaller({ address: `203.0.113.${i}` }), { phone })),
      ),
    )
    expect(tally(reasons)).toEqual({ ok: 5, TOO_MANY_REQUESTS: 15 })
  })

  test('who steals the tables has no number and no code', async () => {
    const user = await newUser(deps)
    const scope = await freshScope(user)
    const phone = newPhone()
    const first = await requestLinkCode(deps, scope, { phone })
    await linkPhone(deps, scope, { codeId: first.codeId, code: await delivered(first.codeId) })
    const { codeId } = await requestSignInCode(deps, aCaller(), { phone })
    await delivered(codeId)

    const tables = await sql<{ name: string }>`
      select quote_ident(table_schema) || '.' || quote_ident(table_name) as name
      from information_schema.tables where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'
    `.execute(deps.db)
    const digits = phone.slice(3)
    for (const { name } of tables.rows) {
      const { rows } = await sql<{ text: string }>`
        select row::text as text from ${sql.raw(name)} as row
      `.execute(deps.db)
      const text = rows.map((row) => row.text).join('\n')
      expect(text.includes(digits), name).toBe(false)
      expect(text.includes(Buffer.from(digits).toString('hex')), name).toBe(false)
    }
  })
})

describe('resending', () => {
  test('sends another code to the same number and ends the one before', async () => {
    const user = await newUser(deps)
    const phone = await giveUserPhone(deps, user.id)
    const caller = aCaller()
    const first = await requestSignInCode(deps, caller, { phone })
    const old = await delivered(first.codeId)
    const second = await resendSignInCode(deps, caller, first)
    expect(second.sentTo).toBe(first.sentTo)
    const code = await delivered(second.codeId)
    const enter = (codeId: string, typed: string) =>
      verifyPhoneCode(deps, caller, { codeId, code: typed, remember: true })
    await expect(enter(first.codeId, old)).rejects.toMatchObject({ reason: 'CODE_EXPIRED' })
    expect((await enter(second.codeId, code)).status).toBe('signedIn')
  })

  test('is for the browser and the session that asked', async () => {
    const phone = newPhone()
    const signIn = await requestSignInCode(deps, aCaller(), { phone })
    await expect(resendSignInCode(deps, aCaller(), signIn)).rejects.toMatchObject({
      reason: 'CODE_EXPIRED',
    })
    const user = await newUser(deps)
    const scope = await freshScope(user)
    const link = await requestLinkCode(deps, scope, { phone })
    const stranger = await freshScope(await newUser(deps))
    await expect(resendLinkCode(deps, stranger, link)).rejects.toMatchObject({ reason: 'CODE_EXPIRED' })
    const { codeId } = await resendLinkCode(deps, scope, link)
    const { phone: linked } = await linkPhone(deps, scope, { codeId, code: await delivered(codeId) })
    expect(linked?.number).toBe(`+49\u00a0…\u00a0${phone.slice(-2)}`)
  })

  test('counts at the number', async () => {
    const caller = aCaller()
    let sent = await requestSignInCode(deps, caller, { phone: newPhone() })
    for (let i = 0; i < 4; i += 1) sent = await resendSignInCode(deps, caller, sent)
    await expect(resendSignInCode(deps, caller, sent)).rejects.toMatchObject({ reason: 'TOO_MANY_REQUESTS' })
  })
})

describe('linking', () => {
  test('stores the number sealed, shows it masked and tells its owner', async () => {
    const user = await newUser(deps, { language: 'ru' })
    const scope = await freshScope(user)
    expect(await readPhone(deps, scope)).toEqual({ phone: null })
    const phone = newPhone()
    const { phone: linked } = await link(user, phone)
    const masked = `+49\u00a0…\u00a0${phone.slice(-2)}`
    expect(linked).toEqual({
      number: masked,
      verifiedAt: deps.clock.now().toISOString(),
      isSecondFactor: false,
    })
    expect(await auditedActions(deps, { actorId: user.id })).toEqual(['phone.linked'])
    const mail = await mailAbout(user.id, 'linked')
    expect(mail).toMatchObject({ to: user.email })
    expect(mail?.text).toContain(masked)
    expect(mail?.text).not.toContain(phone)
  })

  test('a wrong code, another session and another person link nothing', async () => {
    const user = await newUser(deps)
    const scope = await freshScope(user)
    const { codeId } = await requestLinkCode(deps, scope, { phone: newPhone() })
    const code = await delivered(codeId)
    const stranger = await freshScope(await newUser(deps))
    await expect(linkPhone(deps, stranger, { codeId, code })).rejects.toMatchObject({
      reason: 'CODE_EXPIRED',
    })
    await expect(linkPhone(deps, scope, { codeId, code: 'none' })).rejects.toMatchObject({
      reason: 'CODE_WRONG',
    })
    expect((await linkPhone(deps, scope, { codeId, code })).phone).not.toBeNull()
  })

  test('another number takes the place of the first, which is free again', async () => {
    const user = await newUser(deps)
    const [first, second] = [newPhone(), newPhone()]
    await link(user, first)
    await link(user, second)
    expect(await auditedActions(deps, { actorId: user.id })).toEqual(['phone.linked', 'phone.linked'])
    expect(await newsOf(deps, user.id)).toEqual(['linked', 'changed'])
    expect((await link(await newUser(deps), first)).phone).not.toBeNull()
  })

  test('the same number again only proves it anew', async () => {
    const user = await newUser(deps)
    const phone = newPhone()
    await link(user, phone)
    await link(user, phone)
    expect(await newsOf(deps, user.id)).toEqual(['linked'])
  })

  test('a number of another account: nothing is told before it is proven, and its owner keeps it and hears of it', async () => {
    const owner = await newUser(deps)
    const phone = await giveUserPhone(deps, owner.id)
    const other = await newUser(deps)
    const scope = await freshScope(other)
    const [taken, free] = [
      await requestLinkCode(deps, scope, { phone }),
      await requestLinkCode(deps, await freshScope(await newUser(deps)), { phone: newPhone() }),
    ]
    expect(taken.sentTo.replace(/\d\d$/, '')).toBe(free.sentTo.replace(/\d\d$/, ''))
    expect(await reasonOf(linkPhone(deps, scope, { codeId: taken.codeId, code: 'none' }))).toBe('CODE_WRONG')
    expect(await newsOf(deps, owner.id)).toEqual([])

    const code = await delivered(taken.codeId)
    expect(await reasonOf(linkPhone(deps, scope, { codeId: taken.codeId, code }))).toBe('PHONE_UNAVAILABLE')
    expect(await readPhone(deps, scope)).toEqual({ phone: null })
    expect((await readPhone(deps, owner.scope)).phone).not.toBeNull()
    expect(await newsOf(deps, owner.id)).toEqual(['claimed'])
    expect((await mailAbout(owner.id, 'claimed'))?.text).not.toContain(other.email)
    // Used up: having proven it once is no licence to try until the owner lets go.
    expect(await reasonOf(linkPhone(deps, scope, { codeId: taken.codeId, code }))).toBe('CODE_EXPIRED')
  })

  test('two accounts that prove the same number at the same moment: one has it', async () => {
    const another = await deps.openAnother()
    const phone = newPhone()
    const ready = await Promise.all(
      [deps, another].map(async (each) => {
        const scope = await freshScope(await newUser(each))
        const { codeId } = await requestLinkCode(each, scope, { phone })
        return { each, scope, codeId, code: await delivered(codeId) }
      }),
    )
    const reasons = await Promise.all(
      ready.map(({ each, scope, codeId, code }) => reasonOf(linkPhone(each, scope, { codeId, code }))),
    )
    expect(tally(reasons)).toEqual({ ok: 1, PHONE_UNAVAILABLE: 1 })
  })

  test('a number that is a second factor can be neither changed nor removed', async () => {
    const user = await newUser(deps, { password: 'a quiet evening' })
    const scope = await freshScope(user)
    await link(user, newPhone())
    const { codeId } = await requestLinkCode(deps, scope, { phone: newPhone() })
    const code = await delivered(codeId)
    await addFactor(user, 'sms')
    const before = await readPhone(deps, scope)
    expect(before.phone?.isSecondFactor).toBe(true)
    // One that was asked for before it became a factor does not slip through either.
    expect(await reasonOf(linkPhone(deps, scope, { codeId, code }))).toBe('SECOND_FACTOR_EXISTS')
    expect(await reasonOf(requestLinkCode(deps, scope, { phone: newPhone() }))).toBe('SECOND_FACTOR_EXISTS')
    expect(await reasonOf(unlinkPhone(deps, scope))).toBe('SECOND_FACTOR_EXISTS')
    expect(await readPhone(deps, scope)).toEqual(before)
  })

  test('one person cannot have SMS sent all over the country', async () => {
    const scope = await freshScope(await newUser(deps))
    const reasons = await Promise.all(
      Array.from({ length: linkCodesPerUser.count + 5 }, () =>
        reasonOf(requestLinkCode(deps, scope, { phone: newPhone() })),
      ),
    )
    expect(tally(reasons)).toEqual({ ok: linkCodesPerUser.count, TOO_MANY_REQUESTS: 5 })
  })
})

describe('unlinking', () => {
  test('takes the number away and tells its owner; twice is the same as once', async () => {
    const user = await newUser(deps, { password: 'a quiet evening' })
    await link(user, newPhone())
    const scope = await freshScope(user)
    expect(await unlinkPhone(deps, scope)).toEqual({ phone: null })
    expect(await unlinkPhone(deps, scope)).toEqual({ phone: null })
    expect(await readPhone(deps, scope)).toEqual({ phone: null })
    expect(await newsOf(deps, user.id)).toEqual(['linked', 'unlinked'])
    expect((await mailAbout(user.id, 'unlinked'))?.to).toBe(user.email)
    const mailOfOldNews = await mailAbout(user.id, 'linked')
    expect(mailOfOldNews).toBeUndefined()
  })

  test('the last way to sign in stays', async () => {
    const user = await newUser(deps)
    await link(user, newPhone())
    const scope = await freshScope(user)
    expect(await reasonOf(unlinkPhone(deps, scope))).toBe('LAST_SIGN_IN_METHOD')
    expect((await readPhone(deps, scope)).phone).not.toBeNull()
  })
})

test.each([
  ['+49 151 23456789', { number: '+4915123456789', country: 'DE' }],
  ['+7 (916) 123-45-67', { number: '+79161234567', country: 'RU' }],
  ['+1 202 555 0123', { number: '+12025550123', country: 'US' }],
  ['+44 7400 123456', { number: '+447400123456', country: 'GB' }],
])('%s is an ordinary mobile number', (typed, number) => {
  expect(parseMobileNumber(typed)).toEqual(number)
})

/** From an address of its own, so that tests do not count at each other's. */
function aCaller() {
  return newCaller({ address: newAddress() })
}

function newAddress(): string {
  return `2001:db8:${randomInt(65_536).toString(16)}:${randomInt(65_536).toString(16)}::/64`
}

async function freshScope(user: TestUser): Promise<FreshUserScope> {
  return (await requireFreshUser(deps, { ...user.caller, address: newAddress() })).scope
}

async function link(user: TestUser, phone: string) {
  const scope = await freshScope(user)
  const { codeId } = await requestLinkCode(deps, scope, { phone })
  return linkPhone(deps, scope, { codeId, code: await delivered(codeId) })
}

async function delivered(codeId: string): Promise<string> {
  const code = await deliverCode(deps, codeId)
  if (code === undefined) throw new Error('nothing was sent')
  return code
}

async function addFactor(user: TestUser, kind: 'sms' | 'email'): Promise<void> {
  const now = deps.clock.now()
  await deps.db
    .insertInto('secondFactors')
    .values({ id: deps.random.id(), userId: user.id, kind, createdAt: now, confirmedAt: now })
    .execute()
}

/** What the queue has to tell somebody, oldest first. */
async function newsOf({ db }: Pick<Deps, 'db'>, userId: string): Promise<string[]> {
  const { rows } = await sql<{ news: string }>`
    select data ->> 'news' as news from pgboss.job
    where name = 'phones.send-mail' and data ->> 'userId' = ${userId} order by created_on, id
  `.execute(db)
  return rows.map(({ news }) => news)
}

async function mailAbout(userId: string, news: 'linked' | 'unlinked' | 'claimed') {
  const mailer = createOutbox()
  await handleSendPhoneMail({ ...deps, mailer }, { userId, news }, { jobId: 'job' })
  return mailer.mails[0]
}

async function reasonOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error) => String(error.reason ?? error),
  )
}

function tally(reasons: string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1
  return counts
}

/** A number and a code as people type them. */
function spaced(phone: string): string {
  return ` ${phone.slice(0, 3)} (${phone.slice(3, 6)}) ${phone.slice(6, 9)}-${phone.slice(9)} `
}

function grouped(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`
}

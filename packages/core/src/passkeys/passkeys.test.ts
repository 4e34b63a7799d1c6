import { limits } from '@kinkeep/contracts/limits'
import { type Authenticator, newAuthenticator, type Quirks } from '@kinkeep/testing/authenticator'
import { newCaller, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { describe, expect, test } from 'vitest'
import { authenticate, requireFreshUser } from '../accounts/access.ts'
import { completeSignIn } from '../accounts/complete-sign-in.ts'
import { hashToken } from '../platform/token-hash.ts'
import { requireChallenge } from '../two-factor/access.ts'
import { handleSendPasskeyMail, handleSweepPasskeyChallenges } from './handlers.ts'
import { makeReauthenticationOptions } from './make-reauthentication-options.ts'
import { makeRegistrationOptions } from './make-registration-options.ts'
import { makeSecondFactorOptions } from './make-second-factor-options.ts'
import { makeSignInOptions } from './make-sign-in-options.ts'
import { listPasskeys } from './queries.ts'
import { reauthenticateWithPasskey } from './reauthenticate-with-passkey.ts'
import { registerPasskey } from './register-passkey.ts'
import { removePasskey } from './remove-passkey.ts'
import { renamePasskey } from './rename-passkey.ts'
import { challengeSeconds } from './rules.ts'
import { signInWithPasskey } from './sign-in-with-passkey.ts'
import { verifyPasskeyFactor } from './verify-passkey-factor.ts'

const deps = await createTestDeps()
const origin = deps.publicUrl

describe('a new passkey', () => {
  test('is kept with a name, and signs its owner in', async () => {
    const user = await newUser(deps)
    const { authenticator, passkey } = await givePasskey(user)
    expect(await listPasskeys(deps, user.scope)).toEqual({ items: [passkey] })
    expect(passkey).toMatchObject({ name: 'My phone', isBackedUp: false, usedAt: null })

    const caller = newCaller()
    const outcome = await signIn(authenticator, caller)
    expect(outcome.status).toBe('signedIn')
    const token = outcome.status === 'signedIn' ? outcome.session.token : ''
    const proven = await authenticate(deps, newCaller({ sessionToken: token }))
    expect(proven?.scope.userId).toBe(user.id)
    expect((await listPasskeys(deps, user.scope)).items[0]?.usedAt).not.toBeNull()
  })

  test('is written down', async () => {
    const user = await newUser(deps)
    const { passkey } = await givePasskey(user)
    expect(await auditOf(passkey.id)).toEqual(['passkey.added'])
  })

  test('is made in the session that asked for it, and in no other', async () => {
    const user = await newUser(deps)
    const { options } = await beginRegistration(user)
    const other = await newUser(deps)
    const response = newAuthenticator(origin).create(options)
    await expect(registerPasskey(deps, other.scope, { name: 'Mine', response })).rejects.toThrow(
      'PASSKEY_REFUSED',
    )
    await expect(registerPasskey(deps, user.scope, { name: 'Mine', response })).resolves.toMatchObject({
      name: 'Mine',
    })
  })

  test('is not kept for a session that ended while it was being checked', async () => {
    const user = await newUser(deps)
    const { options } = await beginRegistration(user)
    const response = newAuthenticator(origin).create(options)
    // A password reset comes between the check and the row.
    const ending: typeof deps.transaction = async (work) => {
      await deps.db.deleteFrom('sessions').where('userId', '=', user.id).execute()
      return deps.transaction(work)
    }
    const late = { ...deps, transaction: ending }
    await expect(registerPasskey(late, user.scope, { name: 'Mine', response })).rejects.toThrow(
      'NOT_SIGNED_IN',
    )
    expect(await listPasskeys(deps, user.scope)).toEqual({ items: [] })
  })

  test('needs a challenge that only a fresh session gets', async () => {
    const user = await newUser(deps)
    const { options } = await beginRegistration(user)
    const { challenge } = await makeReauthenticationOptions(deps, user.scope)
    const response = newAuthenticator(origin).create({ ...options, challenge })
    await expect(registerPasskey(deps, user.scope, { name: 'Mine', response })).rejects.toThrow(
      'PASSKEY_REFUSED',
    )
  })

  test('with certificates is refused before anybody is asked about them', async () => {
    const user = await newUser(deps)
    const said: unknown[] = []
    const log = Object.assign(Object.create(deps.log), { info: (told: unknown) => said.push(told) })
    const statement = new Map<string, unknown>([
      ['alg', -7],
      ['sig', Buffer.alloc(70)],
      ['x5c', [Buffer.alloc(300)]],
    ])
    for (const format of ['packed', 'apple', 'android-key', 'tpm']) {
      const { options } = await beginRegistration(user)
      const response = newAuthenticator(origin).create(options, { attestation: { format, statement } })
      await expect(registerPasskey({ ...deps, log }, user.scope, { name: 'Bad', response })).rejects.toThrow(
        'PASSKEY_REFUSED',
      )
    }
    expect(String(said.map((told) => (told as { err: Error }).err.message))).toBe(
      'attestation of format packed,attestation of format apple,attestation of format android-key,attestation of format tpm',
    )
  })

  test.each<[string, Quirks]>([
    ['of another origin', { origin: 'https://kinkeep.test.attacker.example' }],
    ['of another relying party', { rpId: 'attacker.example' }],
    ['for another challenge', { challenge: Buffer.alloc(32).toString('base64url') }],
    ['of an assertion', { type: 'webauthn.get' }],
    ["in another site's frame", { crossOrigin: true }],
    ['of a device that did not check its person', { userVerified: false }],
    ['without anybody present', { userPresent: false }],
  ])('%s is refused', async (_name, quirks) => {
    const user = await newUser(deps)
    const { options } = await beginRegistration(user)
    const response = newAuthenticator(origin).create(options, quirks)
    await expect(registerPasskey(deps, user.scope, { name: 'Bad', response })).rejects.toThrow(
      'PASSKEY_REFUSED',
    )
    expect((await listPasskeys(deps, user.scope)).items).toEqual([])
  })

  test('with the credential id of somebody else’s is refused, and theirs stays', async () => {
    const victim = await newUser(deps)
    const { authenticator } = await givePasskey(victim)
    const attacker = await newUser(deps)
    const imitation = newAuthenticator(origin, { credentialId: authenticator.credentialId })
    const { options } = await beginRegistration(attacker)
    await expect(
      registerPasskey(deps, attacker.scope, { name: 'Yours', response: imitation.create(options) }),
    ).rejects.toThrow('PASSKEY_REFUSED')
    await expect(signIn(imitation)).rejects.toThrow('PASSKEY_REFUSED')
    await expect(signIn(authenticator)).resolves.toMatchObject({ status: 'signedIn' })
  })

  test('is one of a limited number', async () => {
    const user = await newUser(deps)
    const { options } = await beginRegistration(user)
    const second = await beginRegistration(user)
    for (let n = 1; n < limits.passkeysPerUser; n += 1) await givePasskey(user)
    const responses = [options, second.options].map((each) => newAuthenticator(origin).create(each))
    const results = await Promise.allSettled(
      responses.map((response) => registerPasskey(deps, user.scope, { name: 'Last', response })),
    )
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await expect(beginRegistration(user)).rejects.toThrow('TOO_MANY_PASSKEYS')
  })

  test('asks for one that is not there yet', async () => {
    const user = await newUser(deps)
    const { authenticator } = await givePasskey(user)
    const { options } = await beginRegistration(user)
    expect(options.excludeCredentials.map(({ id }) => id)).toEqual([authenticator.credentialId])
    expect(options.rp.id).toBe('kinkeep.test')
    expect(JSON.stringify(options)).not.toContain(user.id)
  })
})

describe('signing in', () => {
  test('proves both factors, as the device checked its person', async () => {
    const user = await newUser(deps)
    const { authenticator } = await givePasskey(user)
    await giveTotp(user)
    expect((await signIn(authenticator)).status).toBe('signedIn')
  })

  test('names nobody: the options are the same for everybody', async () => {
    const options = await makeSignInOptions(deps, newCaller())
    expect(options).toEqual({ ...options, allowCredentials: [], rpId: 'kinkeep.test' })
  })

  test.each<[string, Quirks]>([
    ['of another origin', { origin: 'http://kinkeep.test' }],
    ['of another relying party', { rpId: 'attacker.example' }],
    ['for another challenge', { challenge: Buffer.alloc(32).toString('base64url') }],
    ['of a registration', { type: 'webauthn.create' }],
    ["in another site's frame", { crossOrigin: true }],
    ['of a device that did not check its person', { userVerified: false }],
    ['without anybody present', { userPresent: false }],
    ['for another account', { userHandle: Buffer.alloc(16, 7).toString('base64url') }],
  ])('%s is refused', async (_name, quirks) => {
    const user = await newUser(deps)
    const { authenticator } = await givePasskey(user)
    await expect(signIn(authenticator, newCaller(), quirks)).rejects.toThrow('PASSKEY_REFUSED')
    await expect(signIn(authenticator)).resolves.toMatchObject({ status: 'signedIn' })
  })

  test('by an unknown key, and by the right id with another key, is the same refusal', async () => {
    const { authenticator } = await givePasskey(await newUser(deps))
    await expect(signIn(newAuthenticator(origin))).rejects.toThrow('PASSKEY_REFUSED')
    const forger = newAuthenticator(origin, { credentialId: authenticator.credentialId })
    await expect(signIn(forger, newCaller(), { counter: 99 })).rejects.toThrow('PASSKEY_REFUSED')
  })

  test('serves the browser that asked, once, and not for long', async () => {
    const { authenticator } = await givePasskey(await newUser(deps), { counter: 0 })
    const caller = newCaller()
    const options = await makeSignInOptions(deps, caller)
    const response = authenticator.get(options, { counter: 0 })
    await expect(signInWithPasskey(deps, newCaller(), { response, remember: true })).rejects.toThrow(
      'PASSKEY_REFUSED',
    )
    await signInWithPasskey(deps, caller, { response, remember: true })
    await expect(signInWithPasskey(deps, caller, { response, remember: true })).rejects.toThrow(
      'PASSKEY_REFUSED',
    )

    const late = authenticator.get(await makeSignInOptions(deps, caller))
    deps.clock.advance(challengeSeconds)
    await expect(signInWithPasskey(deps, caller, { response: late, remember: true })).rejects.toThrow(
      'PASSKEY_REFUSED',
    )
  })

  test('with one answer sent twenty times at once opens one session', async () => {
    const { authenticator } = await givePasskey(await newUser(deps), { counter: 0 })
    const caller = newCaller()
    const response = authenticator.get(await makeSignInOptions(deps, caller), { counter: 0 })
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => signInWithPasskey(deps, caller, { response, remember: true })),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('with a challenge for something else is refused', async () => {
    const user = await newUser(deps)
    const { authenticator } = await givePasskey(user)
    const caller = newCaller()
    const { challenge } = await makeReauthenticationOptions(deps, user.scope)
    await expect(signIn(authenticator, caller, { challenge })).rejects.toThrow('PASSKEY_REFUSED')
    const { options } = await beginRegistration(user)
    await expect(signIn(authenticator, caller, { challenge: options.challenge })).rejects.toThrow(
      'PASSKEY_REFUSED',
    )
  })

  test('by a copy, whose counter is behind, is refused and written down', async () => {
    const user = await newUser(deps)
    const { authenticator, passkey } = await givePasskey(user)
    await signIn(authenticator, newCaller(), { counter: 10 })
    for (const counter of [10, 9, 0]) {
      await expect(signIn(authenticator, newCaller(), { counter })).rejects.toThrow('PASSKEY_REFUSED')
    }
    expect(await auditOf(passkey.id)).toEqual([
      'passkey.added',
      ...Array.from({ length: 3 }, () => 'passkey.counter_went_back'),
    ])
    await expect(signIn(authenticator, newCaller(), { counter: 11 })).resolves.toMatchObject({
      status: 'signedIn',
    })
  })

  test('by an authenticator without a counter works every time', async () => {
    const user = await newUser(deps)
    const authenticator = newAuthenticator(origin)
    const { options } = await beginRegistration(user)
    await registerPasskey(deps, user.scope, {
      name: 'A',
      response: authenticator.create(options, { counter: 0 }),
    })
    for (let n = 0; n < 2; n += 1) {
      await expect(signIn(authenticator, newCaller(), { counter: 0 })).resolves.toMatchObject({
        status: 'signedIn',
      })
    }
  })

  test('to a deactivated account is refused', async () => {
    const user = await newUser(deps)
    const { authenticator } = await givePasskey(user)
    await deps.db.updateTable('users').set({ deactivatedAt: new Date() }).where('id', '=', user.id).execute()
    await expect(signIn(authenticator)).rejects.toThrow('CREDENTIALS_WRONG')
  })

  test('leaves no challenge in the database', async () => {
    const { challenge } = await makeSignInOptions(deps, newCaller())
    const rows = await deps.db
      .selectFrom('passkeyChallenges')
      .select(['challengeHash', 'browserHash'])
      .execute()
    const stored = JSON.stringify(
      rows.flatMap((row) => Object.values(row).map((value) => value?.toString('base64url'))),
    )
    expect(stored).not.toContain(challenge)
  })
})

describe('as a second factor', () => {
  test('finishes the sign-in that this browser began, without a check of the person', async () => {
    const { authenticator, scope } = await beginSecondFactor()
    const options = await makeSecondFactorOptions(deps, scope)
    expect(options.allowCredentials.map(({ id }) => id)).toEqual([authenticator.credentialId])
    const response = authenticator.get(options, { userVerified: false })
    const { session, device } = await verifyPasskeyFactor(deps, scope, {
      challengeId: scope.challengeId,
      response,
      trustDevice: true,
    })
    expect(session.token).toHaveLength(43)
    expect(device).toBeDefined()
    const again = authenticator.get(options)
    await expect(
      verifyPasskeyFactor(deps, scope, {
        challengeId: scope.challengeId,
        response: again,
        trustDevice: false,
      }),
    ).rejects.toThrow('PASSKEY_REFUSED')
  })

  test('is not somebody else’s passkey, nor one for another sign-in', async () => {
    const { authenticator, scope } = await beginSecondFactor()
    const { authenticator: strangers } = await givePasskey(await newUser(deps))
    const verify = (response: ReturnType<Authenticator['get']>) =>
      verifyPasskeyFactor(deps, scope, { challengeId: scope.challengeId, response, trustDevice: false })
    await expect(verify(strangers.get(await makeSecondFactorOptions(deps, scope)))).rejects.toThrow(
      'PASSKEY_REFUSED',
    )

    const other = await beginSecondFactor()
    const elsewhere = await makeSecondFactorOptions(deps, other.scope)
    await expect(verify(authenticator.get(elsewhere))).rejects.toThrow('PASSKEY_REFUSED')
    await expect(verify(authenticator.get(await makeSignInOptions(deps, scope.caller)))).rejects.toThrow(
      'PASSKEY_REFUSED',
    )
  })

  test('does not sign in where it was asked for without the first factor', async () => {
    const { authenticator, scope } = await beginSecondFactor()
    const options = await makeSecondFactorOptions(deps, scope)
    const response = authenticator.get(options, { userVerified: false })
    await expect(signInWithPasskey(deps, scope.caller, { response, remember: true })).rejects.toThrow(
      'PASSKEY_REFUSED',
    )
  })
})

describe('proving again who one is', () => {
  test('makes the session fresh', async () => {
    const user = await newUser(deps)
    const { authenticator } = await givePasskey(user)
    deps.clock.advance((limits.freshMinutes + 1) * 60)
    await expect(requireFreshUser(deps, user.caller)).rejects.toThrow('REAUTHENTICATION_REQUIRED')
    const response = authenticator.get(await makeReauthenticationOptions(deps, user.scope))
    await reauthenticateWithPasskey(deps, user.scope, { response })
    await expect(requireFreshUser(deps, user.caller)).resolves.toBeDefined()
  })

  test('takes one’s own passkey, in one’s own session, with a check of the person', async () => {
    const user = await newUser(deps)
    const other = await newUser(deps)
    const { authenticator } = await givePasskey(user)
    const { authenticator: others } = await givePasskey(other)
    const tries = [
      others.get(await makeReauthenticationOptions(deps, user.scope)),
      authenticator.get(await makeReauthenticationOptions(deps, other.scope)),
      authenticator.get(await makeReauthenticationOptions(deps, user.scope), { userVerified: false }),
    ]
    for (const response of tries) {
      await expect(reauthenticateWithPasskey(deps, user.scope, { response })).rejects.toThrow(
        'PASSKEY_REFUSED',
      )
    }
  })
})

describe('a passkey that is there', () => {
  test('is renamed and removed by its owner alone', async () => {
    const owner = await newUser(deps, { password: 'a long password' })
    const stranger = await newUser(deps)
    const { passkey, authenticator } = await givePasskey(owner)
    const passkeyId = passkey.id
    await expect(renamePasskey(deps, stranger.scope, { passkeyId, name: 'Mine' })).rejects.toThrow(
      'NOT_FOUND',
    )
    expect(await renamePasskey(deps, owner.scope, { passkeyId, name: 'Key' })).toMatchObject({ name: 'Key' })
    const { scope: strangersScope } = await requireFreshUser(deps, stranger.caller)
    await expect(removePasskey(deps, strangersScope, { passkeyId })).rejects.toThrow('NOT_FOUND')

    const { scope } = await requireFreshUser(deps, owner.caller)
    await removePasskey(deps, scope, { passkeyId })
    await expect(signIn(authenticator)).rejects.toThrow('PASSKEY_REFUSED')
    expect(await auditOf(passkeyId)).toEqual(['passkey.added', 'passkey.renamed', 'passkey.removed'])
  })
})

describe('the last way to sign in', () => {
  test('stays', async () => {
    const user = await newUser(deps)
    const { passkey } = await givePasskey(user)
    const { scope } = await requireFreshUser(deps, await freshCaller(user))
    await expect(removePasskey(deps, scope, { passkeyId: passkey.id })).rejects.toThrow('LAST_SIGN_IN_METHOD')
    expect((await listPasskeys(deps, user.scope)).items).toEqual([passkey])
  })

  test('is left when two go at once, on two servers', async () => {
    const servers = [deps, await deps.openAnother()]
    for (let round = 0; round < 8; round += 1) {
      const user = await newUser(deps)
      const passkeys = [(await givePasskey(user)).passkey, (await givePasskey(user)).passkey]
      const { scope } = await requireFreshUser(deps, await freshCaller(user))
      const results = await Promise.allSettled(
        servers.map((server, n) => removePasskey(server, scope, { passkeyId: passkeys[n]?.id ?? '' })),
      )
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    }
  })
})

describe('the mail', () => {
  test.each([
    ['en', 'added', /passkey was added/],
    ['ru', 'removed', /удалён ключ доступа/],
  ] as const)('tells in %s that one was %s', async (language, news, subject) => {
    const user = await newUser(deps, { language })
    const outbox = createOutbox()
    const worker = { ...deps, mailer: outbox }
    await handleSendPasskeyMail(worker, { userId: user.id, news }, { jobId: deps.random.id() })
    await handleSendPasskeyMail(worker, { userId: deps.random.id(), news }, { jobId: deps.random.id() })
    expect(outbox.mails).toHaveLength(1)
    expect(outbox.mails[0]).toMatchObject({ to: user.email, subject: expect.stringMatching(subject) })
    expect(outbox.mails[0]?.text).toContain(`${deps.publicUrl}/settings/security`)
  })
})

test('challenges that can no longer be answered are forgotten, others stay', async () => {
  await makeSignInOptions(deps, newCaller())
  deps.clock.advance(challengeSeconds + 1)
  const caller = newCaller()
  await makeSignInOptions(deps, caller)
  await handleSweepPasskeyChallenges(deps)
  const left = await deps.db.selectFrom('passkeyChallenges').select('browserHash').execute()
  expect(left).toEqual([{ browserHash: hashToken(caller.browserToken) }])
})

async function beginRegistration(user: TestUser) {
  const { scope } = await requireFreshUser(deps, await freshCaller(user))
  return { options: await makeRegistrationOptions(deps, scope) }
}

/** The user's own caller, proven just now: a test may have let hours pass. */
async function freshCaller(user: TestUser) {
  await deps.db
    .updateTable('sessions')
    .set({ provenAt: deps.clock.now() })
    .where('id', '=', user.scope.sessionId)
    .execute()
  return user.caller
}

async function givePasskey(user: TestUser, quirks: Quirks = {}) {
  const authenticator = newAuthenticator(origin)
  const { options } = await beginRegistration(user)
  const response = authenticator.create(options, quirks)
  const passkey = await registerPasskey(deps, user.scope, { name: 'My phone', response })
  return { authenticator, passkey }
}

async function signIn(authenticator: Authenticator, caller = newCaller(), quirks: Quirks = {}) {
  const options = await makeSignInOptions(deps, caller)
  const response = authenticator.get(options, quirks)
  return signInWithPasskey(deps, caller, { response, remember: true })
}

async function giveTotp(user: TestUser): Promise<void> {
  const now = deps.clock.now()
  await deps.db
    .insertInto('secondFactors')
    .values({
      id: deps.random.id(),
      userId: user.id,
      kind: 'totp',
      secretSealed: Buffer.alloc(1),
      createdAt: now,
      confirmedAt: now,
    })
    .execute()
}

async function beginSecondFactor() {
  const user = await newUser(deps)
  const { authenticator } = await givePasskey(user)
  await giveTotp(user)
  const caller = newCaller()
  const outcome = await deps.transaction((tx) =>
    completeSignIn(tx, deps, caller, { userId: user.id, firstFactor: 'password', remember: true }),
  )
  if (outcome.status !== 'twoFactorRequired') throw new Error('expected a challenge')
  expect(outcome.methods).toContain('passkey')
  return { user, authenticator, scope: await requireChallenge(deps, caller, outcome.challengeId) }
}

async function auditOf(subjectId: string): Promise<string[]> {
  const entries = await deps.db
    .selectFrom('auditEntries')
    .select('action')
    .where('subjectId', '=', subjectId)
    .orderBy('id')
    .execute()
  return entries.map(({ action }) => action)
}

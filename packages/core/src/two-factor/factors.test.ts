import { limits } from '@kinkeep/contracts/limits'
import type { FactorProof } from '@kinkeep/contracts/two-factor'
import { countStatements } from '@kinkeep/testing/count-statements'
import { deliverCode } from '@kinkeep/testing/deliver-code'
import { newChallenge, newTotp } from '@kinkeep/testing/new-second-factor'
import { newCaller, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, queuedJobs } from '@kinkeep/testing/traces'
import { sql } from 'kysely'
import { generate } from 'otplib'
import { expect, test } from 'vitest'
import { requireFreshUser } from '../accounts/access.ts'
import { completeSignIn } from '../accounts/complete-sign-in.ts'
import { confirmFactorSetup } from './confirm-factor-setup.ts'
import { disableTwoFactor } from './disable-two-factor.ts'
import { generateRecoveryCodes } from './generate-recovery-codes.ts'
import { sendSecondFactorMail } from './jobs.ts'
import { readTwoFactorStatus } from './queries.ts'
import { removeFactor } from './remove-factor.ts'
import { requestFactorRemoval } from './request-factor-removal.ts'
import { setPreferredFactor } from './set-preferred-factor.ts'
import { setupFactor } from './setup-factor.ts'
import { verifySecondFactor } from './verify-second-factor.ts'

const deps = await createTestDeps()

async function freshScope(user: TestUser) {
  return (await requireFreshUser(deps, user.caller)).scope
}

async function beginEmail(user: TestUser): Promise<{ codeId: string; code: string }> {
  const begun = await setupFactor(deps, await freshScope(user), { kind: 'email' })
  if (begun.kind === 'totp') throw new Error('unreachable')
  return { codeId: begun.codeId, code: (await deliverCode(deps, begun.codeId)) ?? '' }
}

async function addEmail(user: TestUser) {
  return confirmFactorSetup(deps, user.scope, { kind: 'email', ...(await beginEmail(user)) })
}

async function newsOf(user: TestUser): Promise<string[]> {
  const mails = await queuedJobs(deps, sendSecondFactorMail)
  return mails.filter(({ userId }) => userId === user.id).map(({ news }) => news)
}

test('an app counts from its confirmation on: before it nothing is asked for', async () => {
  const user = await newUser(deps)
  const begun = await setupFactor(deps, await freshScope(user), { kind: 'totp' })
  if (begun.kind !== 'totp') throw new Error('unreachable')
  expect(begun.secret).toMatch(/^[A-Z2-7]{32}$/)
  const uri = new URL(begun.uri)
  expect(uri.searchParams.get('secret')).toBe(begun.secret)
  expect(decodeURIComponent(uri.pathname)).toContain(user.email)

  const proof = { userId: user.id, firstFactor: 'password', remember: true } as const
  const signedIn = await deps.transaction((tx) => completeSignIn(tx, deps, newCaller(), proof))
  expect(signedIn.status).toBe('signedIn')
  expect((await readTwoFactorStatus(deps, user.scope)).factors).toEqual([])

  const wrong = confirmFactorSetup(deps, user.scope, { kind: 'totp', code: '000000' })
  await expect(wrong).rejects.toMatchObject({ reason: 'CODE_WRONG' })
  const epoch = Math.floor(deps.clock.now().getTime() / 1000)
  const code = await generate({ secret: begun.secret, epoch })
  const { recoveryCodes } = await confirmFactorSetup(deps, user.scope, { kind: 'totp', code })
  expect(new Set(recoveryCodes)).toHaveProperty('size', limits.recoveryCodes)
  for (const each of recoveryCodes ?? []) {
    expect(each).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
  }
  expect(await readTwoFactorStatus(deps, user.scope)).toMatchObject({
    factors: [{ kind: 'totp', isPreferred: true }],
    recoveryCodesLeft: limits.recoveryCodes,
    hasPhone: false,
  })
  expect(await auditedActions(deps, { actorId: user.id })).toContain('second_factor.added.totp')
  expect(await newsOf(user)).toEqual(['factorAdded'])
})

test('a stolen database holds no secret, no code and no recovery code as it is', async () => {
  const user = await newUser(deps)
  const app = await newTotp(deps, user)
  const scope = await newChallenge(deps, user, newCaller())
  const { device } = await verifySecondFactor(deps, scope, {
    challengeId: scope.challengeId,
    way: 'totp',
    code: await app.nextCode(),
    trustDevice: true,
  })
  const tables = await sql<{ name: string }>`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'
  `.execute(deps.db)
  const rows = await Promise.all(
    tables.rows.map(({ name }) =>
      sql<{ row: string }>`select t::text as row from ${sql.raw(name)} t`.execute(deps.db),
    ),
  )
  const everything = rows.flatMap((table) => table.rows.map(({ row }) => row)).join('\n')
  expect(everything).toContain(user.email)
  const secrets = [app.secret, device ?? '', ...app.recoveryCodes]
  for (const secret of [...secrets, ...app.recoveryCodes.map((code) => code.replaceAll('-', ''))]) {
    expect(everything).not.toContain(secret)
    expect(everything).not.toContain(Buffer.from(secret).toString('hex'))
  }
})

test('a sealed secret that is moved to another person opens nothing', async () => {
  const [anna, boris] = [await newUser(deps), await newUser(deps)]
  const [annasApp] = [await newTotp(deps, anna), await newTotp(deps, boris)]
  const { secretSealed } = await deps.db
    .selectFrom('secondFactors')
    .select('secretSealed')
    .where('userId', '=', anna.id)
    .executeTakeFirstOrThrow()
  await deps.db.updateTable('secondFactors').set({ secretSealed }).where('userId', '=', boris.id).execute()
  const scope = await newChallenge(deps, boris, newCaller())
  const code = await annasApp.nextCode()
  const input = { challengeId: scope.challengeId, way: 'totp', code, trustDevice: false } as const
  await expect(verifySecondFactor(deps, scope, input)).rejects.toThrow()
})

test('setting up again replaces what was begun, and not what counts', async () => {
  const user = await newUser(deps)
  const first = await setupFactor(deps, await freshScope(user), { kind: 'totp' })
  const second = await setupFactor(deps, await freshScope(user), { kind: 'totp' })
  if (first.kind !== 'totp' || second.kind !== 'totp') throw new Error('unreachable')
  const epoch = Math.floor(deps.clock.now().getTime() / 1000)
  const codes = [
    await generate({ secret: first.secret, epoch }),
    await generate({ secret: second.secret, epoch }),
  ]
  const confirm = (code = '') => confirmFactorSetup(deps, user.scope, { kind: 'totp', code })
  await expect(confirm(codes[0])).rejects.toMatchObject({ reason: 'CODE_WRONG' })
  await confirm(codes[1])
  await expect(confirm(codes[1])).rejects.toMatchObject({ reason: 'SECOND_FACTOR_MISSING' })
  await expect(setupFactor(deps, await freshScope(user), { kind: 'totp' })).rejects.toMatchObject({
    reason: 'SECOND_FACTOR_EXISTS',
  })
})

test('what was begun too long ago is not confirmed any more', async () => {
  const user = await newUser(deps)
  const begun = await setupFactor(deps, await freshScope(user), { kind: 'totp' })
  if (begun.kind !== 'totp') throw new Error('unreachable')
  deps.clock.advance(limits.factorSetupMinutes * 60)
  const code = await generate({ secret: begun.secret, epoch: Math.floor(deps.clock.now().getTime() / 1000) })
  await expect(confirmFactorSetup(deps, user.scope, { kind: 'totp', code })).rejects.toMatchObject({
    reason: 'CODE_EXPIRED',
  })
  deps.clock.advance(-limits.factorSetupMinutes * 60)
})

test('two factors confirmed at once make one set of recovery codes', async () => {
  const user = await newUser(deps)
  const begun = await setupFactor(deps, await freshScope(user), { kind: 'totp' })
  if (begun.kind !== 'totp') throw new Error('unreachable')
  const mail = await beginEmail(user)
  const code = await generate({
    secret: begun.secret,
    epoch: Math.floor(deps.clock.now().getTime() / 1000),
  })
  const another = await deps.openAnother()
  const answers = await Promise.all([
    confirmFactorSetup(deps, user.scope, { kind: 'totp', code }),
    confirmFactorSetup(another, user.scope, { kind: 'email', ...mail }),
  ])
  expect(answers.filter(({ recoveryCodes }) => recoveryCodes)).toHaveLength(1)
  expect((await readTwoFactorStatus(deps, user.scope)).recoveryCodesLeft).toBe(limits.recoveryCodes)
})

test("a code of somebody else's set-up, or of another session's, confirms nothing", async () => {
  const [anna, boris] = [await newUser(deps), await newUser(deps)]
  const annas = await beginEmail(anna)
  await beginEmail(boris)
  await expect(confirmFactorSetup(deps, boris.scope, { kind: 'email', ...annas })).rejects.toMatchObject({
    reason: 'CODE_EXPIRED',
  })
  expect((await readTwoFactorStatus(deps, boris.scope)).factors).toEqual([])
  await confirmFactorSetup(deps, anna.scope, { kind: 'email', ...annas })
})

test('SMS needs a proven number', async () => {
  const user = await newUser(deps)
  await expect(setupFactor(deps, await freshScope(user), { kind: 'sms' })).rejects.toMatchObject({
    reason: 'SECOND_FACTOR_MISSING',
  })
})

test('the preferred one comes first; what is not set up cannot be preferred', async () => {
  const user = await newUser(deps)
  await newTotp(deps, user)
  await expect(setPreferredFactor(deps, user.scope, { kind: 'email' })).rejects.toMatchObject({
    reason: 'SECOND_FACTOR_MISSING',
  })
  await addEmail(user)
  await setPreferredFactor(deps, user.scope, { kind: 'email' })
  expect((await readTwoFactorStatus(deps, user.scope)).factors).toMatchObject([
    { kind: 'totp', isPreferred: false },
    { kind: 'email', isPreferred: true },
  ])
})

test('removing wants a fresh code, forgets a preference, and the last one turns everything off', async () => {
  const user = await newUser(deps)
  const app = await newTotp(deps, user)
  await addEmail(user)
  await setPreferredFactor(deps, user.scope, { kind: 'email' })
  const remove = async (kind: 'totp' | 'sms' | 'email', proof: FactorProof) =>
    removeFactor(deps, await freshScope(user), { kind, proof })

  const wrong = { way: 'totp', code: '000000' } as const
  await expect(remove('email', wrong)).rejects.toMatchObject({ reason: 'CODE_WRONG' })
  const missing = remove('sms', { way: 'totp', code: await app.nextCode() })
  await expect(missing).rejects.toMatchObject({ reason: 'SECOND_FACTOR_MISSING' })
  expect((await readTwoFactorStatus(deps, user.scope)).factors).toHaveLength(2)

  const { codeId } = await requestFactorRemoval(deps, user.scope, { way: 'email' })
  const code = (await deliverCode(deps, codeId)) ?? ''
  await remove('email', { way: 'email', codeId, code })
  await expect(remove('totp', { way: 'email', codeId, code })).rejects.toMatchObject({
    reason: 'CODE_EXPIRED',
  })
  expect((await readTwoFactorStatus(deps, user.scope)).factors).toMatchObject([
    { kind: 'totp', isPreferred: true },
  ])

  await remove('totp', { way: 'totp', code: await app.nextCode() })
  expect(await readTwoFactorStatus(deps, user.scope)).toMatchObject({ factors: [], recoveryCodesLeft: 0 })
  expect(await newsOf(user)).toEqual(['factorAdded', 'factorAdded', 'factorRemoved', 'disabled'])
  expect((await auditedActions(deps, { actorId: user.id })).slice(-3)).toEqual([
    'second_factor.removed.email',
    'second_factor.removed.totp',
    'second_factor.disabled',
  ])
})

test('of two that remove one of two factors each at once, both do, and it is off', async () => {
  const user = await newUser(deps)
  const app = await newTotp(deps, user)
  await addEmail(user)
  const scope = await freshScope(user)
  const [first = '', second = ''] = app.recoveryCodes
  const another = await deps.openAnother()
  await Promise.all([
    removeFactor(deps, scope, { kind: 'totp', proof: { way: 'recovery', code: first } }),
    removeFactor(another, scope, { kind: 'email', proof: { way: 'recovery', code: second } }),
  ])
  expect(await readTwoFactorStatus(deps, user.scope)).toMatchObject({ factors: [], recoveryCodesLeft: 0 })
})

test('turning off forgets codes, devices and sign-ins that wait', async () => {
  const user = await newUser(deps)
  const app = await newTotp(deps, user)
  const scope = await newChallenge(deps, user, newCaller())
  await verifySecondFactor(deps, scope, {
    challengeId: scope.challengeId,
    way: 'totp',
    code: await app.nextCode(),
    trustDevice: true,
  })
  const waiting = await newChallenge(deps, user, newCaller())
  const [recovery = ''] = app.recoveryCodes
  await disableTwoFactor(deps, await freshScope(user), { proof: { way: 'totp', code: await app.nextCode() } })

  const input = {
    challengeId: waiting.challengeId,
    way: 'recovery',
    code: recovery,
    trustDevice: false,
  } as const
  await expect(verifySecondFactor(deps, waiting, input)).rejects.toMatchObject({ reason: 'CODE_WRONG' })
  const devices = await deps.db
    .selectFrom('trustedDevices')
    .select('id')
    .where('userId', '=', user.id)
    .execute()
  expect(devices).toEqual([])
})

test('new recovery codes replace the old ones; without a second factor there are none', async () => {
  const user = await newUser(deps)
  await expect(generateRecoveryCodes(deps, await freshScope(user))).rejects.toMatchObject({
    reason: 'SECOND_FACTOR_MISSING',
  })
  const app = await newTotp(deps, user)
  const { recoveryCodes } = await generateRecoveryCodes(deps, await freshScope(user))
  const enter = async (code = '') => {
    const scope = await newChallenge(deps, user, newCaller())
    const input = { challengeId: scope.challengeId, way: 'recovery', code, trustDevice: false } as const
    return verifySecondFactor(deps, scope, input)
  }
  await expect(enter(app.recoveryCodes[0])).rejects.toMatchObject({ reason: 'CODE_WRONG' })
  await enter(recoveryCodes[0])
  expect((await readTwoFactorStatus(deps, user.scope)).recoveryCodesLeft).toBe(limits.recoveryCodes - 1)
  expect(await newsOf(user)).toEqual(['factorAdded', 'recoveryCodesMade', 'recoveryCodeUsed'])
})

test('the status costs two statements', async () => {
  const user = await newUser(deps)
  await newTotp(deps, user)
  const { statements } = await countStatements(deps, (counted) => readTwoFactorStatus(counted, user.scope))
  expect(statements).toBe(2)
})

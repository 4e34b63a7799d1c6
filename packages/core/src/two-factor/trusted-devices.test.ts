import { limits } from '@kinkeep/contracts/limits'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newChallenge, newTotp, type TestTotp } from '@kinkeep/testing/new-second-factor'
import { newCaller, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { completeSignIn } from '../accounts/complete-sign-in.ts'
import { secondsPerDay } from '../platform/clock.ts'
import { describeDevice } from '../platform/describe-device.ts'
import { requireChallenge } from './access.ts'
import { forgetDevices } from './forget-devices.ts'
import { handleSweepSecondFactors } from './handlers.ts'
import { listTrustedDevices } from './queries.ts'
import { removeTrustedDevice } from './remove-trusted-device.ts'
import { verifySecondFactor } from './verify-second-factor.ts'

const deps = await createTestDeps()
const page = { limit: 20 }

async function trust(user: TestUser, app: TestTotp, deviceToken?: string): Promise<string> {
  const caller = newCaller({ userAgent: 'A browser' })
  const { challengeId } = await newChallenge(deps, user, caller)
  const scope = await requireChallenge(deps, { ...caller, deviceToken }, challengeId)
  const { device } = await verifySecondFactor(deps, scope, {
    challengeId: scope.challengeId,
    way: 'totp',
    code: await app.nextCode(),
    trustDevice: true,
  })
  return device ?? ''
}

/** What signing in with this cookie leads to. */
async function signInWith(user: TestUser, deviceToken: string | undefined): Promise<string> {
  const proof = { userId: user.id, firstFactor: 'password', remember: true } as const
  const outcome = await deps.transaction((tx) =>
    completeSignIn(tx, deps, newCaller({ deviceToken, userAgent: 'A browser' }), proof),
  )
  return outcome.status
}

async function enrolled() {
  const user = await newUser(deps)
  return { user, app: await newTotp(deps, user) }
}

test('a trusted browser is not asked, another one is, and the list says which is this one', async () => {
  const { user, app } = await enrolled()
  const device = await trust(user, app)
  expect(await signInWith(user, device)).toBe('signedIn')
  expect(await signInWith(user, undefined)).toBe('twoFactorRequired')
  expect(await signInWith(user, deps.random.token())).toBe('twoFactorRequired')
  const here = await listTrustedDevices(deps, user.scope, page, device)
  expect(here.items).toMatchObject([
    { device: describeDevice('A browser'), address: '192.0.2.1', isCurrent: true },
  ])
  const elsewhere = await listTrustedDevices(deps, user.scope, page, undefined)
  expect(elsewhere.items).toMatchObject([{ isCurrent: false }])
})

test("somebody else's trusted browser is not one's own", async () => {
  const [anna, boris] = [await enrolled(), await enrolled()]
  const device = await trust(anna.user, anna.app)
  expect(await signInWith(boris.user, device)).toBe('twoFactorRequired')
})

test('two people of one family each trust the same browser', async () => {
  const [anna, boris] = [await enrolled(), await enrolled()]
  const annas = await trust(anna.user, anna.app)
  const both = await trust(boris.user, boris.app, annas)
  expect(await signInWith(anna.user, both)).toBe('signedIn')
  expect(await signInWith(boris.user, both)).toBe('signedIn')

  const again = await trust(anna.user, anna.app, `planted.${both}`)
  expect(again.split('.')).not.toContain(annas)
  expect(await signInWith(anna.user, annas)).toBe('twoFactorRequired')
  expect(await signInWith(anna.user, 'planted')).toBe('twoFactorRequired')
  expect(await signInWith(boris.user, again)).toBe('signedIn')
})

test('trust ends after thirty days, and is swept', async () => {
  const { user, app } = await enrolled()
  const device = await trust(user, app)
  deps.clock.advance(limits.trustedDeviceDays * secondsPerDay - 1)
  expect(await signInWith(user, device)).toBe('signedIn')
  deps.clock.advance(1)
  expect(await signInWith(user, device)).toBe('twoFactorRequired')
  expect((await listTrustedDevices(deps, user.scope, page, device)).items).toEqual([])

  deps.clock.advance(secondsPerDay + 1)
  await handleSweepSecondFactors(deps)
  const left = await deps.db.selectFrom('trustedDevices').select('id').where('userId', '=', user.id).execute()
  expect(left).toEqual([])
})

test('one browser is taken off the list by its owner alone', async () => {
  const [anna, boris] = [await enrolled(), await enrolled()]
  const device = await trust(anna.user, anna.app)
  const [listed] = (await listTrustedDevices(deps, anna.user.scope, page, device)).items
  const deviceId = listed?.id ?? ''
  await expect(removeTrustedDevice(deps, boris.user.scope, { deviceId })).rejects.toMatchObject({
    reason: 'NOT_FOUND',
  })
  expect(await signInWith(anna.user, device)).toBe('signedIn')
  await removeTrustedDevice(deps, anna.user.scope, { deviceId })
  expect(await signInWith(anna.user, device)).toBe('twoFactorRequired')
})

test('a first factor that became worthless takes devices and waiting sign-ins along', async () => {
  const { user, app } = await enrolled()
  const device = await trust(user, app)
  const waiting = await newChallenge(deps, user, newCaller())
  await deps.transaction((tx) => forgetDevices(tx, user.id))
  expect(await signInWith(user, device)).toBe('twoFactorRequired')
  const input = {
    challengeId: waiting.challengeId,
    way: 'totp',
    code: await app.nextCode(),
    trustDevice: false,
  } as const
  await expect(verifySecondFactor(deps, waiting, input)).rejects.toMatchObject({
    reason: 'CHALLENGE_EXPIRED',
  })
})

test('the list comes in pages, with one statement', async () => {
  const { user, app } = await enrolled()
  for (let i = 0; i < 3; i += 1) await trust(user, app)
  const first = await listTrustedDevices(deps, user.scope, { limit: 2 }, undefined)
  const cursor = first.nextCursor ?? ''
  const rest = await listTrustedDevices(deps, user.scope, { limit: 2, cursor }, undefined)
  expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(3)
  expect(rest.nextCursor).toBeNull()
  const { statements } = await countStatements(deps, (counted) =>
    listTrustedDevices(counted, user.scope, page, undefined),
  )
  expect(statements).toBe(1)
})

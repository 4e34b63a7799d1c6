import { limits } from '@kinkeep/contracts/limits'
import { newCircle, scopeIn } from '@kinkeep/testing/new-circle'
import { newCaller } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents } from '@kinkeep/testing/traces'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { DomainError } from '../platform/errors.ts'
import { createGuestLink } from './create-guest-link.ts'
import { enterByGuestLink } from './enter-by-guest-link.ts'
import { listGuestLinks } from './queries.ts'

const deps = await createTestDeps()
const pin = '120583'

test('of fifty PINs at once no more than the allowed ones are looked at, and then not even the right one', async () => {
  const link = await newLink()
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, guess) => link.try(String(guess).padStart(6, '0'))),
  )
  const looked = answers.filter((answer) => answer === 'PIN_WRONG')
  expect(looked).toHaveLength(limits.pinTries)
  expect(answers.filter((answer) => answer === 'TOO_MANY_REQUESTS')).toHaveLength(50 - limits.pinTries)
  expect(await link.try(pin)).toBe('TOO_MANY_REQUESTS')
  await expect(link.enter(pin)).rejects.toMatchObject({ retryAfter: expect.any(Number) })

  const actions = await auditedActions(deps, { circleId: link.circle.id })
  expect(actions.filter((action) => action === 'guestLink.locked')).toHaveLength(1)
  expect(await publishedEvents(deps, link.circle)).toHaveLength(2)
  const lockedUntil = Date.parse((await link.listed())?.lockedUntil ?? '')
  expect(lockedUntil - Date.now()).toBeGreaterThan((limits.lockMinutes - 1) * 60_000)
  expect(lockedUntil - Date.now()).toBeLessThanOrEqual(limits.lockMinutes * 60_000 + 1000)
})

test('who is in already stays in while the PIN is locked', async () => {
  const link = await newLink()
  const { guestToken } = await link.enter(pin)
  for (let guess = 0; guess < limits.pinTries; guess += 1) await link.try('000000')
  const caller = newCaller({ guestToken: guestToken ?? undefined })
  await expect(enterByGuestLink(deps, caller, { token: link.token })).resolves.toMatchObject({
    guestToken: null,
  })
})

test('a lock passes, and what was tried before it as well', async () => {
  const link = await newLink()
  for (let guess = 0; guess < limits.pinTries; guess += 1) expect(await link.try('000000')).toBe('PIN_WRONG')
  await letPass(link.id)
  expect((await link.listed())?.lockedUntil).toBeNull()
  expect(await link.try('000000')).toBe('PIN_WRONG')
  expect(await link.try(pin)).toBe('ok')
})

test('a right PIN forgives the wrong ones before it', async () => {
  const link = await newLink()
  for (let round = 0; round < 3; round += 1) {
    for (let guess = 1; guess < limits.pinTries; guess += 1)
      expect(await link.try('000000')).toBe('PIN_WRONG')
    expect(await link.try(pin)).toBe('ok')
  }
})

test('asking without a PIN costs no try', async () => {
  const link = await newLink()
  for (let call = 0; call < 2 * limits.pinTries; call += 1) expect(await link.try()).toBe('PIN_REQUIRED')
  expect(await link.try(pin)).toBe('ok')
})

async function newLink() {
  const circle = await newCircle(deps)
  const scope = await scopeIn(deps, circle, circle.owner, 'guestLink.create')
  const made = { circleId: circle.id, name: 'Vera', pin, mayDownload: false }
  const { token, link } = await createGuestLink(deps, scope, made)
  const enter = (typed?: string) =>
    enterByGuestLink(deps, newCaller(), { token, ...(typed !== undefined && { pin: typed }) })
  return {
    ...{ circle, token, id: link.id, enter },
    /** `ok`, or why not. */
    async try(typed?: string): Promise<string> {
      try {
        await enter(typed)
        return 'ok'
      } catch (error) {
        if (error instanceof DomainError) return error.reason
        throw error
      }
    },
    async listed() {
      const list = await scopeIn(deps, circle, circle.owner, 'guestLink.list')
      return (await listGuestLinks(deps, list, { circleId: circle.id, limit: 10 })).items[0]
    },
  }
}

/** As if the minutes of the lock were over, which are Postgres's. */
async function letPass(linkId: string): Promise<void> {
  const ago = sql`make_interval(mins => ${limits.lockMinutes})`
  await sql`
    update guest_links set locked_until = locked_until - ${ago},
      pin_tries_at = array(select at - ${ago} from unnest(pin_tries_at) as at)
    where id = ${linkId}
  `.execute(deps.db)
}

import { randomUUID } from 'node:crypto'
import type { Language } from '@kinkeep/contracts/languages'
import { type BrowserCaller, type Caller, requireUser, type UserScope } from '@kinkeep/core/accounts/access'
import type { Deps } from '@kinkeep/core/platform/deps'
import { openSession } from '@kinkeep/core/platform/sessions'

export interface TestUser {
  id: string
  email: string
  name: string
  /** With a valid session. */
  caller: Caller & { sessionToken: string }
  scope: UserScope
}

interface UserOverrides {
  email?: string
  name?: string
  language?: Language
  timeZone?: string
  /** Hashing costs time: without one the user has no password. */
  password?: string
}

/** A user with a proven address, signed in: the session is inserted, its proof comes through the front door. */
export async function newUser(deps: Deps, overrides: UserOverrides = {}): Promise<TestUser> {
  const { name = 'Anna', language = 'en', timeZone = 'Europe/Berlin', password } = overrides
  const id = deps.random.id()
  const email = overrides.email ?? newEmail()
  const passwordHash = password === undefined ? null : await deps.passwords.hash(password)
  const now = deps.clock.now()
  const session = await deps.transaction(async (tx) => {
    await tx
      .insertInto('users')
      .values({
        id,
        email,
        name,
        language,
        timeZone,
        passwordHash,
        emailVerifiedAt: now,
        createdAt: now,
        updatedAt: now,
      })
      .execute()
    return openSession(tx, deps.random, {
      userId: id,
      remembered: true,
      place: { address: '192.0.2.1', userAgent: undefined },
    })
  })
  const caller = newCaller({ sessionToken: session.token })
  const { scope } = await requireUser(deps, caller)
  return { id, email, name, caller, scope }
}

/** An address that nobody in the run has. */
export function newEmail(): string {
  return `${randomUUID()}@example.org`
}

/** A caller as the transport describes one. */
export function newCaller<Token extends string | undefined = undefined>(
  caller: Partial<Omit<Caller, 'sessionToken'>> & { sessionToken?: Token } = {},
): BrowserCaller & { sessionToken: Token } {
  const { browserToken = randomUUID(), ...others } = caller
  const requestId = randomUUID()
  return {
    requestId,
    address: '192.0.2.1',
    ...others,
    browserToken,
    sessionToken: caller.sessionToken as Token,
  }
}

import type { SecondFactor } from '@kinkeep/contracts/second-factors'
import type {
  ReauthenticationMethods,
  SecurityLevel,
  SecurityOverview,
  SessionView,
  TokenView,
} from '@kinkeep/contracts/sessions'
import { type TokenScope, tokenScopes } from '@kinkeep/contracts/token-scopes'
import { describeDevice } from '../platform/describe-device.ts'
import type { RateLimit } from '../platform/rate-limits.ts'

/** Tries to prove again who one is, right and wrong ones: somebody else may sit at an open computer. */
export const reauthenticationTries: RateLimit = { count: 5, seconds: 15 * 60 }

/** What a token of ours begins with, for scanners of leaked secrets to know it by. */
export const tokenPrefix = 'kk_'

/** Before anything was made: a token that was never used, so that its first use is written down at once. */
export const neverUsed = new Date(0)

interface SessionColumns {
  id: string
  userAgent: string | null
  address: string | null
  remembered: boolean
  createdAt: Date
  usedAt: Date
  expiresAt: Date
}

/** What a person sees of a browser they are signed in with: never its token's hash. */
export function toSessionView(session: SessionColumns, currentId: string): SessionView {
  const { id, userAgent, address, remembered, createdAt, usedAt, expiresAt } = session
  return {
    id,
    device: describeDevice(userAgent),
    address,
    createdAt: createdAt.toISOString(),
    usedAt: usedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    isRemembered: remembered,
    isCurrent: id === currentId,
  }
}

interface TokenColumns {
  id: string
  name: string | null
  scopes: string[]
  address: string | null
  createdAt: Date
  usedAt: Date
  expiresAt: Date
}

export function toTokenView(token: TokenColumns): TokenView {
  const wasUsed = token.usedAt > neverUsed
  return {
    id: token.id,
    name: token.name ?? '',
    scopes: token.scopes.filter(isTokenScope),
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt.toISOString(),
    usedAt: wasUsed ? token.usedAt.toISOString() : null,
    address: wasUsed ? token.address : null,
  }
}

function isTokenScope(scope: string): scope is TokenScope {
  return tokenScopes.some((known) => known === scope)
}

/**
 * Whether a way other than a passkey, which is both factors in one, proves enough for what cannot be taken back. With
 * a second factor only that one does: a password, a mailbox or a provider alone would be a way around it.
 */
export function provesEnough(
  way: 'password' | 'totp' | 'sms' | 'email' | 'provider',
  factors: readonly SecondFactor[],
): boolean {
  return factors.length === 0 || factors.some((kind) => kind === way)
}

/** The quickest first, and the mailbox last: it takes the longest, and whoever has the computer often has it open. */
export function toMethods(has: {
  passkey: boolean
  password: boolean
  phone: boolean
  factors: readonly SecondFactor[]
}): ReauthenticationMethods['methods'] {
  const offered = {
    passkey: has.passkey,
    password: has.password,
    totp: has.factors.includes('totp'),
    sms: has.phone,
    email: true,
  }
  return (['passkey', 'password', 'totp', 'sms', 'email'] as const).filter(
    (method) => offered[method] && (method === 'passkey' || provesEnough(method, has.factors)),
  )
}

/**
 * One honest word. Strong: what a thief of the password still lacks does not come by SMS or mail, and losing it does
 * not lock its owner out. Weak: the mailbox is the only way in, so that whoever reads it has everything.
 */
export function levelOf(has: Omit<SecurityOverview, 'level'>): SecurityLevel {
  const isSecondStrong = has.factors.includes('totp') || (has.factors.length > 0 && has.passkeys > 0)
  if (isSecondStrong && has.recoveryCodesLeft > 0) return 'strong'
  const hasOwnWay = has.hasPassword || has.hasPhone || has.passkeys > 0 || has.identities > 0
  return hasOwnWay ? 'fair' : 'weak'
}

import { z } from 'zod'
import { identityProviders } from './identity-providers.ts'
import { limits } from './limits.ts'
import { pageOf, paging } from './paging.ts'
import { secondFactors } from './second-factors.ts'
import { tokenScopes } from './token-scopes.ts'
import { id, instant, name } from './values.ts'

/** What a browser says it is. Words to know it by, not proof of anything. */
export const deviceView = z.object({
  /** "Firefox"; null when it did not say, or nothing that is known. */
  browser: z.string().nullable(),
  /** "Windows", "iOS". */
  system: z.string().nullable(),
  kind: z.enum(['desktop', 'phone', 'tablet', 'unknown']),
})
export type DeviceView = z.infer<typeof deviceView>

export const sessionView = z.object({
  id,
  device: deviceView,
  /** Where it was used last, as far as its address tells; an IPv6 one is its household's network. */
  address: z.string().nullable(),
  createdAt: instant,
  /** Within five minutes. */
  usedAt: instant,
  expiresAt: instant,
  isRemembered: z.boolean(),
  isCurrent: z.boolean(),
})
export type SessionView = z.infer<typeof sessionView>

/** Browsers in which the person is signed in, the one used last first. */
export const listSessions = { input: z.object(paging), output: pageOf(sessionView) }
export type ListSessions = z.infer<typeof listSessions.input>

export const revokeSession = {
  input: z.object({ sessionId: id }),
  output: z.object({ status: z.literal('revoked') }),
}
export type RevokeSession = z.infer<typeof revokeSession.input>

export const revokeOtherSessions = { output: z.object({ revoked: z.int() }) }

/** As typed or pasted. Wrong shapes parse; they match nothing. */
const typedCode = z.string().min(1).max(64)

export const reauthenticate = {
  input: z.discriminatedUnion('method', [
    z.object({ method: z.literal('password'), password: z.string().min(1).max(limits.passwordMax) }),
    z.object({ method: z.literal('code'), codeId: id, code: typedCode }),
    z.object({ method: z.literal('totp'), code: typedCode }),
  ]),
  output: z.object({ status: z.literal('proven') }),
}
export type Reauthenticate = z.infer<typeof reauthenticate.input>

export const requestReauthentication = {
  input: z.object({ channel: z.enum(['email', 'sms']) }),
  output: z.object({
    codeId: id,
    /** The number or address, masked. */
    sentTo: z.string(),
  }),
}
export type RequestReauthentication = z.infer<typeof requestReauthentication.input>

export const reauthenticationMethods = {
  output: z.object({
    /** How this person may show that it is them, the quickest first. There is always a letter. */
    methods: z.array(z.enum(['passkey', 'password', 'totp', 'sms', 'email'])),
    /** Linked ones that say when somebody signed in there. */
    providers: z.array(z.enum(identityProviders)),
  }),
}
export type ReauthenticationMethods = z.infer<typeof reauthenticationMethods.output>

export const tokenView = z.object({
  id,
  name: z.string(),
  scopes: z.array(z.enum(tokenScopes)),
  createdAt: instant,
  expiresAt: instant,
  /** Within five minutes; null until it is used. */
  usedAt: instant.nullable(),
  /** Where it was used last. */
  address: z.string().nullable(),
})
export type TokenView = z.infer<typeof tokenView>

/** Newest first, those that have expired not among them: there are never more than `limits.accessTokensPerUser`. */
export const listTokens = { output: z.object({ items: z.array(tokenView) }) }

export const createToken = {
  input: z.object({
    name,
    scopes: z
      .array(z.enum(tokenScopes))
      .min(1)
      .max(tokenScopes.length)
      .refine((scopes) => new Set(scopes).size === scopes.length),
    expiresInDays: z.int().min(1).max(limits.accessTokenDaysMax),
  }),
  output: z.object({
    /** The only time it is shown. */
    token: z.string(),
    view: tokenView,
  }),
}
export type CreateToken = z.infer<typeof createToken.input>

export const revokeToken = {
  input: z.object({ tokenId: id }),
  output: z.object({ status: z.literal('revoked') }),
}
export type RevokeToken = z.infer<typeof revokeToken.input>

export const securityLevels = ['weak', 'fair', 'strong'] as const
export type SecurityLevel = (typeof securityLevels)[number]

/** How safe the account is, in numbers. */
export const securityOverview = {
  output: z.object({
    level: z.enum(securityLevels),
    email: z.string(),
    hasPassword: z.boolean(),
    hasPhone: z.boolean(),
    passkeys: z.int(),
    identities: z.int(),
    factors: z.array(z.enum(secondFactors)),
    recoveryCodesLeft: z.int(),
    sessions: z.int(),
    /** Of those, unused for `limits.oldSessionDays`. The current one is never among them. */
    oldSessions: z.int(),
    tokens: z.int(),
  }),
}
export type SecurityOverview = z.infer<typeof securityOverview.output>

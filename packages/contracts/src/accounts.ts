import { z } from 'zod'
import { languages } from './languages.ts'
import { limits } from './limits.ts'
import { platformRoles } from './roles.ts'
import { secondFactorWays } from './second-factors.ts'
import { unitSystems } from './units.ts'
import { email, id, instant, name, token } from './values.ts'

const language = z.enum(languages)
export const timeZone = z.string().max(64).refine(isTimeZone)
export const password = z.string().min(limits.passwordMin).max(limits.passwordMax)
/** A password that is only compared: rules for new ones must not lock out an old one. */
export const typedPassword = z.string().min(1).max(limits.passwordMax)

export const userView = z.object({
  id,
  email: z.string(),
  name: z.string(),
  language,
  timeZone: z.string(),
  units: z.enum(unitSystems),
  /** On this Kinkeep as a whole; in a circle, the membership's role counts. */
  role: z.enum(platformRoles),
  /** Changes with each new picture: `/avatars/<user>/<avatar>`. */
  avatarId: id.nullable(),
  /** When the account will be deleted, if its owner asked for it. */
  deletionDueAt: instant.nullable(),
  createdAt: instant,
})
export type UserView = z.infer<typeof userView>

const confirmationSent = z.object({ status: z.literal('confirmationSent') })
export const signedIn = z.object({ status: z.literal('signedIn') })

/** What every way to sign in answers. The second factor goes to `auth.twoFactor.verify`. */
export const signInResult = z.discriminatedUnion('status', [
  signedIn,
  z.object({
    status: z.literal('twoFactorRequired'),
    challengeId: id,
    /** Every way this person has, recovery codes among them. */
    methods: z.array(z.enum(secondFactorWays)),
    preferred: z.enum(secondFactorWays),
  }),
])
export type SignInResult = z.infer<typeof signInResult>

export const signUp = {
  input: z.object({
    email,
    password,
    name,
    language,
    timeZone,
    /** From an invitation mail: proves the address it was sent to, so that no second mail is needed. */
    invitationToken: token.optional(),
  }),
  output: z.discriminatedUnion('status', [confirmationSent, signedIn]),
}
export type SignUp = z.infer<typeof signUp.input>

export const confirmEmail = {
  input: z.object({
    token,
    /** Needed when the link is opened in another browser than the one that signed up. */
    password: typedPassword.optional(),
  }),
  output: signedIn.extend({
    /** For whoever signed up by an invitation's link, which they may have opened in another browser. */
    invitationToken: z.string().optional(),
  }),
}
export type ConfirmEmail = z.infer<typeof confirmEmail.input>

export const resendVerification = { input: z.object({ email }), output: confirmationSent }
export type ResendVerification = z.infer<typeof resendVerification.input>

export const signIn = {
  input: z.object({
    email,
    password: typedPassword,
    /** false: the session ends with the browser. */
    remember: z.boolean().default(true),
  }),
  output: signInResult,
}
export type SignIn = z.infer<typeof signIn.input>

export const signOut = { output: z.object({ status: z.literal('signedOut') }) }

/** null when nobody is signed in: asking who one is must not be an error. */
export const me = { output: userView.nullable() }

export const updateUser = {
  input: z.object({
    name: name.optional(),
    language: language.optional(),
    timeZone: timeZone.optional(),
    units: z.enum(unitSystems).optional(),
  }),
  output: userView,
}
export type UpdateUser = z.infer<typeof updateUser.input>

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
    return true
  } catch {
    return false
  }
}

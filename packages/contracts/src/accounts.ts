import { z } from 'zod'
import { languages } from './languages.ts'
import { limits } from './limits.ts'
import { email, id, instant, name, token } from './values.ts'

const language = z.enum(languages)
const timeZone = z.string().max(64).refine(isTimeZone)
const password = z.string().min(limits.passwordMin).max(limits.passwordMax)
/** A password that is only compared: rules for new ones must not lock out an old one. */
const typedPassword = z.string().min(1).max(limits.passwordMax)

export const userView = z.object({
  id,
  email: z.string(),
  name: z.string(),
  language,
  timeZone: z.string(),
  createdAt: instant,
})
export type UserView = z.infer<typeof userView>

const confirmationSent = z.object({ status: z.literal('confirmationSent') })
const signedIn = z.object({ status: z.literal('signedIn') })

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
  output: signedIn,
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
  output: signedIn,
}
export type SignIn = z.infer<typeof signIn.input>

export const signOut = { output: z.object({ status: z.literal('signedOut') }) }

/** null when nobody is signed in: asking who one is must not be an error. */
export const me = { output: userView.nullable() }

export const updateUser = {
  input: z.object({ name: name.optional(), language: language.optional(), timeZone: timeZone.optional() }),
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

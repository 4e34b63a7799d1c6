import { z } from 'zod'
import { password, signInResult, typedPassword } from './accounts.ts'
import { email, token } from './values.ts'

const sent = z.object({ status: z.literal('sent') })
const changed = z.object({ status: z.literal('changed') })

export const changePassword = {
  input: z.object({
    /** Absent for an account that has none yet: then a fresh proof is asked for. */
    current: typedPassword.optional(),
    password,
  }),
  output: changed,
}
export type ChangePassword = z.infer<typeof changePassword.input>

export const requestPasswordReset = { input: z.object({ email }), output: sent }
export const confirmPasswordReset = { input: z.object({ token, password }), output: changed }
export type ConfirmPasswordReset = z.infer<typeof confirmPasswordReset.input>

export const requestMagicLink = { input: z.object({ email }), output: sent }
export type RequestLink = z.infer<typeof requestMagicLink.input>

export const confirmMagicLink = {
  input: z.object({ token, remember: z.boolean().default(true) }),
  output: signInResult,
}
export type ConfirmMagicLink = z.infer<typeof confirmMagicLink.input>

export const requestEmailChange = { input: z.object({ email }), output: sent }
export type RequestEmailChange = z.infer<typeof requestEmailChange.input>

export const confirmEmailChange = {
  input: z.object({ token }),
  /** `waiting`: the other address has not confirmed yet. */
  output: z.object({ status: z.enum(['waiting', 'changed']) }),
}
export type ConfirmEmailChange = z.infer<typeof confirmEmailChange.input>

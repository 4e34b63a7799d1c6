import { z } from 'zod'
import { signInResult } from './accounts.ts'
import { id, instant } from './values.ts'

/** As typed, with the country's code (`+49 151 …`). The server judges it; E.164 has 15 digits at most. */
const phone = z.string().trim().min(1).max(40)
/** As typed or pasted. Wrong shapes parse; they match nothing. */
const typedCode = z.string().trim().min(1).max(20)

const codeSent = z.object({
  codeId: id,
  /** The number, masked: `+49 … 78`. */
  sentTo: z.string(),
})
export type CodeSent = z.infer<typeof codeSent>

export const requestPhoneCode = {
  input: z.object({
    phone,
    /** Signing in takes anybody's number and tells nothing about it; linking takes a fresh session. */
    purpose: z.enum(['signIn', 'link']),
  }),
  output: codeSent,
}
export type RequestPhoneCode = z.infer<typeof requestPhoneCode.input>

export const resendPhoneCode = {
  input: requestPhoneCode.input.pick({ purpose: true }).extend({ codeId: id }),
  output: codeSent,
}
export type ResendPhoneCode = z.infer<typeof resendPhoneCode.input>

export const verifyPhoneCode = {
  input: z.object({
    codeId: id,
    code: typedCode,
    /** false: the session ends with the browser. */
    remember: z.boolean().default(true),
  }),
  output: signInResult,
}
export type VerifyPhoneCode = z.infer<typeof verifyPhoneCode.input>

const phoneView = z.object({
  /** Masked. */
  number: z.string(),
  verifiedAt: instant,
  /** It gets codes as a second factor, and cannot be changed or removed meanwhile. */
  isSecondFactor: z.boolean(),
})
export type PhoneView = z.infer<typeof phoneView>

export const phoneStatus = { output: z.object({ phone: phoneView.nullable() }) }
export type PhoneStatus = z.infer<typeof phoneStatus.output>

export const linkPhone = { input: z.object({ codeId: id, code: typedCode }), output: phoneStatus.output }
export type LinkPhone = z.infer<typeof linkPhone.input>

export const unlinkPhone = { output: phoneStatus.output }

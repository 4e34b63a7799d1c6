import { z } from 'zod'
import { signedIn, signInResult } from './accounts.ts'
import { id, instant, name } from './values.ts'

/** What browsers write as base64url; sizes are far above what any authenticator sends. */
const bytes = (max: number) => z.base64url().min(1).max(max)
const credentialId = bytes(1400)
const clientDataJSON = bytes(8192)

/** `navigator.credentials.create` in JSON: https://www.w3.org/TR/webauthn-3/#dictdef-registrationresponsejson */
const registrationResponse = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON,
    attestationObject: bytes(65_536),
    transports: z
      .array(z.string().regex(/^[a-z-]{1,32}$/))
      .max(10)
      .default([]),
  }),
})
export type RegistrationResponse = z.infer<typeof registrationResponse>

/** `navigator.credentials.get` in JSON: https://www.w3.org/TR/webauthn-3/#dictdef-authenticationresponsejson */
const authenticationResponse = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON,
    authenticatorData: bytes(8192),
    signature: bytes(8192),
    userHandle: bytes(200).nullish(),
  }),
})
export type AuthenticationResponse = z.infer<typeof authenticationResponse>

const descriptor = z.object({
  id: z.string(),
  type: z.literal('public-key'),
  transports: z.array(z.string()),
})
const verification = z.enum(['required', 'preferred', 'discouraged'])

/** For `navigator.credentials.create`. */
const creationOptions = z.object({
  challenge: z.string(),
  rp: z.object({ name: z.string(), id: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ alg: z.int(), type: z.literal('public-key') })),
  /** Milliseconds. */
  timeout: z.int(),
  attestation: z.literal('none'),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: verification,
  }),
})
export type PasskeyCreationOptions = z.infer<typeof creationOptions>

/** For `navigator.credentials.get`. */
const requestOptions = z.object({
  challenge: z.string(),
  rpId: z.string(),
  /** Milliseconds. */
  timeout: z.int(),
  /** Empty: whichever passkey the person chooses. */
  allowCredentials: z.array(descriptor),
  userVerification: verification,
})
export type PasskeyRequestOptions = z.infer<typeof requestOptions>

export const passkeyView = z.object({
  id,
  name: z.string(),
  /** Whether it is copied to the person's other devices, and so survives the loss of one. */
  isBackedUp: z.boolean(),
  createdAt: instant,
  usedAt: instant.nullable(),
})
export type PasskeyView = z.infer<typeof passkeyView>

/** Oldest first: there are never more than `limits.passkeysPerUser`. */
export const listPasskeys = { output: z.object({ items: z.array(passkeyView) }) }

export const passkeyRegistrationOptions = { output: creationOptions }

export const registerPasskey = {
  input: z.object({ name, response: registrationResponse }),
  output: passkeyView,
}
export type RegisterPasskey = z.infer<typeof registerPasskey.input>

export const renamePasskey = { input: z.object({ passkeyId: id, name }), output: passkeyView }
export type RenamePasskey = z.infer<typeof renamePasskey.input>

export const removePasskey = {
  input: z.object({ passkeyId: id }),
  output: z.object({ status: z.literal('removed') }),
}
export type RemovePasskey = z.infer<typeof removePasskey.input>

export const passkeySignInOptions = { output: requestOptions }

export const signInWithPasskey = {
  input: z.object({
    response: authenticationResponse,
    /** false: the session ends with the browser. */
    remember: z.boolean().default(true),
  }),
  output: signInResult,
}
export type SignInWithPasskey = z.infer<typeof signInWithPasskey.input>

export const secondFactorPasskeyOptions = { input: z.object({ challengeId: id }), output: requestOptions }

export const verifyPasskeyFactor = {
  input: z.object({
    challengeId: id,
    response: authenticationResponse,
    /** Not to be asked here again for `limits.trustedDeviceDays`. */
    trustDevice: z.boolean().default(false),
  }),
  output: signedIn,
}
export type VerifyPasskeyFactor = z.infer<typeof verifyPasskeyFactor.input>

export const passkeyReauthenticationOptions = { output: requestOptions }

export const reauthenticateWithPasskey = {
  input: z.object({ response: authenticationResponse }),
  output: z.object({ status: z.literal('done') }),
}
export type ReauthenticateWithPasskey = z.infer<typeof reauthenticateWithPasskey.input>

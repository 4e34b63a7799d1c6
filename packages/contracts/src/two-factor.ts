import { z } from 'zod'
import { signedIn } from './accounts.ts'
import { limits } from './limits.ts'
import { pageOf, paging } from './paging.ts'
import { secondFactors, secondFactorWays } from './second-factors.ts'
import { deviceView } from './sessions.ts'
import { id, instant } from './values.ts'

const factor = z.enum(secondFactors)
/** What can be sent: six digits by SMS or mail. */
const sentFactor = z.enum(['sms', 'email'])
/** As typed or pasted: spaces and dashes are the interface's. Wrong shapes parse; they match nothing. */
const typedCode = z.string().min(1).max(64)

const done = z.object({ status: z.literal('done') })
const shownCodes = z.array(z.string()).length(limits.recoveryCodes)

export const twoFactorStatus = {
  output: z.object({
    /** Those that are confirmed, oldest first; two-factor sign-in is on when there is one. */
    factors: z.array(z.object({ kind: factor, confirmedAt: instant, isPreferred: z.boolean() })),
    /** Unused ones. */
    recoveryCodesLeft: z.int(),
    recoveryCodesMadeAt: instant.nullable(),
    /** Without one there is nowhere to send an SMS. */
    hasPhone: z.boolean(),
  }),
}
export type TwoFactorStatus = z.infer<typeof twoFactorStatus.output>

export const setupFactor = {
  input: z.object({ kind: factor }),
  output: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('totp'),
      /** Base32, for typing; the address holds the same for a camera. */
      secret: z.string(),
      uri: z.string(),
    }),
    z.object({ kind: sentFactor, codeId: id, sentTo: z.string() }),
  ]),
}
export type SetupFactor = z.infer<typeof setupFactor.input>
export type FactorSetup = z.infer<typeof setupFactor.output>

export const confirmFactorSetup = {
  input: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('totp'), code: typedCode }),
    z.object({ kind: sentFactor, codeId: id, code: typedCode }),
  ]),
  output: z.object({
    /** With the first factor: shown this once, kept as hashes only. */
    recoveryCodes: shownCodes.nullable(),
  }),
}
export type ConfirmFactorSetup = z.infer<typeof confirmFactorSetup.input>

/** What a sign-in that waits may be finished with: for a page that was reloaded, or reached from a provider. */
export const readChallenge = {
  input: z.object({ challengeId: id }),
  output: z.object({ methods: z.array(z.enum(secondFactorWays)), preferred: z.enum(secondFactorWays) }),
}

export const verifySecondFactor = {
  input: z.object({
    challengeId: id,
    way: z.enum([...secondFactors, 'recovery']),
    code: typedCode,
    /** Not to be asked here again for `limits.trustedDeviceDays`. */
    trustDevice: z.boolean().default(false),
  }),
  output: signedIn,
}
export type VerifySecondFactor = z.infer<typeof verifySecondFactor.input>

export const sendFactorCode = {
  input: z.object({ challengeId: id, way: sentFactor }),
  output: z.object({ sentTo: z.string() }),
}
export type SendFactorCode = z.infer<typeof sendFactorCode.input>

/** A fresh code of something that is set up. Sent ones are asked for with `requestDisable`. */
const factorProof = z.discriminatedUnion('way', [
  z.object({ way: z.literal('totp'), code: typedCode }),
  z.object({ way: sentFactor, codeId: id, code: typedCode }),
  z.object({ way: z.literal('recovery'), code: typedCode }),
])
export type FactorProof = z.infer<typeof factorProof>

export const setPreferredFactor = { input: z.object({ kind: factor }), output: done }
export type SetPreferredFactor = z.infer<typeof setPreferredFactor.input>

export const removeFactor = { input: z.object({ kind: factor, proof: factorProof }), output: done }
export type RemoveFactor = z.infer<typeof removeFactor.input>

export const requestFactorRemoval = {
  input: z.object({ way: sentFactor }),
  output: z.object({ codeId: id, sentTo: z.string() }),
}
export type RequestFactorRemoval = z.infer<typeof requestFactorRemoval.input>

export const disableTwoFactor = { input: z.object({ proof: factorProof }), output: done }
export type DisableTwoFactor = z.infer<typeof disableTwoFactor.input>

export const generateRecoveryCodes = { output: z.object({ recoveryCodes: shownCodes }) }

export const recoveryCodesPdf = {
  /** The codes that were just shown: the server has none of them, and checks each. */
  input: z.object({ codes: z.array(typedCode).min(1).max(limits.recoveryCodes) }),
  /** Works once, for `limits.downloadMinutes`. */
  output: z.object({ url: z.url() }),
}
export type RecoveryCodesPdf = z.infer<typeof recoveryCodesPdf.input>

export const trustedDeviceView = z.object({
  id,
  device: deviceView,
  address: z.string().nullable(),
  createdAt: instant,
  usedAt: instant,
  expiresAt: instant,
  isCurrent: z.boolean(),
})
export type TrustedDeviceView = z.infer<typeof trustedDeviceView>

/** Newest first. */
export const listTrustedDevices = { input: z.object(paging), output: pageOf(trustedDeviceView) }
export type ListTrustedDevices = z.infer<typeof listTrustedDevices.input>

export const removeTrustedDevice = { input: z.object({ deviceId: id }), output: done }
export type RemoveTrustedDevice = z.infer<typeof removeTrustedDevice.input>

import { z } from 'zod'
import { password, timeZone } from './accounts.ts'
import { consentKinds, consentPaperTypes, consentVersion, isSameName, upgradeActions } from './consent.ts'
import { languages } from './languages.ts'
import { limits } from './limits.ts'
import { paging } from './paging.ts'
import { email, id, instant, name, token } from './values.ts'

const inCircle = z.object({ circleId: id })
const oneChild = inCircle.extend({ childId: id })

/** The text that was on the page, and in which language: both are kept with the consent. */
const agreed = {
  guardianName: name,
  version: z.literal(consentVersion),
  language: z.enum(languages),
}
const consent = z.discriminatedUnion('kind', [
  z
    .object({ kind: z.literal('signature'), ...agreed, signature: name })
    .refine(({ guardianName, signature }) => isSameName(guardianName, signature), { path: ['signature'] }),
  /** Its file was sent before: `uploadConsentPaper`. */
  z.object({ kind: z.literal('paper'), ...agreed, paperId: id }),
  z
    .object({ kind: z.literal('verbal'), ...agreed, witnessName: name })
    .refine(({ guardianName, witnessName }) => !isSameName(guardianName, witnessName), {
      path: ['witnessName'],
    }),
])
export type Consent = z.infer<typeof consent>

/** A child's way to an account of their own, as the circle's admins see it. */
export const upgradeView = z.object({
  id,
  childId: id,
  /** `expired` can still be sent again. */
  state: z.enum(['pending', 'expired', 'revoked', 'completed']),
  /** null some time after it ended, or when the account is gone. */
  email: z.string().nullable(),
  consent: z.object({
    kind: z.enum(consentKinds),
    version: z.int(),
    language: z.enum(languages),
    /** null when the account of who wrote it down is gone. */
    guardianName: z.string().nullable(),
    witnessName: z.string().nullable(),
    at: instant,
    paperBytes: z.int().nullable(),
  }),
  /** null when the account is gone. */
  requestedBy: z.string().nullable(),
  createdAt: instant,
  expiresAt: instant,
  endedAt: instant.nullable(),
})
export type UpgradeView = z.infer<typeof upgradeView>

/** Where to put a signed form: exactly so many bytes of this type, once. It is forgotten unless a request names it. */
export const uploadConsentPaper = {
  input: oneChild.extend({
    byteSize: z.int().min(1).max(limits.consentPaperBytes),
    contentType: z.enum(consentPaperTypes),
  }),
  output: z.object({
    paperId: id,
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    expiresAt: instant,
  }),
}
export type UploadConsentPaper = z.infer<typeof uploadConsentPaper.input>

export const requestUpgrade = { input: oneChild.extend({ email, consent }), output: upgradeView }
export type RequestUpgrade = z.infer<typeof requestUpgrade.input>

/** Sends a new mail with its full time; links of earlier ones open nothing any more. */
export const reissueUpgrade = { input: oneChild, output: upgradeView }
export const revokeUpgrade = { input: oneChild, output: upgradeView }
export type OneUpgrade = z.infer<typeof reissueUpgrade.input>

/** What the link tells whoever holds it, and what they can do next. Looking uses nothing up. */
export const upgradePreview = z.object({
  circleName: z.string(),
  childName: z.string(),
  requestedBy: z.string(),
  maskedEmail: z.string(),
  expiresAt: instant,
  /** `signIn`: the address has an account. `switch`: somebody else is signed in. */
  next: z.enum(['signUp', 'signIn', 'confirm', 'switch']),
})
export type UpgradePreview = z.infer<typeof upgradePreview>
export const previewUpgrade = { input: z.object({ token }), output: upgradePreview }
export type PreviewUpgrade = z.infer<typeof previewUpgrade.input>

export const confirmUpgrade = {
  input: z.object({
    token,
    /** For whoever has no account yet; somebody who is signed in needs none. */
    account: z.object({ name, password, language: z.enum(languages), timeZone }).optional(),
  }),
  output: z.discriminatedUnion('status', [
    z.object({ status: z.literal('confirmed'), circleId: id, childId: id }),
    /** The address has an account: its owner signs in and opens the link again. */
    z.object({ status: z.literal('signInFirst') }),
  ]),
}
export type ConfirmUpgrade = z.infer<typeof confirmUpgrade.input>

/** Newest first. */
export const upgradeAudit = {
  input: oneChild.extend(paging),
  output: z.object({
    /** The newest request; null when there was none. */
    current: upgradeView.nullable(),
    items: z.array(
      z.object({
        id,
        upgradeId: id,
        action: z.enum(upgradeActions),
        /** null when the account is gone, or nobody did it: it ended by itself. */
        by: z.string().nullable(),
        at: instant,
      }),
    ),
    nextCursor: z.string().nullable(),
  }),
}
export type UpgradeAudit = z.infer<typeof upgradeAudit.input>
export type UpgradeAuditView = z.infer<typeof upgradeAudit.output>

/** A short-lived address that hands out the signed form as a file. Who read it is written down. */
export const readConsentPaper = {
  input: oneChild.extend({ upgradeId: id }),
  output: z.object({ url: z.string() }),
}
export type ReadConsentPaper = z.infer<typeof readConsentPaper.input>

/** A grown child takes the mark of themselves off one keep. */
export const untagChild = {
  input: oneChild.extend({ keepId: id }),
  output: z.object({ status: z.literal('untagged') }),
}
export type UntagChild = z.infer<typeof untagChild.input>

import { z } from 'zod'
import { limits } from './limits.ts'
import { pageOf, paging } from './paging.ts'
import { id, instant, name, token } from './values.ts'

const inCircle = z.object({ circleId: id })
const pin = z.string().regex(new RegExp(`^\\d{${limits.pinLength}}$`))

/** A guest link as the circle's admins see it. Never with its token, which nobody has but its guest. */
export const guestLinkView = z.object({
  id,
  name: z.string(),
  hasPin: z.boolean(),
  /** Whether the guest may fetch originals, which carry what the camera wrote into them, places among it. */
  mayDownload: z.boolean(),
  /** null when the account of who made it is gone. */
  createdBy: z.string().nullable(),
  createdAt: instant,
  /** null: until it is revoked. */
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
  /** When its guest was last here, to the hour; null before the first visit. */
  seenAt: instant.nullable(),
  /** Until when nobody can come in by it, since its PIN was tried too often; null when it is open. */
  lockedUntil: instant.nullable(),
})
export type GuestLinkView = z.infer<typeof guestLinkView>

/** Newest first; those that ended stay, for what was said under them. */
export const listGuestLinks = { input: inCircle.extend(paging), output: pageOf(guestLinkView) }
export type ListGuestLinks = z.infer<typeof listGuestLinks.input>

export const createGuestLink = {
  input: inCircle.extend({
    name,
    pin: pin.optional(),
    /** Without: until it is revoked. */
    expiresInDays: z.int().min(1).max(limits.guestLinkDaysMax).optional(),
    mayDownload: z.boolean().default(false),
  }),
  /** The one answer that has the token. */
  output: z.object({ token: z.string(), link: guestLinkView }),
}
export type CreateGuestLink = z.infer<typeof createGuestLink.input>

export const revokeGuestLink = {
  input: inCircle.extend({ linkId: id }),
  output: z.object({ status: z.literal('revoked') }),
}
export type RevokeGuestLink = z.infer<typeof revokeGuestLink.input>

/** What the holder of a link may know before coming in. */
export const guestLinkPreview = z.object({
  circleName: z.string(),
  guestName: z.string(),
  needsPin: z.boolean(),
  /** Where this browser is in already: by this very link, or signed in as a member. */
  already: z.object({ circleId: id, as: z.enum(['guest', 'member']) }).nullable(),
})
export type GuestLinkPreview = z.infer<typeof guestLinkPreview>

export const previewGuestLink = { input: z.object({ token }), output: guestLinkPreview }

export const enterByGuestLink = {
  input: z.object({ token, pin: pin.optional() }),
  output: inCircle,
}
export type EnterByGuestLink = z.infer<typeof enterByGuestLink.input>

/** What a guest's page is headed with. */
export const guestHome = z.object({
  circleName: z.string(),
  /** null for a member, whose page is another. */
  guest: z.object({ name: z.string(), mayDownload: z.boolean() }).nullable(),
})
export type GuestHome = z.infer<typeof guestHome>

export const readGuestHome = { input: inCircle, output: guestHome }

/** Only this browser, and only of this circle: the link stays. */
export const leaveAsGuest = { input: inCircle, output: z.object({ status: z.literal('left') }) }
export type LeaveAsGuest = z.infer<typeof leaveAsGuest.input>

import { z } from 'zod'
import { keepKinds, milestones } from './keep-kinds.ts'
import { limits } from './limits.ts'
import { datePrecisions, mediaKinds } from './media-states.ts'
import { pageOf, paging } from './paging.ts'
import { cleanCopyStates, shareKinds } from './share-kinds.ts'
import { day, id, instant, singleLine, token } from './values.ts'

const inCircle = z.object({ circleId: id })
const title = singleLine(limits.keepTitleLength)

/** What a link shows beside pictures and days. */
const shown = {
  /** Titles, captions, notes and milestones. */
  showsCaptions: z.boolean(),
  /** Of whoever kept it, and of whoever said something to it. */
  showsNames: z.boolean(),
  showsComments: z.boolean(),
}

/** A share link as its maker sees it, and admins everybody's. Never with its token. */
export const shareLinkView = z.object({
  id,
  kind: z.enum(shareKinds),
  /** The keep or album that it shows; null of a range. */
  subjectId: id.nullable(),
  /** Both days of a range, included. */
  from: day.nullable(),
  to: day.nullable(),
  /** What its page is headed with: its own title, else the keep's or the album's. */
  title: z.string().nullable(),
  hasPassword: z.boolean(),
  mayDownload: z.boolean(),
  hasPreview: z.boolean(),
  ...shown,
  /** null when the account of who made it is gone. */
  createdBy: z.string().nullable(),
  isOwn: z.boolean(),
  createdAt: instant,
  expiresAt: instant,
  revokedAt: instant.nullable(),
  /** When somebody looked last, to the hour. */
  seenAt: instant.nullable(),
  /** Browsers that came in by it. */
  visits: z.int(),
  /** Until when its password is not looked at, since it was tried too often; null when it is. */
  lockedUntil: instant.nullable(),
})
export type ShareLinkView = z.infer<typeof shareLinkView>

/** Newest first: one's own, and for admins all of the circle. */
export const listShareLinks = {
  input: inCircle.extend({
    ...paging,
    /** Of this keep or album alone. */
    subjectId: id.optional(),
  }),
  output: pageOf(shareLinkView),
}
export type ListShareLinks = z.infer<typeof listShareLinks.input>

const wanted = inCircle.extend({
  title: title.optional(),
  expiresInDays: z.int().min(1).max(limits.shareLinkDaysMax).default(limits.shareLinkDays),
  password: z.string().min(limits.sharePasswordMin).max(limits.passwordMax).optional(),
  mayDownload: z.boolean().default(false),
  /** Not beside a password: it would show what that keeps back. */
  hasPreview: z.boolean().default(false),
  showsCaptions: z.boolean().default(true),
  showsNames: z.boolean().default(false),
  showsComments: z.boolean().default(false),
})

export const createShareLink = {
  input: z
    .discriminatedUnion('kind', [
      wanted.extend({ kind: z.literal('keep'), keepId: id }),
      wanted.extend({ kind: z.literal('album'), albumId: id }),
      wanted.extend({ kind: z.literal('range'), from: day, to: day }),
    ])
    .refine((link) => link.kind !== 'range' || link.from <= link.to, { path: ['to'] })
    .refine((link) => !link.hasPreview || link.password === undefined, { path: ['hasPreview'] }),
  /** The one answer that has the token. */
  output: z.object({ token: z.string(), link: shareLinkView }),
}
export type CreateShareLink = z.infer<typeof createShareLink.input>

export const revokeShareLink = {
  input: inCircle.extend({ linkId: id }),
  output: z.object({ status: z.literal('revoked') }),
}
export type RevokeShareLink = z.infer<typeof revokeShareLink.input>

export const openShared = {
  input: z.object({ token, password: z.string().max(limits.passwordMax).optional() }),
  output: z.object({ linkId: id }),
}
export type OpenShared = z.infer<typeof openShared.input>

const byLink = z.object({ linkId: id })

/** What a shared page is headed with. Nothing of the circle: not even its name. */
export const sharedView = z.object({
  kind: z.enum(shareKinds),
  title: z.string().nullable(),
  from: day.nullable(),
  to: day.nullable(),
  mayDownload: z.boolean(),
  expiresAt: instant,
})
export type SharedView = z.infer<typeof sharedView>
export const getShared = { input: byLink, output: sharedView }

export const sharedMedia = z.object({
  id,
  kind: z.enum(mediaKinds),
  width: z.int().nullable(),
  height: z.int().nullable(),
  thumbHash: z.string().nullable(),
  durationMs: z.int().nullable(),
  version: z.int(),
})
export type SharedMedia = z.infer<typeof sharedMedia>

/** A keep as somebody outside sees it. What the link does not show is null, or not there. */
export const sharedKeep = z.object({
  id,
  kind: z.enum(keepKinds),
  title: z.string().nullable(),
  body: z.string().nullable(),
  milestone: z.enum(milestones).nullable(),
  /** The day alone: neither the hour nor the zone. */
  day,
  datePrecision: z.enum(datePrecisions),
  author: z.string().nullable(),
  media: z.array(sharedMedia),
  /** The first ones, oldest first. */
  comments: z.array(z.object({ id, name: z.string().nullable(), body: z.string() })),
})
export type SharedKeep = z.infer<typeof sharedKeep>

/** As it happened: the oldest first. */
export const listSharedKeeps = { input: byLink.extend(paging), output: pageOf(sharedKeep) }
export type ListSharedKeeps = z.infer<typeof listSharedKeeps.input>

/** Asks for a copy to take along; asked again until it is `ready`. */
export const prepareDownload = {
  input: byLink.extend({ mediaId: id }),
  output: z.object({ state: z.enum(cleanCopyStates) }),
}
export type PrepareDownload = z.infer<typeof prepareDownload.input>

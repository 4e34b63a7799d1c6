import { limits } from '@kinkeep/contracts/limits'
import type { ShareKind } from '@kinkeep/contracts/share-kinds'
import type { SharedKeep, ShareLinkView } from '@kinkeep/contracts/share-links'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { RateLimit } from '../platform/rate-limits.ts'
import type { Secrets } from '../platform/secrets.ts'

/** Share links that one person makes. */
export const linksPerPerson: RateLimit = { count: 100, seconds: secondsPerDay }

/** Links opened from one address, a minute: a whole school behind one router fits, a flood does not. */
export const opensPerAddress: RateLimit = { count: 120, seconds: 60 }

/** How old the last visit may be before the next is written down, in seconds. */
export const visitSeconds = 60 * 60

/** What of a password is hashed: keyed, so that a short one is not given away with the database. */
export function keyedPassword(secrets: Secrets, linkId: string, password: string): string {
  return secrets.index(`share_links.password_hash:${linkId}`, password).toString('base64')
}

/** That a link has shown a keep, for whoever asks what comes after it. */
export function cursorProof(secrets: Secrets, linkId: string, keepId: string): string {
  return secrets.index('share_links.cursor', `${linkId} ${keepId}`).toString('base64url')
}

/** What stands in the address of a link's preview picture: nobody guesses it, and it tells nothing of the token. */
export function previewProof(secrets: Secrets, linkId: string): string {
  return secrets.index('share_links.preview', linkId).toString('base64url')
}

/** Until when a browser that just came in is known: never longer than its link. */
export function sessionEnd(now: Date, linkEnd: Date): Date {
  const days = addSeconds(now, limits.shareSessionDays * secondsPerDay)
  return days < linkEnd ? days : linkEnd
}

export interface ShareLinkRow {
  id: string
  kind: ShareKind
  keepId: string | null
  albumId: string | null
  from: string | null
  to: string | null
  title: string | null
  hasPassword: boolean
  mayDownload: boolean
  hasPreview: boolean
  showsCaptions: boolean
  showsNames: boolean
  showsComments: boolean
  createdBy: string | null
  creatorName: string | null
  createdAt: Date
  expiresAt: Date
  revokedAt: Date | null
  seenAt: Date | null
  visitCount: number
  lockedUntil: Date | null
}

export function toShareLinkView(row: ShareLinkRow, userId: string): ShareLinkView {
  const { id, kind, from, to, title, hasPassword, mayDownload, hasPreview } = row
  const { showsCaptions, showsNames, showsComments } = row
  return {
    ...{ id, kind, subjectId: row.keepId ?? row.albumId, from, to, title, hasPassword, mayDownload },
    ...{ hasPreview, showsCaptions, showsNames, showsComments },
    createdBy: row.creatorName,
    isOwn: row.createdBy === userId,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    seenAt: row.seenAt?.toISOString() ?? null,
    visits: row.visitCount,
    lockedUntil: row.lockedUntil?.toISOString() ?? null,
  }
}

/** A comment as it was said, with the names in it by which members were called. */
export interface SaidComment {
  id: string
  name: string | null
  body: string
  called: string[]
}

/** What a link lets through beside pictures and days. */
export interface Shown {
  showsCaptions: boolean
  showsNames: boolean
  showsComments: boolean
}

export interface SharedKeepRow {
  id: string
  kind: SharedKeep['kind']
  title: string | null
  body: string | null
  milestone: SharedKeep['milestone']
  happenedAt: string
  datePrecision: SharedKeep['datePrecision']
  authorName: string | null
  media: SharedKeep['media']
  comments: SaidComment[]
}

/** The one place where what a link does not show is left out. */
export function toSharedKeep(shown: Shown, row: SharedKeepRow): SharedKeep {
  const { showsCaptions, showsNames, showsComments } = shown
  return {
    id: row.id,
    kind: row.kind,
    title: showsCaptions ? row.title : null,
    body: showsCaptions ? row.body : null,
    milestone: showsCaptions ? row.milestone : null,
    day: row.happenedAt.slice(0, 10),
    datePrecision: row.datePrecision,
    author: showsNames ? row.authorName : null,
    media: row.media,
    comments: showsComments ? row.comments.map((comment) => toSharedComment(comment, showsNames)) : [],
  }
}

/** Names that stand after an @ are left out where names are; what people are called in plain words stays as it was said. */
function toSharedComment({ id, name, body, called }: SaidComment, showsNames: boolean) {
  if (showsNames) return { id, name, body }
  const longestFirst = called.toSorted((a, b) => b.length - a.length)
  return {
    id,
    name: null,
    body: longestFirst.reduce((text, each) => text.replaceAll(`@${each}`, '@…'), body),
  }
}

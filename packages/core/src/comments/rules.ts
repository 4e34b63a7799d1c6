import type { CommentView } from '@kinkeep/contracts/comments'
import { can } from '@kinkeep/contracts/roles'
import type { ReaderScope } from '../guest-links/access.ts'
import { DomainError } from '../platform/errors.ts'
import type { SpeakerRow } from '../platform/name-speaker.ts'
import type { RateLimit } from '../platform/rate-limits.ts'
import { describeSpeaker } from './describe-speaker.ts'

/** A lively talk fits. */
export const commentLimit: RateLimit = { count: 30, seconds: 60 }

/** Replies that come along with their thread. */
export const repliesShown = 10

export interface CommentRow extends SpeakerRow {
  id: string
  keepId: string
  parentId: string | null
  /** null of a deleted one. */
  body: string | null
  createdAt: Date
  editedAt: Date | null
  mentions: CommentView['mentions']
}

/** A deleted comment shows neither what was said nor by whom. */
export function toCommentView(scope: ReaderScope, row: CommentRow): CommentView {
  const { author, isOwn } = describeSpeaker(scope, row)
  return {
    id: row.id,
    keepId: row.keepId,
    parentId: row.parentId,
    body: row.body,
    author: row.body === null ? null : author,
    isOwn: row.body !== null && isOwn,
    mentions: row.body === null ? [] : row.mentions,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.body === null ? null : (row.editedAt?.toISOString() ?? null),
  }
}

/** Throws ROLE_TOO_LOW for somebody else's: nobody puts words into another's mouth, admins neither. */
export function assertMayUpdate(scope: ReaderScope, comment: SpeakerRow): void {
  if (!describeSpeaker(scope, comment).isOwn) throw new DomainError('ROLE_TOO_LOW')
}

/** Throws ROLE_TOO_LOW for somebody else's, unless the reader looks after the circle. */
export function assertMayDelete(scope: ReaderScope, comment: SpeakerRow): void {
  if (!can(scope.role, 'comment.moderate')) assertMayUpdate(scope, comment)
}

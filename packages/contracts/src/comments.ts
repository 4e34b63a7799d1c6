import { z } from 'zod'
import { limits } from './limits.ts'
import { pageOf, paging } from './paging.ts'
import { speaker } from './speakers.ts'
import { id, instant, multiLine } from './values.ts'

const ofKeep = z.object({ circleId: id, keepId: id })
const oneComment = ofKeep.extend({ commentId: id })
const body = multiLine(limits.commentLength).min(1)
/** Members whose names stand in the words after an @; those that do not, or may not see the keep, are left out. */
const mentionIds = z.array(id).max(limits.mentionsPerComment).optional()

export const commentView = z.object({
  id,
  keepId: id,
  /** The comment that this one answers; null of one that begins a thread. */
  parentId: id.nullable(),
  /** Plain text of several lines; null of one that was deleted and stands only for its replies. */
  body: z.string().nullable(),
  /** null of a deleted one. */
  author: speaker.nullable(),
  isOwn: z.boolean(),
  /** Who is called by name in it. */
  mentions: z.array(
    z.object({
      userId: id,
      /** The name as it stands in the words, after the @. */
      said: z.string(),
      /** What they are called now; null of somebody who is not in the circle any more. */
      name: z.string().nullable(),
    }),
  ),
  createdAt: instant,
  editedAt: instant.nullable(),
})
export type CommentView = z.infer<typeof commentView>

export const threadView = commentView.extend({
  /** The first of them, oldest first. */
  replies: z.array(commentView),
  /** The cursor for the rest, asked for with this comment as `parentId`; null when these are all. */
  nextReply: z.string().nullable(),
})
export type ThreadView = z.infer<typeof threadView>

/** Threads, oldest first; or with `parentId` the replies of one, which have none themselves. */
export const listComments = {
  input: ofKeep.extend({ ...paging, parentId: id.optional() }),
  output: pageOf(threadView),
}
export type ListComments = z.infer<typeof listComments.input>

export const addComment = {
  input: ofKeep.extend({
    body,
    mentionIds,
    /** What it answers. A reply to a reply joins the same thread: they are one level deep. */
    parentId: id.optional(),
    /** Repeating a call with the same key answers the comment that the first one made. */
    idempotencyKey: id.optional(),
  }),
  output: commentView,
}
export type AddComment = z.infer<typeof addComment.input>

export const updateComment = { input: oneComment.extend({ body, mentionIds }), output: commentView }
export type UpdateComment = z.infer<typeof updateComment.input>

export const deleteComment = { input: oneComment, output: z.object({ status: z.literal('deleted') }) }
export type DeleteComment = z.infer<typeof deleteComment.input>

/** Members who see a keep, by name: those that a comment to it may mention. */
export const listMentionable = {
  input: ofKeep.extend({ search: z.string().max(limits.nameLength).optional() }),
  output: z.object({
    people: z.array(z.object({ userId: id, name: z.string(), avatarId: id.nullable() })),
  }),
}
export type ListMentionable = z.infer<typeof listMentionable.input>

import { z } from 'zod'
import { pageOf, paging } from './paging.ts'
import { reactionKinds } from './reaction-kinds.ts'
import { speaker } from './speakers.ts'
import { id, instant } from './values.ts'

const ofKeep = z.object({ circleId: id, keepId: id })
const kind = z.enum(reactionKinds)

/** How many of each kind. */
export const reactionCounts = z.object({
  like: z.int(),
  love: z.int(),
  laugh: z.int(),
  wow: z.int(),
  celebrate: z.int(),
})
export type ReactionCounts = z.infer<typeof reactionCounts>

/** The reactions of one keep after a change of one's own. */
export const keepReactions = z.object({
  reactions: reactionCounts,
  /** The caller's own; null without one. */
  myReaction: kind.nullable(),
})
export type KeepReactions = z.infer<typeof keepReactions>

export const reactionView = z.object({
  id,
  kind,
  author: speaker,
  isOwn: z.boolean(),
  createdAt: instant,
})
export type ReactionView = z.infer<typeof reactionView>

/** Who reacted, first to last. */
export const listReactions = {
  input: ofKeep.extend({ ...paging, kind: kind.optional() }),
  output: pageOf(reactionView),
}
export type ListReactions = z.infer<typeof listReactions.input>

/** One a person, or guest link, and keep: another kind takes the place of the first. */
export const setReaction = { input: ofKeep.extend({ kind }), output: keepReactions }
export type SetReaction = z.infer<typeof setReaction.input>

/** Without one already: nothing changes. */
export const clearReaction = { input: ofKeep, output: keepReactions }
export type ClearReaction = z.infer<typeof clearReaction.input>

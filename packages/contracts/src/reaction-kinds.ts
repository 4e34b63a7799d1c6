/** What one may feel about a keep, in the order in which they are offered. Zod-free, so that the web may import it. */
export const reactionKinds = ['like', 'love', 'laugh', 'wow', 'celebrate'] as const
export type ReactionKind = (typeof reactionKinds)[number]

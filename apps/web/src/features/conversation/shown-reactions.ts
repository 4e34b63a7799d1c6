import { type ReactionKind, reactionKinds } from '@kinkeep/contracts/reaction-kinds'
import type { KeepReactions } from '@kinkeep/contracts/reactions'

/** Reactions of a keep as they will be once one's own has become another; null takes it back. */
export function withReaction(
  { reactions, myReaction }: KeepReactions,
  kind: ReactionKind | null,
): KeepReactions {
  const counts = { ...reactions }
  // The one that is taken away may be gone from the counts already.
  if (myReaction) counts[myReaction] = Math.max(0, counts[myReaction] - 1)
  if (kind) counts[kind] += 1
  return { reactions: counts, myReaction: kind }
}

/** How many there are. */
export function countReactions({ reactions }: Pick<KeepReactions, 'reactions'>): number {
  return reactionKinds.reduce((sum, kind) => sum + reactions[kind], 0)
}

/** Kinds that somebody chose, the most frequent first. */
export function chosenKinds({ reactions }: Pick<KeepReactions, 'reactions'>): ReactionKind[] {
  return reactionKinds.filter((kind) => reactions[kind] > 0).toSorted((a, b) => reactions[b] - reactions[a])
}

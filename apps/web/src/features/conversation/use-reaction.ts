import type { KeepView } from '@kinkeep/contracts/keeps'
import type { ReactionKind } from '@kinkeep/contracts/reaction-kinds'
import type { KeepReactions } from '@kinkeep/contracts/reactions'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { patchKeep } from './patch-keep.ts'
import { withReaction } from './shown-reactions.ts'

type ReactedKeep = Pick<KeepView, 'id' | 'reactions' | 'myReaction'>

/**
 * The reactions to show for a keep, and how to change one's own; null takes it back. Shown at once; when it did not
 * work, what was there before is back and says so.
 */
export function useReaction(
  circleId: string,
  keep: ReactedKeep,
): KeepReactions & { react: (kind: ReactionKind | null) => void } {
  const { t, language } = useTranslation()
  const cache = useQueryClient()
  const { client } = trpc.useUtils()
  const where = { circleId, keepId: keep.id }
  const change = useMutation({
    // One after the other: the last tap is what stays.
    scope: { id: `reaction:${keep.id}` },
    mutationFn: (kind: ReactionKind | null) =>
      kind
        ? client.keeps.reactions.set.mutate({ ...where, kind })
        : client.keeps.reactions.clear.mutate(where),
    onSuccess: ({ reactions, myReaction }) => patchKeep(cache, keep.id, () => ({ reactions, myReaction })),
    onError: (error) => showToast({ tone: 'error', text: errorText(error, t, language) }),
  })
  const { reactions, myReaction } = change.isPending ? withReaction(keep, change.variables) : keep
  return { reactions, myReaction, react: change.mutate }
}

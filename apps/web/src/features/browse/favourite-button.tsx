import type { KeepView } from '@kinkeep/contracts/keeps'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Heart } from 'lucide-react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { patchKeep } from '../conversation/patch-keep.ts'

export interface FavouriteButtonProps {
  circleId: string
  keep: Pick<KeepView, 'id' | 'isFavourite'>
  /** `night` stands on photographs. */
  tone?: 'paper' | 'night'
}

const tones = {
  paper: 'text-muted hover:bg-sunk hover:text-ink',
  night: 'text-snow hover:bg-snow/15',
} as const

/** Whether a keep is among one's own favourites. Shown at once; what did not work is taken back and says so. */
export function FavouriteButton({ circleId, keep, tone = 'paper' }: FavouriteButtonProps) {
  const { t, language } = useTranslation()
  const cache = useQueryClient()
  const { client, keeps } = trpc.useUtils()
  const where = { circleId, keepId: keep.id }
  const change = useMutation({
    // One after the other: the last tap is what stays.
    scope: { id: `favourite:${keep.id}` },
    mutationFn: (isWanted: boolean) =>
      isWanted ? client.keeps.favourites.set.mutate(where) : client.keeps.favourites.clear.mutate(where),
    onSuccess: async ({ isFavourite }) => {
      await patchKeep(cache, keep.id, () => ({ isFavourite }))
      // The list of them is read anew; while it is open it loses nothing under a finger.
      const refetchType = isFavourite ? 'active' : 'none'
      void keeps.list.invalidate({ circleId, favourites: true }, { refetchType })
    },
    onError: (error) => showToast({ tone: 'error', text: errorText(error, t, language) }),
  })
  const isFavourite = change.isPending ? change.variables : keep.isFavourite
  return (
    <button
      type="button"
      aria-pressed={isFavourite}
      aria-label={t('timeline.favourite')}
      title={t('timeline.favourite')}
      onClick={() => change.mutate(!isFavourite)}
      className={`inline-flex size-11 shrink-0 items-center justify-center rounded-full transition-colors ${tones[tone]}`}
    >
      <Heart size={20} aria-hidden="true" className={isFavourite ? 'fill-accent text-accent' : ''} />
    </button>
  )
}

import type { MediaView } from '@kinkeep/contracts/media'
import { useEffect, useState } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

export type Quarter = 0 | 90 | 180 | 270

/** What cannot be turned is not shown turned for longer than this, in ms. */
const patience = 60_000

/**
 * Turns photos by hand. What a person asked for is shown at once, by turning the picture that is there; `turnOf` says by
 * how much, until it has been made.
 */
export function useTurns(circleId: string, media: MediaView | undefined) {
  const { t, language } = useTranslation()
  const utils = trpc.useUtils()
  const [wanted, setWanted] = useState<ReadonlyMap<string, Quarter>>(new Map())
  const forget = (id: string) => setWanted((now) => new Map([...now].filter(([each]) => each !== id)))
  const rotate = trpc.media.rotate.useMutation({
    // One after the other, so that the last one asked for is the last one heard.
    scope: { id: 'turn' },
    onError: (error, { mediaId }) => {
      forget(mediaId)
      showToast({ tone: 'error', text: errorText(error, t, language) })
    },
  })

  const want = media && wanted.get(media.id)
  const { id, rotation } = media ?? {}
  useEffect(() => {
    if (id === undefined || want === undefined) return
    const end = () => setWanted((now) => new Map([...now].filter(([each]) => each !== id)))
    if (want === rotation) {
      end()
      // A child's or a pet's picture may be this photo.
      void utils.circles.children.invalidate()
      void utils.circles.pets.invalidate()
      return
    }
    const waiting = setTimeout(end, patience)
    return () => clearTimeout(waiting)
  }, [id, want, rotation, utils])

  return {
    turnOf: (shown: MediaView): Quarter => quarter((wanted.get(shown.id) ?? shown.rotation) - shown.rotation),
    turn: (shown: MediaView) => {
      const next = quarter((wanted.get(shown.id) ?? shown.rotation) + 90)
      setWanted((now) => new Map(now).set(shown.id, next))
      rotate.mutate({ circleId, mediaId: shown.id, rotation: next })
    },
  }
}

function quarter(degrees: number): Quarter {
  return ([90, 180, 270] as const).find((each) => each === (degrees + 360) % 360) ?? 0
}

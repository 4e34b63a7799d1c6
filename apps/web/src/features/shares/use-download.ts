import type { SharedMedia } from '@kinkeep/contracts/share-links'
import { useState } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { outsideUrl } from './outside-url.ts'

/** A copy of a photo is made in a moment, of a very large one in some: so often it is asked for, ever more slowly. */
const tries = 40
const pauseMs = (attempt: number) => Math.min(300 * (attempt + 1), 3000)

/** Fetches a picture as a file, when it has been made one that can be given away. */
export function useDownload(linkId: string) {
  const { t, language } = useTranslation()
  const [busyWith, setBusyWith] = useState<string>()
  const { mutateAsync: prepare } = trpc.keeps.shared.prepareDownload.useMutation()

  async function download(media: Pick<SharedMedia, 'id' | 'version'>): Promise<void> {
    setBusyWith(media.id)
    try {
      for (let attempt = 0; attempt < tries; attempt += 1) {
        const { state } = await prepare({ linkId, mediaId: media.id })
        if (state !== 'waiting') return location.assign(outsideUrl(linkId, media, 'download'))
        await new Promise((resolve) => setTimeout(resolve, pauseMs(attempt)))
      }
      showToast({ tone: 'error', text: t('shares.tooSlow') })
    } catch (error) {
      showToast({ tone: 'error', text: errorText(error, t, language) })
    } finally {
      setBusyWith(undefined)
    }
  }
  return { busyWith, download }
}

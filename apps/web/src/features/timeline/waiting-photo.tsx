import type { MediaView } from '@kinkeep/contracts/media'
import { useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { localPreview } from '../uploads/uploads.ts'
import { useOwnUpload } from '../uploads/use-uploads.ts'

/** A photo whose preview is being made: one's own file where the browser can show it, else a calm shimmer. */
export function WaitingPhoto({ media }: { media: MediaView }) {
  const { t } = useTranslation()
  const upload = useOwnUpload(media.id)
  const [broken, setBroken] = useState(false)
  const src = upload && !broken ? localPreview(upload) : undefined
  return (
    <span className="relative block size-full overflow-hidden bg-sunk">
      {src === undefined ? (
        <span className="block size-full animate-breathe bg-accent-soft" />
      ) : (
        <img
          src={src}
          alt=""
          decoding="async"
          onError={() => setBroken(true)}
          className="size-full object-cover opacity-80"
        />
      )}
      <span className="absolute bottom-2 left-2 rounded-full bg-night/60 px-2.5 py-0.5 text-snow text-xs">
        {t('timeline.preparing')}
      </span>
    </span>
  )
}

import type { MediaView } from '@kinkeep/contracts/media'
import { can } from '@kinkeep/contracts/roles'
import { Download, ImageOff, RotateCw } from 'lucide-react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { downloadUrl } from './media-url.ts'

/** A file that could not be read: what is wrong with it, the original, and another try. */
export function FailedPhoto({ circleId, media }: { circleId: string; media: MediaView }) {
  const { t, language } = useTranslation()
  const [circle] = trpc.circles.get.useSuspenseQuery({ circleId })
  const utils = trpc.useUtils()
  const retry = trpc.media.retry.useMutation({
    onSuccess: () => {
      showToast({ tone: 'done', text: t('timeline.retrying') })
      return utils.keeps.list.invalidate({ circleId })
    },
    onError: (error) => showToast({ tone: 'error', text: errorText(error, t, language) }),
  })
  const reason = media.failure ?? 'INTERNAL'
  return (
    <div className="flex size-full flex-col items-center justify-center-safe gap-1 overflow-y-auto bg-sunk p-2 text-center [container-type:size]">
      <ImageOff
        size={22}
        className="shrink-0 text-muted [@container(max-height:10rem)]:hidden"
        aria-hidden="true"
      />
      <p className="max-w-full shrink-0 truncate font-medium text-xs" title={media.name}>
        {media.name}
      </p>
      <p className="text-muted text-xs">
        {t(`timeline.failure.${reason}`)} {reason !== 'MISSING' && t('timeline.originalKept')}
      </p>
      <div className="flex">
        {reason !== 'MISSING' && (
          <a
            href={downloadUrl(circleId, media.id)}
            download
            aria-label={t('timeline.downloadOriginal')}
            title={t('timeline.downloadOriginal')}
            className="grid size-11 place-items-center rounded-full text-accent hover:bg-accent-soft"
          >
            <Download size={19} aria-hidden="true" />
          </a>
        )}
        {can(circle.role, 'media.retry') && (
          <button
            type="button"
            aria-label={t('timeline.retryPhoto')}
            title={t('timeline.retryPhoto')}
            aria-busy={retry.isPending}
            onClick={() => !retry.isPending && retry.mutate({ circleId, mediaId: media.id })}
            className="grid size-11 place-items-center rounded-full text-accent hover:bg-accent-soft"
          >
            <RotateCw size={19} aria-hidden="true" />
          </button>
        )}
      </div>
    </div>
  )
}

import type { MediaView } from '@kinkeep/contracts/media'
import type { Translate } from '../../lib/i18n/i18n.ts'

/** What a screen reader calls a photo or a video. */
export function mediaLabel(
  t: Translate,
  { kind, name }: Pick<MediaView, 'kind' | 'name'>,
  author: { name: string } | null,
): string {
  if (kind === 'video') {
    return author ? t('timeline.video', { name, author: author.name }) : t('timeline.videoPlain', { name })
  }
  return author ? t('timeline.photo', { name, author: author.name }) : t('timeline.photoPlain', { name })
}

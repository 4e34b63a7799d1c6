import { mostBytesOf } from '@kinkeep/contracts/claimed-files'
import { formatBytes } from '../../lib/format.ts'
import type { Translate, Translation } from '../../lib/i18n/i18n.ts'
import type { UploadSummary } from './summary.ts'
import type { UploadItem } from './upload-item.ts'
import type { UploadsView } from './upload-list.ts'

/** What is going on with one file, and what went wrong. */
export function uploadText(
  item: UploadItem,
  { isPaused }: Pick<UploadsView, 'isPaused'>,
  { t, language }: Translation,
): string {
  const { state, reason, name, type } = item
  // It came in, and only then showed what it is: it is here and can be fetched, unlike one that was never sent.
  if (state === 'failed' && reason === 'UNSUPPORTED_TYPE') {
    return `${t('timeline.failure.UNSUPPORTED_TYPE')} ${t('timeline.originalKept')}`
  }
  if (reason !== null) {
    return t(`uploads.reasons.${reason}`, {
      size: formatBytes(mostBytesOf({ name, contentType: type }), language),
    })
  }
  if (state === 'waiting' && isPaused) return t('uploads.states.paused')
  if (state === 'waiting' && item.attempts > 0) return t('uploads.states.waitingAgain')
  if (state === 'duplicate' && item.twin?.inTrash) return t('uploads.states.duplicateInTrash')
  // The word is only said of what was proven.
  if (state === 'processing' && item.isVerified) return t('uploads.states.processingSafe')
  if (state === 'ready' && !item.isVerified) return t('uploads.states.processing')
  return t(`uploads.states.${state}`)
}

/** How many files want a look, by what is wrong with most of them. */
export function troubleText({ troubled, refused, missing }: UploadSummary, t: Translate): string {
  if (missing > 0 && missing === troubled) return t('uploads.missing', { count: missing })
  return t(refused > 0 ? 'uploads.troubled' : 'uploads.unread', { count: troubled })
}

/** The whole queue in a sentence. */
export function summaryText(
  summary: UploadSummary,
  { isOnline, isPaused }: { isOnline: boolean; isPaused: boolean },
  t: Translate,
): string {
  const { underway, saving, processing, safe, troubled, duplicates } = summary
  if (saving > 0 && saving === underway) return t('uploads.saving', { count: saving })
  if (underway > 0 && isPaused) return t('uploads.paused', { count: underway })
  if (underway > 0) return isOnline ? t('uploads.underway', { count: underway }) : t('uploads.offline')
  if (processing > 0) return t('uploads.preparing', { count: processing })
  if (troubled > 0) return troubleText(summary, t)
  return safe > 0 || duplicates === 0
    ? t('uploads.done', { count: safe })
    : t('uploads.duplicates', { count: duplicates })
}

import { limits } from '@kinkeep/contracts/limits'
import { formatBytes } from '../../lib/format.ts'
import type { Translate, Translation } from '../../lib/i18n/i18n.ts'
import type { UploadSummary } from './summary.ts'
import type { UploadItem } from './upload-item.ts'

/** What is going on with one file, and what went wrong. */
export function uploadText(item: UploadItem, { t, language }: Translation): string {
  if (item.reason !== null) {
    return t(`uploads.reasons.${item.reason}`, { size: formatBytes(limits.photoBytes, language) })
  }
  if (item.state === 'waiting' && item.attempts > 0) return t('uploads.states.waitingAgain')
  return t(`uploads.states.${item.state}`)
}

/** How many files want a look, by what is wrong with most of them. */
export function troubleText({ troubled, refused }: UploadSummary, t: Translate): string {
  return t(refused > 0 ? 'uploads.troubled' : 'uploads.unread', { count: troubled })
}

/** The whole queue in a sentence. */
export function summaryText(summary: UploadSummary, isOnline: boolean, t: Translate): string {
  const { underway, processing, delivered, troubled } = summary
  if (underway > 0) return isOnline ? t('uploads.underway', { count: underway }) : t('uploads.offline')
  if (processing > 0) return t('uploads.preparing', { count: processing })
  if (troubled > 0) return troubleText(summary, t)
  return t('uploads.done', { count: delivered })
}

import { isFollowed } from './followed.ts'
import { isDelivered, isTrouble, type UploadItem } from './upload-item.ts'

export interface UploadSummary {
  total: number
  /** In the store. */
  delivered: number
  /** Of these, proven to be the same bytes. */
  safe: number
  /** Still on their way. */
  underway: number
  /** Of these, being written into the browser. */
  saving: number
  /** Delivered; not proven, or without a preview so far. */
  processing: number
  /** Could not be sent or could not be read. */
  troubled: number
  /** Of these, those that are not in the store at all. */
  refused: number
  /** Of the refused, those whose bytes are wanted again. */
  missing: number
  /** The circle has them already. */
  duplicates: number
  /** 0 to 1, by bytes. */
  progress: number
}

/** The whole queue in a few numbers. */
export function summarize(items: readonly UploadItem[]): UploadSummary {
  let bytes = 0
  let sent = 0
  const none = { delivered: 0, safe: 0, underway: 0, saving: 0, processing: 0, troubled: 0, refused: 0 }
  const summary = { total: items.length, ...none, missing: 0, duplicates: 0 }
  for (const item of items) {
    const { state } = item
    if (isTrouble(state)) summary.troubled += 1
    if (isDelivered(item)) summary.delivered += 1
    else if (state === 'duplicate') summary.duplicates += 1
    else if (!isTrouble(state)) summary.underway += 1
    if (item.isVerified && isDelivered(item)) summary.safe += 1
    if (state === 'saving') summary.saving += 1
    if (isFollowed(item)) summary.processing += 1
    if (state === 'missing') summary.missing += 1
    if (state === 'refused' || state === 'missing') summary.refused += 1
    if (state === 'refused' || state === 'missing' || state === 'duplicate') continue
    // A file of a few bytes is work too.
    const weight = item.size + 50_000
    bytes += weight
    sent += isDelivered(item) ? weight : item.sent
  }
  return { ...summary, progress: bytes === 0 ? 1 : sent / bytes }
}

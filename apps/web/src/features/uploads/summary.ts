import { isDelivered, type UploadItem } from './upload-item.ts'

export interface UploadSummary {
  total: number
  /** Safe in the store, whatever became of their previews. */
  delivered: number
  /** Still on their way. */
  underway: number
  /** Delivered, preview not made yet. */
  processing: number
  /** Could not be sent or could not be read. */
  troubled: number
  /** Of these, those that are not in the store at all. */
  refused: number
  /** 0 to 1, by bytes. */
  progress: number
}

/** The whole queue in a few numbers. */
export function summarize(items: readonly UploadItem[]): UploadSummary {
  let bytes = 0
  let sent = 0
  const summary = { total: items.length, delivered: 0, underway: 0, processing: 0, troubled: 0, refused: 0 }
  for (const item of items) {
    const isTrouble = item.state === 'failed' || item.state === 'refused'
    if (isTrouble) summary.troubled += 1
    if (isDelivered(item)) summary.delivered += 1
    else if (!isTrouble) summary.underway += 1
    if (item.state === 'processing') summary.processing += 1
    if (item.state === 'refused') {
      summary.refused += 1
      continue
    }
    // A file of a few bytes is work too.
    const weight = item.size + 50_000
    bytes += weight
    sent += isDelivered(item) ? weight : item.sent
  }
  return { ...summary, progress: bytes === 0 ? 1 : sent / bytes }
}

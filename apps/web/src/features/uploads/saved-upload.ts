import type { FileHashes } from './file-hashes.ts'
import {
  isTrouble,
  newUpload,
  toDuplicate,
  toKnown,
  toMissing,
  toRefused,
  type UploadFacts,
  type UploadItem,
} from './upload-item.ts'

/** What is kept of an upload over reloads, beside its bytes. */
export interface SavedUpload extends UploadFacts {
  /** The tab that writes its bytes into the browser. */
  owner: string
  hashes: FileHashes | null
  state: 'open' | 'arrived' | 'failed' | 'refused' | 'duplicate'
  sendKey: string
  allowDuplicate: boolean
  reason: UploadItem['reason']
  mediaId: string | null
  keepId: string | null
  twin: UploadItem['twin']
}

export function savedUpload(item: UploadItem, owner: string, hashes: FileHashes | null): SavedUpload {
  const { uploadKey, userId, circleId, name, size, type, modifiedAt, modifiedOffset, keep, addedAt } = item
  const { sendKey, allowDuplicate, reason, mediaId, keepId, twin } = item
  return {
    ...{ uploadKey, userId, circleId, name, size, type, modifiedAt, modifiedOffset, keep, addedAt },
    ...{ sendKey, allowDuplicate, reason, mediaId, keepId, twin, owner, hashes, state: stateOf(item) },
  }
}

function stateOf({ state }: UploadItem): SavedUpload['state'] {
  if (state === 'processing' || state === 'ready') return 'arrived'
  if (state === 'failed' || state === 'refused' || state === 'duplicate') return state
  return 'open'
}

/** Where an upload stands after a reload. `hasBytes`: of the file itself, not only its name. */
export function restoredUpload(saved: SavedUpload, hasBytes: boolean): UploadItem {
  // An older release kept less.
  const before = { sendKey: saved.uploadKey, allowDuplicate: false, mediaId: null, keepId: null }
  const { state, reason, twin, mediaId, sendKey, allowDuplicate, keepId } = { ...before, ...saved }
  const item = { ...newUpload(saved, 'waiting'), sendKey, allowDuplicate, mediaId, keepId }
  if (state === 'arrived' && mediaId !== null) return toKnown(item, { state: 'processing' })
  if (state === 'duplicate' && twin !== null) return toDuplicate(item, twin)
  if (state === 'failed') return { ...item, state, reason, isVerified: true, sent: item.size }
  if (state === 'refused' && reason !== null) return toRefused(item, reason)
  return hasBytes ? item : toMissing(item)
}

/** Whether a file looks like one whose bytes are wanted again: by name, size and time, as far as a clock tells. */
export function looksLike(facts: UploadFacts, other: UploadFacts): boolean {
  const instant = ({ modifiedAt, modifiedOffset }: UploadFacts) =>
    Date.parse(`${modifiedAt}Z`) - modifiedOffset * 60_000
  return facts.name === other.name && facts.size === other.size && instant(facts) === instant(other)
}

/** What the next start of this person's uploads has to know: all but what came to a good end. */
export function isWorthKeeping({ state, isVerified }: UploadItem): boolean {
  return isTrouble(state) || state !== 'ready' || !isVerified
}

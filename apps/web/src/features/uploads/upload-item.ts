import type { MediaFailureReason, MediaState, UploadRefusal } from '@kinkeep/contracts/media-states'

/**
 * `saving` (into this browser) > `waiting` > `sending` > `completing` > `processing` (bytes are safe) >
 * `ready` | `failed` (original kept). `refused` is final until the person asks again.
 */
export type UploadState =
  | 'saving'
  | 'waiting'
  | 'sending'
  | 'completing'
  | 'processing'
  | 'ready'
  | 'failed'
  | 'refused'

/** Why a file did not arrive, or has no preview. The last three are found in the browser. */
export type UploadReason = UploadRefusal | MediaFailureReason | 'NOT_ALLOWED' | 'UNREADABLE' | 'NOT_STORED'

/** What is known of a file before anything is sent, and kept over reloads. */
export interface UploadFacts {
  /** The same key is the same upload, however often it is tried. */
  uploadKey: string
  userId: string
  circleId: string
  name: string
  size: number
  type: string
  /** Wall clock of this device, and minutes east of UTC. */
  modifiedAt: string
  modifiedOffset: number
  keep: 'own' | 'attached'
}

export interface UploadItem extends UploadFacts {
  state: UploadState
  /** Bytes that have left. */
  sent: number
  /** Tries in a row that did not work. */
  attempts: number
  /** Not before this time, in ms of the queue's clock. */
  retryAt: number
  reason: UploadReason | null
  mediaId: string | null
  keepId: string | null
}

export function newUpload(facts: UploadFacts, state: 'saving' | 'waiting'): UploadItem {
  return { ...facts, state, sent: 0, attempts: 0, retryAt: 0, reason: null, mediaId: null, keepId: null }
}

export function toSending(item: UploadItem): UploadItem {
  return { ...item, state: 'sending', sent: 0 }
}

export function toCompleting(item: UploadItem): UploadItem {
  return { ...item, state: 'completing', sent: item.size }
}

/** What the server says of the photo. An answer that comes late never takes a photo a step back. */
export function toKnown(
  item: UploadItem,
  known: { state: MediaState; reason?: MediaFailureReason | null; mediaId?: string; keepId?: string | null },
): UploadItem {
  const { state, reason = null, mediaId = item.mediaId, keepId = item.keepId } = known
  if (state === 'requested') return item
  if (state === 'processing' && isSettled(item)) return item
  return { ...item, state, reason, mediaId, keepId, sent: item.size, attempts: 0 }
}

export function toRefused(item: UploadItem, reason: UploadReason): UploadItem {
  return { ...item, state: 'refused', reason, sent: 0 }
}

/** To be tried again at `retryAt`. */
export function toPostponed(item: UploadItem, retryAt: number): UploadItem {
  return { ...item, state: 'waiting', sent: 0, attempts: item.attempts + 1, retryAt }
}

/** To be tried again now: the person asked, or the network is back. */
export function toWaiting(item: UploadItem): UploadItem {
  return { ...item, state: 'waiting', sent: 0, attempts: 0, retryAt: 0, reason: null }
}

/** Nothing more happens by itself. */
export function isSettled({ state }: UploadItem): boolean {
  return state === 'ready' || state === 'failed' || state === 'refused'
}

/** The bytes are in the store: the browser need not keep them. */
export function isDelivered({ state }: UploadItem): boolean {
  return state === 'processing' || state === 'ready' || state === 'failed'
}

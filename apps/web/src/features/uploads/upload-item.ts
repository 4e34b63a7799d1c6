import type { MediaFailureReason, MediaState, UploadRefusal } from '@kinkeep/contracts/media-states'

/**
 * `saving` (into this browser) > `waiting` > `reading` (its hash) > `waiting` > `sending` > `completing` >
 * `processing` (arrived, not proven yet) > `ready` | `failed` (original kept). `refused`, `duplicate` (the circle has
 * this very file) and `missing` (its bytes are not here, or cannot be read) wait for the person.
 */
export type UploadState =
  | 'saving'
  | 'waiting'
  | 'reading'
  | 'sending'
  | 'completing'
  | 'processing'
  | 'ready'
  | 'failed'
  | 'refused'
  | 'duplicate'
  | 'missing'

/** Why a file did not arrive, or has no preview. The last five are found in the browser. */
export type UploadReason =
  | UploadRefusal
  | MediaFailureReason
  | 'NOT_ALLOWED'
  | 'UNREADABLE'
  | 'NOT_STORED'
  | 'NOT_KEPT'
  | 'OTHER_FILE'

/** What is known of a file before anything is sent, and kept over reloads. */
export interface UploadFacts {
  /** Names the file in this browser. */
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
  /** In ms: the list keeps the order in which files came. */
  addedAt: number
}

/** The keep in which the circle has the very same file. */
export interface Twin {
  mediaId: string
  keepId: string | null
  inTrash: boolean
  mayRestore: boolean
}

export interface UploadItem extends UploadFacts {
  state: UploadState
  /** The same key is the same upload, however often it is tried. */
  sendKey: string
  /** The person wants it twice. */
  allowDuplicate: boolean
  /** Bytes that were read for the hash. */
  read: number
  /** Bytes that have left. */
  sent: number
  /** Of these, those in parts that the store has. */
  stored: number
  /** Tries in a row that did not work. */
  attempts: number
  /** Not before this time, in ms of the queue's clock. */
  retryAt: number
  reason: UploadReason | null
  mediaId: string | null
  keepId: string | null
  twin: Twin | null
  /** The store's bytes are these bytes: the word "safe" may be said. */
  isVerified: boolean
}

export function newUpload(facts: UploadFacts, state: UploadState): UploadItem {
  return {
    ...facts,
    ...{ state, sendKey: facts.uploadKey, allowDuplicate: false, read: 0, sent: 0, stored: 0, attempts: 0 },
    ...{ retryAt: 0, reason: null, mediaId: null, keepId: null, twin: null, isVerified: false },
  }
}

export function toSending(item: UploadItem): UploadItem {
  return { ...item, state: 'sending', sent: item.stored }
}

export function toCompleting(item: UploadItem): UploadItem {
  return { ...item, state: 'completing', sent: item.size }
}

export interface KnownMedia {
  state: MediaState
  reason?: MediaFailureReason | null
  mediaId?: string
  keepId?: string | null
  isVerified?: boolean
}

/** What the server says of the photo. An answer that comes late never takes a photo a step back. */
export function toKnown(item: UploadItem, known: KnownMedia): UploadItem {
  const { state, reason = null, mediaId = item.mediaId, keepId = item.keepId, isVerified = false } = known
  if (state === 'requested') return item
  if (state === 'processing' && isSettled(item)) return item
  const proven = item.isVerified || isVerified
  return { ...item, state, reason, mediaId, keepId, isVerified: proven, sent: item.size, attempts: 0 }
}

export function toRefused(item: UploadItem, reason: UploadReason): UploadItem {
  return { ...item, state: 'refused', reason, sent: 0 }
}

export function toDuplicate(item: UploadItem, twin: Twin): UploadItem {
  return { ...item, state: 'duplicate', reason: null, sent: 0, twin }
}

/** Only the person can give its bytes again. */
export function toMissing(
  item: UploadItem,
  reason: 'NOT_KEPT' | 'OTHER_FILE' | 'UNREADABLE' = 'NOT_KEPT',
): UploadItem {
  return { ...item, state: 'missing', reason, sent: 0 }
}

/** To be tried again at `retryAt`. */
export function toPostponed(item: UploadItem, retryAt: number): UploadItem {
  return { ...item, state: 'waiting', sent: item.stored, attempts: item.attempts + 1, retryAt }
}

/** To be tried again now: the person asked, or the network is back. */
export function toWaiting(item: UploadItem): UploadItem {
  return { ...item, state: 'waiting', sent: item.stored, attempts: 0, retryAt: 0, reason: null }
}

/** Sent as a file of its own, whatever became of it before. */
export function toAnother(item: UploadItem, sendKey: string, allowDuplicate: boolean): UploadItem {
  const anew = { ...item, sendKey, allowDuplicate, stored: 0, mediaId: null, keepId: null, twin: null }
  return toWaiting({ ...anew, isVerified: false })
}

/** Nothing more happens by itself. */
export function isSettled({ state }: UploadItem): boolean {
  return isTrouble(state) || state === 'ready' || state === 'duplicate'
}

/** Somebody has to look at it. */
export function isTrouble(state: UploadState): boolean {
  return state === 'failed' || state === 'refused' || state === 'missing'
}

/** Its bytes have reached the store. */
export function isDelivered({ state }: UploadItem): boolean {
  return state === 'processing' || state === 'ready' || state === 'failed'
}

/** What is wrong with it will not be otherwise next time. */
const lasting: readonly (UploadReason | null)[] = ['EMPTY', 'TOO_LARGE', 'UNSUPPORTED_TYPE']

export function isWorthRetrying({ state, reason }: UploadItem): boolean {
  return (state === 'refused' && !lasting.includes(reason)) || (state === 'failed' && reason === 'CORRUPTED')
}

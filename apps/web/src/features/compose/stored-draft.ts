import { type KeepKind, keepKinds, milestones } from '@kinkeep/contracts/keep-kinds'
import { tellable } from '../dates/told-date.ts'
import { type Draft, type DraftPhoto, isEmptyDraft, newDraft } from './draft.ts'

/** Whose draft it is, and for which circle: on a family's computer nobody finds another's. */
export interface DraftPlace {
  userId: string
  circleId: string
}

const prefixOf = (userId: string) => `kinkeep.draft.${userId}.`
const keyOf = ({ userId, circleId }: DraftPlace) => `${prefixOf(userId)}${circleId}`

/** What was begun in this circle on this device, or a new draft of a kind. */
export function readDraft(place: DraftPlace, kind: KeepKind): Draft {
  const stored = localStorage.getItem(keyOf(place))
  const value: unknown = stored === null ? null : JSON.parse(stored)
  return (isRecord(value) && toDraft(value)) || { ...newDraft(), kind }
}

/** Keeps a draft until it is saved; an empty one is forgotten. */
export function storeDraft(place: DraftPlace, draft: Draft): void {
  if (isEmptyDraft(draft)) localStorage.removeItem(keyOf(place))
  else localStorage.setItem(keyOf(place), JSON.stringify(draft))
}

export function forgetDraft(place: DraftPlace): void {
  localStorage.removeItem(keyOf(place))
}

/** On signing out: nothing that this person began stays in the browser. */
export function forgetDraftsOf(userId: string): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(prefixOf(userId))) localStorage.removeItem(key)
  }
}

/** An older release may have written it: whatever does not fit is left out. */
function toDraft(value: Record<string, unknown>): Draft | undefined {
  const { idempotencyKey, photos } = value
  if (typeof idempotencyKey !== 'string') return undefined
  const text = (name: string) => (typeof value[name] === 'string' ? value[name] : '')
  const texts = (name: string) => {
    const list: unknown = value[name]
    return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : []
  }
  return {
    idempotencyKey,
    isTried: value.isTried === true,
    kind: keepKinds.find((kind) => kind === value.kind) ?? 'media',
    milestone: milestones.find((milestone) => milestone === value.milestone) ?? 'other',
    title: text('title'),
    body: text('body'),
    precision: tellable.find((precision) => precision === value.precision) ?? 'day',
    day: /^\d/.test(text('day')) ? text('day') : '',
    time: text('time'),
    photos: Array.isArray(photos) ? photos.filter(isPhoto) : [],
    childIds: texts('childIds'),
    petIds: texts('petIds'),
    tags: texts('tags'),
    visibility: value.visibility === 'admins' ? 'admins' : 'circle',
  }
}

function isPhoto(value: unknown): value is DraftPhoto {
  return isRecord(value) && typeof value.name === 'string' && 'uploadKey' in value && 'mediaId' in value
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

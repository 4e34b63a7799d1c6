import { type KeepKind, keepKinds, milestones } from '@kinkeep/contracts/keep-kinds'
import { tellable } from '../dates/told-date.ts'
import { type Draft, type DraftPhoto, isEmptyDraft, newDraft } from './draft.ts'

const keyOf = (circleId: string) => `kinkeep.draft.${circleId}`

/** What was begun in this circle on this device, or a new draft of a kind. */
export function readDraft(circleId: string, kind: KeepKind): Draft {
  const stored = localStorage.getItem(keyOf(circleId))
  const value: unknown = stored === null ? null : JSON.parse(stored)
  return (isRecord(value) && toDraft(value)) || { ...newDraft(), kind }
}

/** Keeps a draft until it is saved; an empty one is forgotten. */
export function storeDraft(circleId: string, draft: Draft): void {
  if (isEmptyDraft(draft)) localStorage.removeItem(keyOf(circleId))
  else localStorage.setItem(keyOf(circleId), JSON.stringify(draft))
}

export function forgetDraft(circleId: string): void {
  localStorage.removeItem(keyOf(circleId))
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

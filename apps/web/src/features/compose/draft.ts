import type { KeepKind, Milestone, Visibility } from '@kinkeep/contracts/keep-kinds'
import type { KeepView } from '@kinkeep/contracts/keeps'
import { newId } from '../../lib/new-id.ts'
import { type Tellable, toldOf } from '../dates/told-date.ts'
import { isDelivered, type UploadItem } from '../uploads/upload-item.ts'

/** A photo of a draft: on its way under `uploadKey`, known to the server as `mediaId`, or both. */
export interface DraftPhoto {
  uploadKey: string | null
  mediaId: string | null
  name: string
}

/** A keep as it is being written. */
export interface Draft {
  /** Saving twice under the same key keeps one memory. */
  idempotencyKey: string
  /** It was sent under this key before, and may have arrived as it was then. */
  isTried: boolean
  kind: KeepKind
  title: string
  body: string
  milestone: Milestone
  /** How much of when it was is told. */
  precision: Tellable
  /** `YYYY-MM-DD`, where that begins; empty for today or the photos' own. */
  day: string
  /** `HH:mm`; empty when only the day is told, or less. */
  time: string
  photos: DraftPhoto[]
  /** Whom it shows, in the order in which they were chosen. */
  childIds: string[]
  petIds: string[]
  /** As the server keeps them, in the order in which they were added. */
  tags: string[]
  visibility: Visibility
}

export function newDraft(): Draft {
  return {
    ...{ idempotencyKey: newId(), isTried: false, kind: 'media', title: '', body: '' },
    milestone: 'first_steps',
    ...{ precision: 'day', day: '', time: '', photos: [], childIds: [], petIds: [], tags: [] },
    visibility: 'circle',
  }
}

export function draftOf(keep: KeepView): Draft {
  return {
    idempotencyKey: newId(),
    isTried: false,
    kind: keep.kind,
    title: keep.title ?? '',
    body: keep.body ?? '',
    milestone: keep.milestone ?? 'other',
    ...toldOf(keep),
    photos: keep.media.map(({ id, name }) => ({ uploadKey: null, mediaId: id, name })),
    childIds: keep.childIds,
    petIds: keep.petIds,
    tags: keep.tags,
    visibility: keep.visibility,
  }
}

/** A draft without whoever has gone from the circle since, and without what its author may not say any more. */
export function asItCanBe(
  draft: Draft,
  { known, mayRestrict }: { known: Known | undefined; mayRestrict: boolean },
): Draft {
  const left = (ids: string[], profiles: readonly { id: string }[]) =>
    ids.filter((id) => profiles.some((profile) => profile.id === id))
  return {
    ...draft,
    ...(known && {
      childIds: left(draft.childIds, known.children),
      petIds: left(draft.petIds, known.pets),
    }),
    ...(!mayRestrict && { visibility: 'circle' }),
  }
}

/** The profiles of a circle. */
interface Known {
  children: readonly { id: string }[]
  pets: readonly { id: string }[]
}

export function isEmptyDraft({ title, body, day, photos, tags }: Draft): boolean {
  return `${title}${body}${day}`.trim() === '' && photos.length + tags.length === 0
}

/** The draft after a change. One of which nothing is left is another one from then on, whatever became of it. */
export function changedDraft(now: Draft, change: Partial<Draft>): Draft {
  const next = { ...now, ...change }
  return isEmptyDraft(next) ? { ...next, idempotencyKey: newId(), isTried: false } : next
}

/** Photos of a draft for files that are on their way under these keys, in the same order. */
export function photosOf(files: readonly File[], keys: readonly string[]): DraftPhoto[] {
  return files.map(({ name }, index) => ({ uploadKey: keys[index] ?? null, mediaId: null, name }))
}

/** The photos with what has arrived written into them; the very same where that is nothing new. */
export function withArrived(photos: DraftPhoto[], items: readonly UploadItem[]): DraftPhoto[] {
  const arrived = new Map(items.filter(isDelivered).map(({ uploadKey, mediaId }) => [uploadKey, mediaId]))
  const next = photos.map((photo) => {
    const mediaId = photo.mediaId ?? arrived.get(photo.uploadKey ?? '') ?? null
    return mediaId === photo.mediaId ? photo : { ...photo, mediaId }
  })
  return next.every((photo, index) => photo === photos[index]) ? photos : next
}

/** Moves the photo at an index by some places. */
export function movePhoto(photos: readonly DraftPhoto[], from: number, to: number): DraftPhoto[] {
  const moved = photos[from]
  if (!moved || to < 0 || to >= photos.length) return [...photos]
  return photos.toSpliced(from, 1).toSpliced(to, 0, moved)
}

import type { KeepKind, Milestone } from '@kinkeep/contracts/keep-kinds'
import type { KeepView } from '@kinkeep/contracts/keeps'
import { newId } from '../../lib/new-id.ts'
import { dayOf } from '../timeline/wall-date.ts'

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
  kind: KeepKind
  title: string
  body: string
  milestone: Milestone
  /** `YYYY-MM-DD`, empty for today or the photos' own. */
  day: string
  /** `HH:mm`. */
  time: string
  photos: DraftPhoto[]
}

export function newDraft(): Draft {
  return {
    ...{ idempotencyKey: newId(), kind: 'media', title: '', body: '', milestone: 'first_steps' },
    ...{ day: '', time: '', photos: [] },
  }
}

export function draftOf(keep: KeepView): Draft {
  return {
    idempotencyKey: newId(),
    kind: keep.kind,
    title: keep.title ?? '',
    body: keep.body ?? '',
    milestone: keep.milestone ?? 'other',
    day: dayOf(keep.happenedAt),
    time: keep.happenedAt.slice(11, 16),
    photos: keep.media.map(({ id, name }) => ({ uploadKey: null, mediaId: id, name })),
  }
}

export function isEmptyDraft({ title, body, day, photos }: Draft): boolean {
  return `${title}${body}${day}`.trim() === '' && photos.length === 0
}

/** The wall clock a draft names; undefined when it leaves that to the photos or to today. */
export function wallClockOfDraft({ day, time }: Pick<Draft, 'day' | 'time'>): string | undefined {
  // Noon: a day without a time stays that day even where clocks are changed.
  return day === '' ? undefined : `${day}T${time === '' ? '12:00' : time}:00`
}

/** Moves the photo at an index by some places. */
export function movePhoto(photos: readonly DraftPhoto[], from: number, to: number): DraftPhoto[] {
  const moved = photos[from]
  if (!moved || to < 0 || to >= photos.length) return [...photos]
  return photos.toSpliced(from, 1).toSpliced(to, 0, moved)
}

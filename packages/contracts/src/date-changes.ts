import { z } from 'zod'
import { keepView } from './keeps.ts'
import { limits } from './limits.ts'
import { datePrecisions } from './media-states.ts'
import { pageOf, paging } from './paging.ts'
import { id, instant, offsetMinutes, wallClock } from './values.ts'

const inCircle = z.object({ circleId: id })

/** Two centuries, in minutes: a camera that was set wrong, and a scanner's clock from before there were any. */
const mostMinutes = 200 * 366 * 24 * 60

const set = z.object({
  happenedAt: wallClock,
  happenedOffset: offsetMinutes.optional(),
  precision: z.enum(datePrecisions),
  /** Of `happenedAt` the day alone counts: each stays at its own time of day, as far as it has one. */
  keepsTime: z.boolean().default(false),
})
const shift = z.object({
  /** Forwards, or backwards; of what is known to the day alone whole days count. */
  minutes: z.int().min(-mostMinutes).max(mostMinutes),
})
/** The wall clock stays; only how far it was from UTC is said. */
const zone = z.object({ offsetMinutes })

/** One thing to do to the dates of many keeps. */
export const dateChange = z.discriminatedUnion('kind', [
  set.extend({ kind: z.literal('set') }),
  shift.extend({ kind: z.literal('shift') }),
  zone.extend({ kind: z.literal('zone') }),
  z.object({ kind: z.literal('confirm') }),
])
export type DateChange = z.infer<typeof dateChange>

const ofKeeps = inCircle.extend({
  /** Those that the caller may change; others are as if they were not there. */
  keepIds: z
    .array(id)
    .min(1)
    .max(limits.keepsPerDateChange)
    .refine((ids) => new Set(ids).size === ids.length),
})
const once = ofKeeps.extend({
  /** Repeating a call with the same key changes nothing more. */
  idempotencyKey: id.optional(),
})
const changed = z.object({
  /** To undo it by; null where nothing became another. */
  changeId: id.nullable(),
  /** Keeps that have another date, or a better known one. */
  keeps: z.int(),
})
export type ChangedDates = z.infer<typeof changed>

export const setDates = { input: once.extend(set.shape), output: changed }
export const shiftDates = { input: once.extend(shift.shape), output: changed }
export const setZone = { input: once.extend(zone.shape), output: changed }
export const confirmDates = { input: once, output: changed }
/** What the verb behind these four takes. */
export type ChangeDates = z.infer<typeof once> & { change: DateChange }

const shownDate = z.object({
  happenedAt: wallClock,
  happenedOffset: offsetMinutes.nullable(),
  precision: z.enum(datePrecisions),
})
export const previewDates = {
  input: ofKeeps.extend({ change: dateChange }),
  output: z.object({
    /** Keeps that would change. */
    keeps: z.int(),
    /** Keeps that would stay as they are. */
    same: z.int(),
    /** The newest few that would change. */
    items: z.array(z.object({ keepId: id, before: shownDate, after: shownDate })),
  }),
}
export type PreviewDates = z.infer<typeof previewDates.input>
export type DatesPreview = z.infer<typeof previewDates.output>

/** Keeps whose date rests on the time of a file, or on when it was sent, newest first. */
export const reviewDates = { input: inCircle.extend(paging), output: pageOf(keepView) }
export type ReviewDates = z.infer<typeof reviewDates.input>

/** How many there are to look at: up to `most`, and whether there are more. */
export const doubtfulCount = {
  input: inCircle,
  output: z.object({ count: z.int(), isMore: z.boolean() }),
}

export const dateChangeView = z.object({
  id,
  change: dateChange,
  keeps: z.int(),
  /** null when that account is gone. */
  by: z.string().nullable(),
  createdAt: instant,
  undoneAt: instant.nullable(),
  /** Keeps that had been changed again, and stayed so when it was undone; null until then. */
  leftAlone: z.int().nullable(),
})
export type DateChangeView = z.infer<typeof dateChangeView>
/** Those that can still be undone, or were, newest first: one's own; owners and admins everybody's. */
export const dateChanges = { input: inCircle.extend(paging), output: pageOf(dateChangeView) }
export type ListDateChanges = z.infer<typeof dateChanges.input>

export const undoDates = {
  input: inCircle.extend({ changeId: id }),
  output: z.object({
    /** Keeps that have their date back. */
    restored: z.int(),
    /** Keeps that were changed since, or that the caller may not change any more. */
    leftAlone: z.int(),
  }),
}
export type UndoDates = z.infer<typeof undoDates.input>

/** A photo by quarters, clockwise, on top of what its file says. */
export const rotateMedia = {
  input: inCircle.extend({
    mediaId: id,
    /** Degrees it is turned by from then on, not further: sent twice, it is turned once. */
    rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  }),
  output: z.object({ rotation: z.int() }),
}
export type RotateMedia = z.infer<typeof rotateMedia.input>

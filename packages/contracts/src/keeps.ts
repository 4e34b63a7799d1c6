import { z } from 'zod'
import { keepKinds, milestones, visibilities } from './keep-kinds.ts'
import { limits } from './limits.ts'
import { mediaView } from './media.ts'
import { datePrecisions, dateSources } from './media-states.ts'
import { pageOf, paging } from './paging.ts'
import { keepReactions } from './reactions.ts'
import { day, id, instant, multiLine, offsetMinutes, singleLine, wallClock } from './values.ts'

const inCircle = z.object({ circleId: id })

export const keepView = z.object({
  id,
  kind: z.enum(keepKinds),
  title: z.string().nullable(),
  /** The note's text, or the caption of media and milestones. */
  body: z.string().nullable(),
  milestone: z.enum(milestones).nullable(),
  /** Wall clock where it happened: the same day for every reader, wherever they are. */
  happenedAt: wallClock,
  happenedOffset: offsetMinutes.nullable(),
  dateSource: z.enum(dateSources),
  /** How much of `happenedAt` is known: the rest of it is the beginning of what is. */
  datePrecision: z.enum(datePrecisions),
  /** null when the author's account is gone. */
  author: z.object({ id, name: z.string(), avatarId: id.nullable() }).nullable(),
  /** Who told it in the house that it was imported from; null for all that was told here. */
  toldBy: z.string().nullable(),
  /** In the author's order. */
  media: z.array(mediaView),
  /** `admins`: for everybody else the keep does not exist. */
  visibility: z.enum(visibilities),
  /** Whom it shows, of the circle's profiles. */
  childIds: z.array(id),
  petIds: z.array(id),
  /** In lower case. */
  tags: z.array(z.string()),
  /** Whether it is among the reader's own favourites. */
  isFavourite: z.boolean(),
  ...keepReactions.shape,
  /** Without deleted ones. */
  commentCount: z.int(),
  createdAt: instant,
  editedAt: instant.nullable(),
  trashedAt: instant.nullable(),
})
export type KeepView = z.infer<typeof keepView>

const title = singleLine(limits.keepTitleLength)
const body = multiLine(limits.keepBodyLength)
const mediaIds = z.array(id).max(limits.mediaPerKeep).refine(isDistinct)

const childIds = z.array(id).max(limits.subjectsPerKeep).refine(isDistinct)
const petIds = z.array(id).max(limits.subjectsPerKeep).refine(isDistinct)

/** A word or two, in lower case, without the sign that some write before it. */
export const tag = singleLine(limits.tagLength)
  .transform((typed) => typed.normalize('NFC').replace(/^#+/, '').replace(/\s+/g, ' ').trim().toLowerCase())
  .pipe(z.string().min(1))
const tags = z
  .array(tag)
  .max(limits.tagsPerKeep)
  .transform((all) => [...new Set(all)])

const told = inCircle.extend({
  title: title.optional(),
  happenedAt: wallClock.optional(),
  happenedOffset: offsetMinutes.optional(),
  datePrecision: z.enum(datePrecisions).default('time'),
  /** `admins` is for owners and admins to say. */
  visibility: z.enum(visibilities).default('circle'),
  childIds: childIds.default([]),
  petIds: petIds.default([]),
  tags: tags.default([]),
  /** Repeating a call with the same key answers the keep that the first one made. */
  idempotencyKey: id.optional(),
})

export const createKeep = {
  input: z.discriminatedUnion('kind', [
    told.extend({ kind: z.literal('note'), body: body.min(1) }),
    told.extend({ kind: z.literal('media'), body: body.optional(), mediaIds: mediaIds.min(1) }),
    told.extend({
      kind: z.literal('milestone'),
      milestone: z.enum(milestones),
      body: body.optional(),
      mediaIds: mediaIds.default([]),
    }),
  ]),
  output: keepView,
}
export type CreateKeep = z.infer<typeof createKeep.input>

const oneKeep = inCircle.extend({ keepId: id })
export type OneKeep = z.infer<typeof oneKeep>

export const getKeep = { input: oneKeep, output: keepView }

export const updateKeep = {
  input: oneKeep.extend({
    title: title.nullable().optional(),
    body: body.nullable().optional(),
    milestone: z.enum(milestones).optional(),
    happenedAt: wallClock.optional(),
    happenedOffset: offsetMinutes.nullable().optional(),
    /** Of the `happenedAt` beside it. */
    datePrecision: z.enum(datePrecisions).optional(),
    /** The whole new order; items left out go to no keep and are swept. */
    mediaIds: mediaIds.optional(),
    visibility: z.enum(visibilities).optional(),
    /** All of them: who is left out is no longer shown. */
    childIds: childIds.optional(),
    petIds: petIds.optional(),
    tags: tags.optional(),
  }),
  output: keepView,
}
export type UpdateKeep = z.infer<typeof updateKeep.input>

export const trashKeep = { input: oneKeep, output: keepView }
export const restoreKeep = { input: oneKeep, output: keepView }

/** Which keeps are meant: all that is given must be true of them. */
export const keepFilter = z.object({
  kind: z.enum(keepKinds).optional(),
  authorId: id.optional(),
  childId: id.optional(),
  petId: id.optional(),
  albumId: id.optional(),
  tag: tag.optional(),
  /** Whether they have photos, and videos, in whatever state. */
  hasPhotos: z.boolean().optional(),
  hasVideos: z.boolean().optional(),
  /** Only the caller's own favourites. */
  favourites: z.literal(true).optional(),
  /** Days, both included. */
  from: day.optional(),
  to: day.optional(),
})
export type KeepFilter = z.infer<typeof keepFilter>

export const listKeeps = {
  input: inCircle.extend({
    ...paging,
    ...keepFilter.shape,
    order: z.enum(['newest', 'oldest']).default('newest'),
    /** true lists the trash instead. */
    trashed: z.boolean().default(false),
  }),
  output: pageOf(keepView),
}
export type ListKeeps = z.infer<typeof listKeeps.input>

/** The month index: what a date scrubber needs to know, newest month first. */
export const timeline = {
  input: inCircle,
  output: z.object({
    months: z.array(z.object({ month: z.string().regex(/^\d{4}-\d{2}$/), keeps: z.int() })),
  }),
}
export type TimelineView = z.infer<typeof timeline.output>

function isDistinct(ids: string[]): boolean {
  return new Set(ids).size === ids.length
}

import { z } from 'zod'
import { keepFilter, keepView } from './keeps.ts'
import { limits } from './limits.ts'
import { pageOf, paging } from './paging.ts'
import { day, id, singleLine } from './values.ts'

const inCircle = z.object({ circleId: id })

/** Plain text, and where in it the words stand that were looked for: `[from, to)` in UTF-16 units, in order. */
const foundText = z.object({ text: z.string(), marks: z.array(z.tuple([z.int(), z.int()])) })
export type FoundText = z.infer<typeof foundText>

export const searchHit = z.object({
  keep: keepView,
  /** The whole title; null when nothing stands there that was looked for. */
  title: foundText.nullable(),
  /** A piece of the body, or all of a short one. */
  body: foundText.nullable(),
  /** The newest comment with any of the words, and who said it. */
  comment: foundText.extend({ author: z.string().nullable() }).nullable(),
  tags: z.array(z.string()),
  /** Of the keep's children, pets and author those whose names were looked for. */
  names: z.array(id),
})
export type SearchHit = z.infer<typeof searchHit>

/**
 * Keeps with all of the words, whatever their endings in English and Russian: those that bear them as title, tag or
 * name first, then those that say them, then those where others do; among these the newest. Words in quotes stand
 * together, and the last word may be unfinished.
 */
export const searchKeeps = {
  input: inCircle.extend({ ...paging, ...keepFilter.shape, text: singleLine(limits.searchLength) }),
  output: pageOf(searchHit),
}
export type SearchKeeps = z.infer<typeof searchKeeps.input>

/** The tags of what the caller sees that begin so, the most used first. */
export const listTags = {
  input: inCircle.extend({
    startsWith: singleLine(limits.tagLength).optional(),
    limit: z.int().min(1).max(limits.pageMax).default(limits.pageDefault),
  }),
  output: z.object({
    items: z.array(
      z.object({
        tag: z.string(),
        /** At most `limits.tagCountMax`: then there are as many or more. */
        keeps: z.int(),
      }),
    ),
  }),
}
export type ListTags = z.infer<typeof listTags.input>

/** Keeps of earlier years on today's day and month where the caller is, the newest first. */
export const onThisDay = {
  input: inCircle.extend(paging),
  output: pageOf(keepView).extend({ day }),
}
export type OnThisDay = z.infer<typeof onThisDay.input>

export const calendarMonth = {
  input: inCircle.extend({ month: z.string().regex(/^(?!0000)\d{4}-(0[1-9]|1[0-2])$/) }),
  output: z.object({
    days: z.array(
      z.object({
        day,
        keeps: z.int(),
        /** One that is ready; null when there is none. */
        photo: z
          .object({ id, thumbHash: z.string().nullable(), version: z.int(), name: z.string() })
          .nullable(),
      }),
    ),
    /** Keeps of which nobody knows on which day of the month they were. */
    roughly: z.int(),
  }),
}
export type CalendarMonth = z.infer<typeof calendarMonth.input>
export type CalendarMonthView = z.infer<typeof calendarMonth.output>

export const setFavourite = {
  input: inCircle.extend({ keepId: id }),
  output: z.object({ isFavourite: z.boolean() }),
}
export type SetFavourite = z.infer<typeof setFavourite.input>

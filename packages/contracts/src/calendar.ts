import { z } from 'zod'
import { limits } from './limits.ts'
import { occasionKinds } from './occasion-kinds.ts'
import { pageOf, paging } from './paging.ts'
import { day, id, instant, name } from './values.ts'

const inCircle = z.object({ circleId: id })

const msPerDay = 24 * 60 * 60 * 1000

/** One day of the family calendar, computed from a profile and kept nowhere. */
export const occasion = z.object({
  kind: z.enum(occasionKinds),
  /** The child, the pet, or the circle. */
  subjectId: id,
  name: z.string(),
  /** 28 February where it is about a 29 February and the year has none. */
  day,
  /** How many years it is on that day: which birthday, which anniversary. At least 1. */
  years: z.int().positive(),
})
export type Occasion = z.infer<typeof occasion>

/** By day. A span, both days in it, instead of pages: there is little in a year. */
export const listOccasions = {
  input: inCircle.extend({ from: day, to: day }).refine(isSpan, { path: ['to'] }),
  output: z.object({ occasions: z.array(occasion) }),
}
export type ListOccasions = z.infer<typeof listOccasions.input>

/** One of the caller's own addresses that a calendar program reads. Never with the address itself. */
export const calendarFeedView = z.object({
  id,
  name: z.string(),
  createdAt: instant,
  /** When a program last read it, to the hour; null before the first time. */
  usedAt: instant.nullable(),
})
export type CalendarFeedView = z.infer<typeof calendarFeedView>

/** The caller's own, newest first. */
export const listFeeds = { input: inCircle.extend(paging), output: pageOf(calendarFeedView) }
export type ListFeeds = z.infer<typeof listFeeds.input>

export const createFeed = {
  input: inCircle.extend({ name }),
  /** The one answer that has the address. */
  output: z.object({ url: z.string(), feed: calendarFeedView }),
}
export type CreateFeed = z.infer<typeof createFeed.input>

export const revokeFeed = {
  input: inCircle.extend({ feedId: id }),
  output: z.object({ status: z.literal('revoked') }),
}
export type RevokeFeed = z.infer<typeof revokeFeed.input>

function isSpan({ from, to }: { from: string; to: string }): boolean {
  const days = (Date.parse(to) - Date.parse(from)) / msPerDay
  return days >= 0 && days < limits.calendarDays
}

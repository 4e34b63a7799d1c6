import { z } from 'zod'
import { id, instant } from './values.ts'

const inCircle = z.object({ circleId: id })

/** What lies in the trash, and the caller may take out of it, goes for good: nobody gets it back. */
export const deleteKeepForever = {
  input: inCircle.extend({ keepId: id }),
  output: z.object({ status: z.literal('deleted') }),
}
export type DeleteKeepForever = z.infer<typeof deleteKeepForever.input>

export const emptyTrash = {
  input: inCircle.extend({
    /** When the trash was looked at: what was thrown away since then stays. */
    seenAt: instant,
  }),
  output: z.object({
    deleted: z.int(),
    /** Whether there is more to delete: to be asked again. */
    hasMore: z.boolean(),
  }),
}
export type EmptyTrash = z.infer<typeof emptyTrash.input>

/** One photo or video goes for good, out of its keep. */
export const deleteMedia = {
  input: inCircle.extend({ mediaId: id }),
  output: z.object({ status: z.literal('deleted') }),
}
export type DeleteMedia = z.infer<typeof deleteMedia.input>

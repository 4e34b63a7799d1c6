import { z } from 'zod'
import { activityKinds } from './activity-kinds.ts'
import { keepKinds } from './keep-kinds.ts'
import { pageOf, paging } from './paging.ts'
import { invitableRoles } from './roles.ts'
import { speaker } from './speakers.ts'
import { id, instant, wallClock } from './values.ts'

const named = z.object({ id, name: z.string() })

/** One thing that happened in a circle, or several of a kind that one person did within an hour of each other. */
export const activityView = z.object({
  id,
  kind: z.enum(activityKinds),
  who: speaker,
  /** The last time. */
  at: instant,
  /** Keeps that were added and comments that were said, of those that are still there for the reader; else how often. */
  count: z.int(),
  /** Photos in the keeps that were added. */
  photoCount: z.int(),
  /** A few of those photos, newest first. */
  photos: z.array(z.object({ id, thumbHash: z.string().nullable(), happenedAt: wallClock })),
  /** What it is about, or the one keep that was added. */
  keep: z
    .object({
      id,
      kind: z.enum(keepKinds),
      title: z.string().nullable(),
      happenedAt: wallClock,
      /** Its first photo. */
      photoId: id.nullable(),
    })
    .nullable(),
  child: named.nullable(),
  pet: named.nullable(),
  album: named.nullable(),
  /** Whom it was done to; null of an account that is gone. */
  other: named.nullable(),
  /** The role that was given. */
  role: z.enum(invitableRoles).nullable(),
})
export type ActivityView = z.infer<typeof activityView>

/** Newest first. What only admins may see is not in it for anybody else. */
export const listActivities = {
  input: z.object({ circleId: id, ...paging }),
  output: pageOf(activityView),
}
export type ListActivities = z.infer<typeof listActivities.input>

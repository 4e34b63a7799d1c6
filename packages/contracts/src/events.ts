import { z } from 'zod'
import { id } from './values.ts'

/** What happened in a circle: ids without content, each reader fetches what it may see. */
export const storedCircleEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('circle.changed') }),
  /** Its owner deleted it: for everybody else it is gone. */
  z.object({ type: z.literal('circle.deleted') }),
  z.object({ type: z.literal('member.joined'), userId: id }),
  z.object({ type: z.literal('member.removed'), userId: id }),
  /** A role, or a picture. */
  z.object({ type: z.literal('member.changed'), userId: id }),
  z.object({ type: z.literal('invitation.changed') }),
  z.object({ type: z.literal('keep.changed'), keepId: id }),
  /** Its reactions. */
  z.object({ type: z.literal('reactions.changed'), keepId: id }),
  z.object({ type: z.literal('comments.changed'), keepId: id }),
  z.object({ type: z.literal('child.changed'), childId: id }),
  z.object({ type: z.literal('pet.changed'), petId: id }),
  z.object({ type: z.literal('guestLink.changed') }),
  z.object({ type: z.literal('shareLink.changed') }),
  z.object({ type: z.literal('album.changed'), albumId: id }),
  /** An export, an import or a book is further than it was. */
  z.object({ type: z.literal('archive.changed'), archiveId: id }),
  /** Many at once. */
  z.object({ type: z.literal('keeps.changed') }),
  z.object({ type: z.literal('media.changed'), mediaId: id, keepId: id.nullable() }),
])
export type StoredCircleEvent = z.infer<typeof storedCircleEvent>

/** What a stream carries: stored events, and `refetch` when too much was missed to replay. */
export const circleEvent = z.discriminatedUnion('type', [
  ...storedCircleEvent.options,
  z.object({ type: z.literal('refetch') }),
])
export type CircleEvent = z.infer<typeof circleEvent>

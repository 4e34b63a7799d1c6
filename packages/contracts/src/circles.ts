import { z } from 'zod'
import { streamLookBackMs } from './call-limits.ts'
import { circleEvent } from './events.ts'
import { limits } from './limits.ts'
import { pageOf, paging } from './paging.ts'
import { invitableRoles, linkRoles, memberRoles } from './roles.ts'
import { email, id, instant, multiLine, name, token } from './values.ts'

const role = z.enum(memberRoles)
const invitableRole = z.enum(invitableRoles)
const inCircle = z.object({ circleId: id })

export const circleView = z.object({
  id,
  name: z.string(),
  description: z.string().nullable(),
  /** The caller's own role. */
  role,
  memberCount: z.int(),
  keepCount: z.int(),
  /** All that lies in the store for it: originals, and what was made of them. */
  storedBytes: z.number(),
  /** What may lie there. */
  quotaBytes: z.number(),
  createdAt: instant,
})
export type CircleView = z.infer<typeof circleView>

const description = multiLine(limits.circleDescriptionLength)

export const createCircle = {
  input: z.object({
    name,
    description: description.optional(),
    /** Repeating a call with the same key answers the circle that the first one made. */
    idempotencyKey: id.optional(),
  }),
  output: circleView,
}
export type CreateCircle = z.infer<typeof createCircle.input>

export const listCircles = { input: z.object(paging), output: pageOf(circleView) }
export type ListCircles = z.infer<typeof listCircles.input>

export const getCircle = { input: inCircle, output: circleView }

export const updateCircle = {
  input: inCircle.extend({ name: name.optional(), description: description.nullable().optional() }),
  output: circleView,
}
export type UpdateCircle = z.infer<typeof updateCircle.input>

/** A circle that its owner deleted and may still take back. Nobody else knows of it. */
export const deletedCircle = z.object({ id, name: z.string(), deletionDueAt: instant })
export type DeletedCircle = z.infer<typeof deletedCircle>

export const deleteCircle = { input: inCircle, output: deletedCircle }
export const restoreCircle = { input: inCircle, output: circleView }
export type RestoreCircle = z.infer<typeof restoreCircle.input>
export const listDeletedCircles = { input: z.object(paging), output: pageOf(deletedCircle) }
export type ListDeletedCircles = z.infer<typeof listDeletedCircles.input>

/** To somebody who is in the circle already; the one who was the owner becomes an admin. */
export const handOverCircle = { input: inCircle.extend({ userId: id }), output: circleView }
export type HandOverCircle = z.infer<typeof handOverCircle.input>

export const memberView = z.object({
  userId: id,
  name: z.string(),
  avatarId: id.nullable(),
  role,
  joinedAt: instant,
})
export type MemberView = z.infer<typeof memberView>

export const listMembers = { input: inCircle.extend(paging), output: pageOf(memberView) }
export type ListMembers = z.infer<typeof listMembers.input>

export const removeMember = {
  input: inCircle.extend({ userId: id }),
  output: z.object({ status: z.literal('removed') }),
}
export type RemoveMember = z.infer<typeof removeMember.input>

export const leaveCircle = { input: inCircle, output: z.object({ status: z.literal('left') }) }

/** Any role but the owner's, which is handed over. */
export const setMemberRole = {
  input: inCircle.extend({ userId: id, role: invitableRole }),
  output: memberView,
}
export type SetMemberRole = z.infer<typeof setMemberRole.input>

/** An invitation as the circle's admins see it. */
export const invitationView = z.object({
  id,
  kind: z.enum(['email', 'link']),
  /** null of a link, which is sent to nobody in particular. */
  email: z.string().nullable(),
  /** People who may join by a link; null of one sent by mail, which is for one. */
  maxUses: z.int().nullable(),
  useCount: z.int(),
  role: invitableRole,
  /** A link is accepted when as many joined by it as may. */
  state: z.enum(['pending', 'accepted', 'declined', 'cancelled', 'expired']),
  invitedBy: z.string(),
  createdAt: instant,
  expiresAt: instant,
  /** When it was answered, used up or cancelled. */
  endedAt: instant.nullable(),
})
export type InvitationView = z.infer<typeof invitationView>

export const sendInvitation = {
  input: inCircle.extend({ email, role: invitableRole }),
  output: invitationView,
}
export type SendInvitation = z.infer<typeof sendInvitation.input>

/** For whoever holds it, up to `maxUses` people. Its token is answered here and nowhere else, ever. */
export const createInvitationLink = {
  input: inCircle.extend({
    role: z.enum(linkRoles),
    maxUses: z.int().min(1).max(limits.linkUsesMax),
    days: z.int().min(1).max(limits.linkDaysMax),
  }),
  output: z.object({ token: z.string(), invitation: invitationView }),
}
export type CreateInvitationLink = z.infer<typeof createInvitationLink.input>

/** A fresh mail and a fresh time for one that was sent by mail and not answered, also when its time is over. */
export const resendInvitation = {
  input: inCircle.extend({ invitationId: id }),
  output: invitationView,
}
export type ResendInvitation = z.infer<typeof resendInvitation.input>

/** Newest first, those that ended lately among them. */
export const listInvitations = { input: inCircle.extend(paging), output: pageOf(invitationView) }
export type ListInvitations = z.infer<typeof listInvitations.input>

export const cancelInvitation = {
  input: inCircle.extend({ invitationId: id }),
  output: z.object({ status: z.literal('cancelled') }),
}
export type CancelInvitation = z.infer<typeof cancelInvitation.input>

/** What the holder of a link may know before joining: who invites to what, and nothing else. */
export const invitationPreview = z.object({
  circleName: z.string(),
  invitedBy: z.string(),
  role: invitableRole,
  /** The address it was sent to, masked: `v…@example.org`; null of a link for whoever holds it. */
  maskedEmail: z.string().nullable(),
  expiresAt: instant,
  /** The circle, for a caller who is signed in and in it already; then it is no matter whether the invitation still works. */
  alreadyIn: id.nullable(),
})
export type InvitationPreview = z.infer<typeof invitationPreview>

export const previewInvitation = { input: z.object({ token }), output: invitationPreview }

/** Invitations waiting for the caller's own proven address. */
export const pendingInvitation = z.object({
  id,
  circleName: z.string(),
  invitedBy: z.string(),
  role: invitableRole,
  expiresAt: instant,
})
export type PendingInvitation = z.infer<typeof pendingInvitation>
export const pendingInvitations = { input: z.object(paging), output: pageOf(pendingInvitation) }
export type PendingInvitations = z.infer<typeof pendingInvitations.input>

/** By the link's token, or by the id of one of the caller's own pending invitations. */
const whichInvitation = z.union([z.object({ token }), z.object({ invitationId: id })])
export type WhichInvitation = z.infer<typeof whichInvitation>

export const acceptInvitation = { input: whichInvitation, output: circleView }
export const declineInvitation = {
  input: whichInvitation,
  output: z.object({ status: z.literal('declined') }),
}

export const onEvent = {
  input: inCircle.extend({
    /** The id of the last event seen; what came after it is sent first. The client library sets it on reconnecting. */
    lastEventId: z
      .string()
      .regex(/^\d{1,18}$/)
      .nullish(),
    /** Without such an id: milliseconds since what is shown was read. What happened since then is sent first. */
    readAgoMs: z.int().min(0).max(streamLookBackMs).optional(),
  }),
  output: circleEvent,
}

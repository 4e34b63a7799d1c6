import { listActivities as listActivitiesContract } from '@kinkeep/contracts/activities'
import * as contract from '@kinkeep/contracts/circles'
import { listActivities } from '@kinkeep/core/activities/queries'
import { acceptInvitation } from '@kinkeep/core/circles/accept-invitation'
import { cancelInvitation } from '@kinkeep/core/circles/cancel-invitation'
import { createCircle } from '@kinkeep/core/circles/create-circle'
import { declineInvitation } from '@kinkeep/core/circles/decline-invitation'
import { deleteCircle } from '@kinkeep/core/circles/delete-circle'
import { followCircle } from '@kinkeep/core/circles/follow-circle'
import { handOverCircle } from '@kinkeep/core/circles/hand-over-circle'
import { leaveCircle } from '@kinkeep/core/circles/leave-circle'
import {
  getCircle,
  listCircles,
  listDeletedCircles,
  listInvitations,
  listMembers,
  pendingInvitations,
  previewInvitation,
} from '@kinkeep/core/circles/queries'
import { removeMember } from '@kinkeep/core/circles/remove-member'
import { restoreCircle } from '@kinkeep/core/circles/restore-circle'
import { sendInvitation } from '@kinkeep/core/circles/send-invitation'
import { setMemberRole } from '@kinkeep/core/circles/set-member-role'
import { updateCircle } from '@kinkeep/core/circles/update-circle'
import {
  circleProcedure,
  freshCircleProcedure,
  publicProcedure,
  router,
  userProcedure,
} from '../trpc/procedures.ts'
import { trackedStream } from '../trpc/stream-output.ts'
import { calendarRouter } from './calendar.ts'
import { guestLinksRouter } from './guest-links.ts'
import { petsRouter } from './pets.ts'

const membersRouter = router({
  list: circleProcedure('member.list')
    .input(contract.listMembers.input)
    .output(contract.listMembers.output)
    .query(({ ctx, input }) => listMembers(ctx.deps, ctx.scope, input)),

  remove: circleProcedure('member.remove')
    .input(contract.removeMember.input)
    .output(contract.removeMember.output)
    .mutation(async ({ ctx, input }) => {
      await removeMember(ctx.deps, ctx.scope, input)
      return { status: 'removed' }
    }),

  setRole: circleProcedure('member.setRole')
    .input(contract.setMemberRole.input)
    .output(contract.setMemberRole.output)
    .mutation(({ ctx, input }) => setMemberRole(ctx.deps, ctx.scope, input)),

  leave: circleProcedure('member.leave')
    .input(contract.leaveCircle.input)
    .output(contract.leaveCircle.output)
    .mutation(async ({ ctx }) => {
      await leaveCircle(ctx.deps, ctx.scope)
      return { status: 'left' }
    }),
})

const invitationsRouter = router({
  send: circleProcedure('invitation.send')
    .input(contract.sendInvitation.input)
    .output(contract.sendInvitation.output)
    .mutation(({ ctx, input }) => sendInvitation(ctx.deps, ctx.scope, input)),

  list: circleProcedure('invitation.list')
    .input(contract.listInvitations.input)
    .output(contract.listInvitations.output)
    .query(({ ctx, input }) => listInvitations(ctx.deps, ctx.scope, input)),

  cancel: circleProcedure('invitation.cancel')
    .input(contract.cancelInvitation.input)
    .output(contract.cancelInvitation.output)
    .mutation(async ({ ctx, input }) => {
      await cancelInvitation(ctx.deps, ctx.scope, input)
      return { status: 'cancelled' }
    }),

  pending: userProcedure
    .input(contract.pendingInvitations.input)
    .output(contract.pendingInvitations.output)
    .query(({ ctx, input }) => pendingInvitations(ctx.deps, ctx.scope, input)),

  preview: publicProcedure
    .input(contract.previewInvitation.input)
    .output(contract.previewInvitation.output)
    .query(({ ctx, input }) => previewInvitation(ctx.deps, input)),

  accept: userProcedure
    .input(contract.acceptInvitation.input)
    .output(contract.acceptInvitation.output)
    .mutation(({ ctx, input }) => acceptInvitation(ctx.deps, ctx.scope, input)),

  decline: userProcedure
    .input(contract.declineInvitation.input)
    .output(contract.declineInvitation.output)
    .mutation(async ({ ctx, input }) => {
      await declineInvitation(ctx.deps, ctx.scope, input)
      return { status: 'declined' }
    }),
})

export const circlesRouter = router({
  list: userProcedure
    .input(contract.listCircles.input)
    .output(contract.listCircles.output)
    .query(({ ctx, input }) => listCircles(ctx.deps, ctx.scope, input)),

  create: userProcedure
    .input(contract.createCircle.input)
    .output(contract.createCircle.output)
    .mutation(({ ctx, input }) => createCircle(ctx.deps, ctx.scope, input)),

  get: circleProcedure('circle.read')
    .input(contract.getCircle.input)
    .output(contract.getCircle.output)
    .query(({ ctx }) => getCircle(ctx.deps, ctx.scope)),

  update: circleProcedure('circle.update')
    .input(contract.updateCircle.input)
    .output(contract.updateCircle.output)
    .mutation(({ ctx, input }) => updateCircle(ctx.deps, ctx.scope, input)),

  handOver: freshCircleProcedure('circle.handOver')
    .input(contract.handOverCircle.input)
    .output(contract.handOverCircle.output)
    .mutation(({ ctx, input }) => handOverCircle(ctx.deps, ctx.scope, input)),

  delete: freshCircleProcedure('circle.delete')
    .input(contract.deleteCircle.input)
    .output(contract.deleteCircle.output)
    .mutation(({ ctx }) => deleteCircle(ctx.deps, ctx.scope)),

  restore: userProcedure
    .input(contract.restoreCircle.input)
    .output(contract.restoreCircle.output)
    .mutation(({ ctx, input }) => restoreCircle(ctx.deps, ctx.scope, input)),

  deleted: userProcedure
    .input(contract.listDeletedCircles.input)
    .output(contract.listDeletedCircles.output)
    .query(({ ctx, input }) => listDeletedCircles(ctx.deps, ctx.scope, input)),

  activity: circleProcedure('activity.read')
    .input(listActivitiesContract.input)
    .output(listActivitiesContract.output)
    .query(({ ctx, input }) => listActivities(ctx.deps, ctx.scope, input)),

  onEvent: circleProcedure('circle.read')
    .input(contract.onEvent.input)
    .output(trackedStream(contract.onEvent.output))
    .subscription(({ ctx, input, signal }) => followCircle(ctx.deps, ctx.scope, input, signal)),

  members: membersRouter,
  invitations: invitationsRouter,
  guestLinks: guestLinksRouter,
  pets: petsRouter,
  calendar: calendarRouter,
})

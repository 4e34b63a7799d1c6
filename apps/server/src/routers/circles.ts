import * as contract from '@kinkeep/contracts/circles'
import { acceptInvitation } from '@kinkeep/core/circles/accept-invitation'
import { cancelInvitation } from '@kinkeep/core/circles/cancel-invitation'
import { createCircle } from '@kinkeep/core/circles/create-circle'
import { declineInvitation } from '@kinkeep/core/circles/decline-invitation'
import { followCircle } from '@kinkeep/core/circles/follow-circle'
import {
  getCircle,
  listCircles,
  listInvitations,
  listMembers,
  pendingInvitations,
  previewInvitation,
} from '@kinkeep/core/circles/queries'
import { removeMember } from '@kinkeep/core/circles/remove-member'
import { sendInvitation } from '@kinkeep/core/circles/send-invitation'
import { updateCircle } from '@kinkeep/core/circles/update-circle'
import { circleProcedure, publicProcedure, router, userProcedure } from '../trpc/procedures.ts'
import { trackedStream } from '../trpc/stream-output.ts'

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

  onEvent: circleProcedure('circle.read')
    .input(contract.onEvent.input)
    .output(trackedStream(contract.onEvent.output))
    .subscription(({ ctx, input, signal }) => followCircle(ctx.deps, ctx.scope, input, signal)),

  members: membersRouter,
  invitations: invitationsRouter,
})

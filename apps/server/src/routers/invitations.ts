import * as contract from '@kinkeep/contracts/circles'
import { acceptInvitation } from '@kinkeep/core/circles/accept-invitation'
import { cancelInvitation } from '@kinkeep/core/circles/cancel-invitation'
import { createInvitationLink } from '@kinkeep/core/circles/create-invitation-link'
import { declineInvitation } from '@kinkeep/core/circles/decline-invitation'
import {
  listInvitations,
  pendingInvitations,
  previewInvitation,
} from '@kinkeep/core/circles/invitation-queries'
import { resendInvitation } from '@kinkeep/core/circles/resend-invitation'
import { sendInvitation } from '@kinkeep/core/circles/send-invitation'
import { circleProcedure, publicProcedure, router, userProcedure } from '../trpc/procedures.ts'

/** Previews for one address, a minute: a whole family behind one router opens the same link. */
const previewLimit = { count: 60, seconds: 60 }

export const invitationsRouter = router({
  send: circleProcedure('invitation.send')
    .input(contract.sendInvitation.input)
    .output(contract.sendInvitation.output)
    .mutation(({ ctx, input }) => sendInvitation(ctx.deps, ctx.scope, input)),

  createLink: circleProcedure('invitation.send')
    .input(contract.createInvitationLink.input)
    .output(contract.createInvitationLink.output)
    .mutation(({ ctx, input }) => createInvitationLink(ctx.deps, ctx.scope, input)),

  resend: circleProcedure('invitation.send')
    .input(contract.resendInvitation.input)
    .output(contract.resendInvitation.output)
    .mutation(({ ctx, input }) => resendInvitation(ctx.deps, ctx.scope, input)),

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

  // Changes nothing, but a query's address would carry the token into the logs of proxies.
  preview: publicProcedure
    .input(contract.previewInvitation.input)
    .output(contract.previewInvitation.output)
    .mutation(({ ctx, input }) => {
      ctx.deps.limits.takeLoosely(`invitation-preview:${ctx.caller.address}`, previewLimit)
      return previewInvitation(ctx.deps, ctx.caller, input)
    }),

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

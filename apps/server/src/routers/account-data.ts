import * as contract from '@kinkeep/contracts/account-data'
import { cancelDeletion } from '@kinkeep/core/account-data/cancel-deletion'
import { cancelDeletionByLink } from '@kinkeep/core/account-data/cancel-deletion-by-link'
import { downloadExport } from '@kinkeep/core/account-data/download-export'
import { checkDeletion, listExports } from '@kinkeep/core/account-data/queries'
import { requestDeletion } from '@kinkeep/core/account-data/request-deletion'
import { requestExport } from '@kinkeep/core/account-data/request-export'
import { completeAvatar } from '@kinkeep/core/avatars/complete-avatar'
import { readAvatarStatus } from '@kinkeep/core/avatars/queries'
import { removeAvatar } from '@kinkeep/core/avatars/remove-avatar'
import { requestAvatar } from '@kinkeep/core/avatars/request-avatar'
import { authProcedure, freshProcedure, userProcedure } from '../trpc/procedures.ts'

/** The part of `users` that is about a person's own data: how they look, what they take along, how they go. */
export const accountDataProcedures = {
  requestAvatar: userProcedure
    .input(contract.requestAvatar.input)
    .output(contract.requestAvatar.output)
    .mutation(({ ctx, input }) => requestAvatar(ctx.deps, ctx.scope, input)),

  completeAvatar: userProcedure
    .input(contract.completeAvatar.input)
    .output(contract.completeAvatar.output)
    .mutation(({ ctx, input }) => completeAvatar(ctx.deps, ctx.scope, input)),

  avatarStatus: userProcedure
    .input(contract.avatarStatus.input)
    .output(contract.avatarStatus.output)
    .query(({ ctx, input }) => readAvatarStatus(ctx.deps, ctx.scope, input)),

  removeAvatar: userProcedure.output(contract.removeAvatar.output).mutation(async ({ ctx }) => {
    await removeAvatar(ctx.deps, ctx.scope)
    return { status: 'removed' as const }
  }),

  export: freshProcedure
    .output(contract.requestExport.output)
    .mutation(({ ctx }) => requestExport(ctx.deps, ctx.scope)),

  exports: userProcedure
    .input(contract.listExports.input)
    .output(contract.listExports.output)
    .query(({ ctx, input }) => listExports(ctx.deps, ctx.scope, input)),

  downloadExport: userProcedure
    .input(contract.downloadExport.input)
    .output(contract.downloadExport.output)
    .mutation(({ ctx, input }) => downloadExport(ctx.deps, ctx.scope, input)),

  deletionCheck: userProcedure
    .output(contract.deletionCheck.output)
    .query(({ ctx }) => checkDeletion(ctx.deps, ctx.scope)),

  requestDeletion: freshProcedure
    .input(contract.requestDeletion.input)
    .output(contract.requestDeletion.output)
    .mutation(({ ctx, input }) => requestDeletion(ctx.deps, ctx.scope, input)),

  cancelDeletion: userProcedure.output(contract.cancelDeletion.output).mutation(async ({ ctx }) => {
    await cancelDeletion(ctx.deps, ctx.scope)
    return { status: 'kept' as const }
  }),

  cancelDeletionByLink: authProcedure
    .input(contract.cancelDeletionByLink.input)
    .output(contract.cancelDeletionByLink.output)
    .mutation(async ({ ctx, input }) => {
      await cancelDeletionByLink(ctx.deps, ctx.caller, input)
      return { status: 'kept' as const }
    }),
}

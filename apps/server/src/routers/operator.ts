import * as contract from '@kinkeep/contracts/operators'
import { deactivateUser } from '@kinkeep/core/operators/deactivate-user'
import { getUser, listAudit, listUsers } from '@kinkeep/core/operators/queries'
import { reactivateUser } from '@kinkeep/core/operators/reactivate-user'
import { setUserRole } from '@kinkeep/core/operators/set-user-role'
import { freshOperatorProcedure, operatorProcedure, router } from '../trpc/procedures.ts'

const usersRouter = router({
  list: operatorProcedure('operator')
    .input(contract.listUsers.input)
    .output(contract.listUsers.output)
    .query(({ ctx, input }) => listUsers(ctx.deps, ctx.scope, input)),

  get: operatorProcedure('operator')
    .input(contract.getUser.input)
    .output(contract.getUser.output)
    .query(({ ctx, input }) => getUser(ctx.deps, ctx.scope, input)),

  setRole: freshOperatorProcedure('admin')
    .input(contract.setRole.input)
    .output(contract.setRole.output)
    .mutation(({ ctx, input }) => setUserRole(ctx.deps, ctx.scope, input)),

  deactivate: freshOperatorProcedure('operator')
    .input(contract.deactivate.input)
    .output(contract.deactivate.output)
    .mutation(({ ctx, input }) => deactivateUser(ctx.deps, ctx.scope, input)),

  reactivate: freshOperatorProcedure('operator')
    .input(contract.reactivate.input)
    .output(contract.reactivate.output)
    .mutation(({ ctx, input }) => reactivateUser(ctx.deps, ctx.scope, input)),
})

const auditRouter = router({
  list: operatorProcedure('operator')
    .input(contract.listAudit.input)
    .output(contract.listAudit.output)
    .query(({ ctx, input }) => listAudit(ctx.deps, ctx.scope, input)),
})

export const operatorRouter = router({ users: usersRouter, audit: auditRouter })

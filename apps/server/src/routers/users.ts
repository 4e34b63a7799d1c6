import { me, updateUser } from '@kinkeep/contracts/accounts'
import { readMe } from '@kinkeep/core/accounts/queries'
import { updateUser as update } from '@kinkeep/core/accounts/update-user'
import { publicProcedure, router, userProcedure } from '../trpc/procedures.ts'
import { accountDataProcedures } from './account-data.ts'
import { emailChangeProcedures } from './passwords.ts'

export const usersRouter = router({
  ...accountDataProcedures,
  ...emailChangeProcedures,

  me: publicProcedure.output(me.output).query(({ ctx }) => readMe(ctx.deps, ctx.caller)),

  update: userProcedure
    .input(updateUser.input)
    .output(updateUser.output)
    .mutation(({ ctx, input }) => update(ctx.deps, ctx.scope, input)),
})

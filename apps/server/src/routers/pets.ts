import * as contract from '@kinkeep/contracts/pets'
import { getPet, listPets } from '@kinkeep/core/pets/queries'
import { readerProcedure, router } from '../trpc/procedures.ts'

export const petsRouter = router({
  list: readerProcedure('pet.read')
    .input(contract.listPets.input)
    .output(contract.listPets.output)
    .query(({ ctx, input }) => listPets(ctx.deps, ctx.scope, input)),

  get: readerProcedure('pet.read')
    .input(contract.getPet.input)
    .output(contract.getPet.output)
    .query(({ ctx, input }) => getPet(ctx.deps, ctx.scope, input)),
})

import * as contract from '@kinkeep/contracts/pets'
import { createPet } from '@kinkeep/core/pets/create-pet'
import { deletePet } from '@kinkeep/core/pets/delete-pet'
import { getPet, listPets } from '@kinkeep/core/pets/queries'
import { updatePet } from '@kinkeep/core/pets/update-pet'
import { circleProcedure, readerProcedure, router } from '../trpc/procedures.ts'

export const petsRouter = router({
  list: readerProcedure('pet.read')
    .input(contract.listPets.input)
    .output(contract.listPets.output)
    .query(({ ctx, input }) => listPets(ctx.deps, ctx.scope, input)),

  create: circleProcedure('pet.create')
    .input(contract.createPet.input)
    .output(contract.createPet.output)
    .mutation(({ ctx, input }) => createPet(ctx.deps, ctx.scope, input)),

  get: readerProcedure('pet.read')
    .input(contract.getPet.input)
    .output(contract.getPet.output)
    .query(({ ctx, input }) => getPet(ctx.deps, ctx.scope, input)),

  update: circleProcedure('pet.update')
    .input(contract.updatePet.input)
    .output(contract.updatePet.output)
    .mutation(({ ctx, input }) => updatePet(ctx.deps, ctx.scope, input)),

  delete: circleProcedure('pet.delete')
    .input(contract.deletePet.input)
    .output(contract.deletePet.output)
    .mutation(async ({ ctx, input }) => {
      await deletePet(ctx.deps, ctx.scope, input)
      return { status: 'deleted' }
    }),
})

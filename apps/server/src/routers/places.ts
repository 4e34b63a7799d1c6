import * as contract from '@kinkeep/contracts/places'
import { listPlaces, photosAtPlace } from '@kinkeep/core/places/queries'
import { removePlace } from '@kinkeep/core/places/remove-place'
import { circleProcedure } from '../trpc/procedures.ts'

/** Of keeps; guests have no part in it. */
export const placeProcedures = {
  places: circleProcedure('place.read')
    .input(contract.listPlaces.input)
    .output(contract.listPlaces.output)
    .query(({ ctx, input }) => listPlaces(ctx.deps, ctx.scope, input)),

  atPlace: circleProcedure('place.read')
    .input(contract.photosAtPlace.input)
    .output(contract.photosAtPlace.output)
    .query(({ ctx, input }) => photosAtPlace(ctx.deps, ctx.scope, input)),

  removePlace: circleProcedure('place.remove')
    .input(contract.removePlace.input)
    .output(contract.removePlace.output)
    .mutation(async ({ ctx, input }) => {
      await removePlace(ctx.deps, ctx.scope, input)
      return { status: 'removed' }
    }),
}

import * as contract from '@kinkeep/contracts/children'
import { addMeasurement } from '@kinkeep/core/children/add-measurement'
import { createChild } from '@kinkeep/core/children/create-child'
import { deleteChild } from '@kinkeep/core/children/delete-child'
import { getChild, listChildren, listMeasurements, readThenAndNow } from '@kinkeep/core/children/queries'
import { removeMeasurement } from '@kinkeep/core/children/remove-measurement'
import { updateChild } from '@kinkeep/core/children/update-child'
import { circleProcedure, readerProcedure, router } from '../trpc/procedures.ts'
import { upgradeProcedures } from './upgrades.ts'

export const childrenRouter = router({
  ...upgradeProcedures,

  list: readerProcedure('child.read')
    .input(contract.listChildren.input)
    .output(contract.listChildren.output)
    .query(({ ctx, input }) => listChildren(ctx.deps, ctx.scope, input)),

  create: circleProcedure('child.create')
    .input(contract.createChild.input)
    .output(contract.createChild.output)
    .mutation(({ ctx, input }) => createChild(ctx.deps, ctx.scope, input)),

  get: readerProcedure('child.read')
    .input(contract.getChild.input)
    .output(contract.getChild.output)
    .query(({ ctx, input }) => getChild(ctx.deps, ctx.scope, input)),

  update: circleProcedure('child.update')
    .input(contract.updateChild.input)
    .output(contract.updateChild.output)
    .mutation(({ ctx, input }) => updateChild(ctx.deps, ctx.scope, input)),

  delete: circleProcedure('child.delete')
    .input(contract.deleteChild.input)
    .output(contract.deleteChild.output)
    .mutation(async ({ ctx, input }) => {
      await deleteChild(ctx.deps, ctx.scope, input)
      return { status: 'deleted' }
    }),

  measurements: circleProcedure('measurement.read')
    .input(contract.listMeasurements.input)
    .output(contract.listMeasurements.output)
    .query(({ ctx, input }) => listMeasurements(ctx.deps, ctx.scope, input)),

  addMeasurement: circleProcedure('measurement.add')
    .input(contract.addMeasurement.input)
    .output(contract.addMeasurement.output)
    .mutation(({ ctx, input }) => addMeasurement(ctx.deps, ctx.scope, input)),

  removeMeasurement: circleProcedure('measurement.add')
    .input(contract.removeMeasurement.input)
    .output(contract.removeMeasurement.output)
    .mutation(async ({ ctx, input }) => {
      await removeMeasurement(ctx.deps, ctx.scope, input)
      return { status: 'removed' }
    }),

  thenAndNow: readerProcedure('child.read')
    .input(contract.thenAndNow.input)
    .output(contract.thenAndNow.output)
    .query(({ ctx, input }) => readThenAndNow(ctx.deps, ctx.scope, input)),
})

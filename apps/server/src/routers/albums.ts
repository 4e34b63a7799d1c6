import * as contract from '@kinkeep/contracts/albums'
import { addKeeps } from '@kinkeep/core/albums/add-keeps'
import { createAlbum } from '@kinkeep/core/albums/create-album'
import { deleteAlbum } from '@kinkeep/core/albums/delete-album'
import { getAlbum, listAlbums } from '@kinkeep/core/albums/queries'
import { removeKeeps } from '@kinkeep/core/albums/remove-keeps'
import { updateAlbum } from '@kinkeep/core/albums/update-album'
import { circleProcedure, router } from '../trpc/procedures.ts'

export const albumsRouter = router({
  list: circleProcedure('album.read')
    .input(contract.listAlbums.input)
    .output(contract.listAlbums.output)
    .query(({ ctx, input }) => listAlbums(ctx.deps, ctx.scope, input)),

  get: circleProcedure('album.read')
    .input(contract.getAlbum.input)
    .output(contract.getAlbum.output)
    .query(({ ctx, input }) => getAlbum(ctx.deps, ctx.scope, input)),

  create: circleProcedure('album.create')
    .input(contract.createAlbum.input)
    .output(contract.createAlbum.output)
    .mutation(({ ctx, input }) => createAlbum(ctx.deps, ctx.scope, input)),

  update: circleProcedure('album.update')
    .input(contract.updateAlbum.input)
    .output(contract.updateAlbum.output)
    .mutation(({ ctx, input }) => updateAlbum(ctx.deps, ctx.scope, input)),

  delete: circleProcedure('album.delete')
    .input(contract.deleteAlbum.input)
    .output(contract.deleteAlbum.output)
    .mutation(async ({ ctx, input }) => {
      await deleteAlbum(ctx.deps, ctx.scope, input)
      return { status: 'deleted' }
    }),

  addKeeps: circleProcedure('album.update')
    .input(contract.addKeeps.input)
    .output(contract.addKeeps.output)
    .mutation(({ ctx, input }) => addKeeps(ctx.deps, ctx.scope, input)),

  removeKeeps: circleProcedure('album.update')
    .input(contract.removeKeeps.input)
    .output(contract.removeKeeps.output)
    .mutation(({ ctx, input }) => removeKeeps(ctx.deps, ctx.scope, input)),
})

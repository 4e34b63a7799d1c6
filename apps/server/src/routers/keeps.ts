import * as contract from '@kinkeep/contracts/keeps'
import { createKeep } from '@kinkeep/core/keeps/create-keep'
import { getKeep, listKeeps, readTimeline } from '@kinkeep/core/keeps/queries'
import { restoreKeep } from '@kinkeep/core/keeps/restore-keep'
import { trashKeep } from '@kinkeep/core/keeps/trash-keep'
import { updateKeep } from '@kinkeep/core/keeps/update-keep'
import { circleProcedure, readerProcedure, router } from '../trpc/procedures.ts'
import { albumsRouter } from './albums.ts'
import { booksRouter, exportsRouter, importsRouter } from './archives.ts'
import { browseProcedures } from './browse.ts'
import { commentsRouter } from './comments.ts'
import { placeProcedures } from './places.ts'
import { reactionsRouter } from './reactions.ts'
import { sharedRouter, shareLinksRouter } from './share-links.ts'
import { trashProcedures } from './trash.ts'

export const keepsRouter = router({
  list: readerProcedure('keep.read')
    .input(contract.listKeeps.input)
    .output(contract.listKeeps.output)
    .query(({ ctx, input }) => listKeeps(ctx.deps, ctx.scope, input)),

  timeline: readerProcedure('keep.read')
    .input(contract.timeline.input)
    .output(contract.timeline.output)
    .query(({ ctx }) => readTimeline(ctx.deps, ctx.scope)),

  get: readerProcedure('keep.read')
    .input(contract.getKeep.input)
    .output(contract.getKeep.output)
    .query(({ ctx, input }) => getKeep(ctx.deps, ctx.scope, input)),

  create: circleProcedure('keep.create')
    .input(contract.createKeep.input)
    .output(contract.createKeep.output)
    .mutation(({ ctx, input }) => createKeep(ctx.deps, ctx.scope, input)),

  update: circleProcedure('keep.update')
    .input(contract.updateKeep.input)
    .output(contract.updateKeep.output)
    .mutation(({ ctx, input }) => updateKeep(ctx.deps, ctx.scope, input)),

  trash: circleProcedure('keep.trash')
    .input(contract.trashKeep.input)
    .output(contract.trashKeep.output)
    .mutation(({ ctx, input }) => trashKeep(ctx.deps, ctx.scope, input)),

  restore: circleProcedure('keep.restore')
    .input(contract.restoreKeep.input)
    .output(contract.restoreKeep.output)
    .mutation(({ ctx, input }) => restoreKeep(ctx.deps, ctx.scope, input)),

  reactions: reactionsRouter,
  shareLinks: shareLinksRouter,
  shared: sharedRouter,
  comments: commentsRouter,
  albums: albumsRouter,
  exports: exportsRouter,
  books: booksRouter,
  imports: importsRouter,
  ...browseProcedures,
  ...trashProcedures,
  ...placeProcedures,
})

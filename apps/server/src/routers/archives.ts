import * as contract from '@kinkeep/contracts/archives'
import { cancelImport } from '@kinkeep/core/archives/cancel-import'
import { completeImport } from '@kinkeep/core/archives/complete-import'
import {
  listBooks,
  listExports,
  listImports,
  readBook,
  readExport,
  readImport,
} from '@kinkeep/core/archives/queries'
import { requestBook } from '@kinkeep/core/archives/request-book'
import { requestExport } from '@kinkeep/core/archives/request-export'
import { requestImport } from '@kinkeep/core/archives/request-import'
import { requestImportParts } from '@kinkeep/core/archives/request-import-parts'
import { signDownload } from '@kinkeep/core/archives/sign-download'
import { circleProcedure, freshCircleProcedure, router } from '../trpc/procedures.ts'

export const exportsRouter = router({
  request: freshCircleProcedure('archive.request')
    .input(contract.requestExport.input)
    .output(contract.requestExport.output)
    .mutation(({ ctx }) => requestExport(ctx.deps, ctx.scope)),

  status: circleProcedure('archive.request')
    .input(contract.exportStatus.input)
    .output(contract.exportStatus.output)
    .query(({ ctx, input }) => readExport(ctx.deps, ctx.scope, input)),

  list: circleProcedure('archive.request')
    .input(contract.listExports.input)
    .output(contract.listExports.output)
    .query(({ ctx, input }) => listExports(ctx.deps, ctx.scope, input)),

  download: circleProcedure('archive.request')
    .input(contract.downloadExport.input)
    .output(contract.downloadExport.output)
    .mutation(({ ctx, input }) => signDownload(ctx.deps, ctx.scope, input)),
})

export const booksRouter = router({
  request: circleProcedure('book.request')
    .input(contract.requestBook.input)
    .output(contract.requestBook.output)
    .mutation(({ ctx, input }) => requestBook(ctx.deps, ctx.scope, input)),

  status: circleProcedure('book.request')
    .input(contract.exportStatus.input)
    .output(contract.exportStatus.output)
    .query(({ ctx, input }) => readBook(ctx.deps, ctx.scope, input)),

  list: circleProcedure('book.request')
    .input(contract.listExports.input)
    .output(contract.listExports.output)
    .query(({ ctx, input }) => listBooks(ctx.deps, ctx.scope, input)),

  download: circleProcedure('book.request')
    .input(contract.downloadExport.input)
    .output(contract.downloadExport.output)
    .mutation(({ ctx, input }) => signDownload(ctx.deps, ctx.scope, input)),
})

export const importsRouter = router({
  request: freshCircleProcedure('archive.import')
    .input(contract.requestImport.input)
    .output(contract.requestImport.output)
    .mutation(({ ctx, input }) => requestImport(ctx.deps, ctx.scope, input)),

  requestParts: circleProcedure('archive.import')
    .input(contract.requestImportParts.input)
    .output(contract.requestImportParts.output)
    .mutation(({ ctx, input }) => requestImportParts(ctx.deps, ctx.scope, input)),

  complete: circleProcedure('archive.import')
    .input(contract.completeImport.input)
    .output(contract.completeImport.output)
    .mutation(({ ctx, input }) => completeImport(ctx.deps, ctx.scope, input)),

  cancel: circleProcedure('archive.import')
    .input(contract.cancelImport.input)
    .output(contract.cancelImport.output)
    .mutation(({ ctx, input }) => cancelImport(ctx.deps, ctx.scope, input)),

  status: circleProcedure('archive.import')
    .input(contract.importStatus.input)
    .output(contract.importStatus.output)
    .query(({ ctx, input }) => readImport(ctx.deps, ctx.scope, input)),

  list: circleProcedure('archive.import')
    .input(contract.listImports.input)
    .output(contract.listImports.output)
    .query(({ ctx, input }) => listImports(ctx.deps, ctx.scope, input)),
})

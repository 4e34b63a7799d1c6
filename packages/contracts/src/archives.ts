import { z } from 'zod'
import { archiveFailures, archiveKinds, archiveStates, papers } from './archive-kinds.ts'
import { limits } from './limits.ts'
import { pageOf, paging } from './paging.ts'
import { day, id, instant, singleLine } from './values.ts'

const inCircle = z.object({ circleId: id })
const oneExport = inCircle.extend({ exportId: id })
export type OneExport = z.infer<typeof oneExport>
const oneImport = inCircle.extend({ importId: id })
export type OneImport = z.infer<typeof oneImport>

/** How far an archive, a book or an import is. */
export const archiveView = z.object({
  id,
  kind: z.enum(archiveKinds),
  state: z.enum(archiveStates),
  /** Why `failed`; null in every other state. */
  failure: z.enum(archiveFailures).nullable(),
  /** Keeps that are done, of so many; null before they are counted. */
  doneItems: z.int(),
  totalItems: z.int().nullable(),
  /** Of an import: keeps that were here already. */
  knownItems: z.int(),
  /** Files that the store no longer had, or that came damaged; the first of them by name. */
  problemCount: z.int(),
  problems: z.array(z.string()),
  title: z.string().nullable(),
  /** Bytes of what was made, or of what is sent. */
  bytes: z.number().nullable(),
  createdAt: instant,
  /** When what was made goes. */
  expiresAt: instant,
})
export type ArchiveView = z.infer<typeof archiveView>

export const requestExport = { input: inCircle, output: archiveView }

export const requestBook = {
  input: inCircle.extend({
    title: singleLine(limits.keepTitleLength),
    paper: z.enum(papers),
    /** Of an album, or of days, both included; of all that is kept without either. */
    albumId: id.optional(),
    from: day.optional(),
    to: day.optional(),
  }),
  output: archiveView,
}
export type RequestBook = z.infer<typeof requestBook.input>

export const exportStatus = { input: oneExport, output: archiveView }
export const listExports = { input: inCircle.extend(paging), output: pageOf(archiveView) }
export type ListExports = z.infer<typeof listExports.input>
/** An address for a while; it can be read on from any byte. */
export const downloadExport = { input: oneExport, output: z.object({ url: z.string(), expiresAt: instant }) }

/** While one of the same size is on its way, it is the answer: whoever was interrupted goes on. */
export const requestImport = {
  input: inCircle.extend({
    /** Of the whole file. */
    byteSize: z.int().min(1).max(limits.archiveBytes),
  }),
  output: z.object({
    import: archiveView,
    /** Every part but the last has so many bytes. */
    partBytes: z.int(),
  }),
}
export type RequestImport = z.infer<typeof requestImport.input>

export const requestImportParts = {
  input: oneImport.extend({
    /** Empty: only what is there is asked for. */
    parts: z
      .array(
        z.object({
          /** From 1. */
          number: z.int().min(1).max(10_000),
          /** Hex, of this part; the store checks it. */
          sha256: z.string().regex(/^[0-9a-f]{64}$/),
        }),
      )
      .max(limits.partsPerImportCall),
  }),
  output: z.object({
    parts: z.array(
      z.object({
        number: z.int(),
        url: z.string(),
        headers: z.record(z.string(), z.string()),
        expiresAt: instant,
      }),
    ),
    /** Parts that are in the store already: a sender who was interrupted goes on with the others. */
    sent: z.array(z.object({ number: z.int(), sha256: z.string().nullable() })),
    /** All of it is there as one file, of which nobody took note: there is nothing to send, only to complete. */
    isWhole: z.boolean(),
  }),
}
export type RequestImportParts = z.infer<typeof requestImportParts.input>

export const completeImport = { input: oneImport, output: archiveView }
export const cancelImport = { input: oneImport, output: archiveView }
export const importStatus = { input: oneImport, output: archiveView }
export const listImports = { input: inCircle.extend(paging), output: pageOf(archiveView) }

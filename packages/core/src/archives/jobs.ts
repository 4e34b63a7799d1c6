import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'

const payload = z.object({ circleId: z.uuid(), archiveId: z.uuid() })

/** Writes all that a circle has into one ZIP in the store. */
export const buildArchive = defineJob({
  name: 'archives.build',
  payload,
  retryLimit: 8,
  retryDelay: 10,
  expireInSeconds: 12 * 60 * 60,
  concurrency: 1,
})

/** Makes a book of some keeps. */
export const printBook = defineJob({
  name: 'archives.print-book',
  payload,
  retryLimit: 8,
  retryDelay: 5,
  expireInSeconds: 2 * 60 * 60,
  concurrency: 1,
})

/** Brings in an archive that was sent. */
export const readImport = defineJob({
  name: 'archives.read-import',
  payload,
  retryLimit: 8,
  retryDelay: 10,
  expireInSeconds: 12 * 60 * 60,
  concurrency: 1,
})

/** Mails that an archive or a book can be fetched. */
export const sendArchiveMail = defineJob({
  name: 'archives.send-mail',
  payload,
  retryLimit: 12,
  retryDelay: 2,
  expireInSeconds: 60,
  concurrency: 1,
})

/** Forgets what nobody may fetch any more, and gives up on what lost its job, or never arrived. */
export const sweepArchives = defineJob({
  name: 'archives.sweep',
  payload: z.object({}),
  retryLimit: 2,
  retryDelay: 60,
  expireInSeconds: 300,
  concurrency: 1,
  schedule: '38 * * * *',
})

import { z } from 'zod'
import { limits } from './limits.ts'
import { mediaFailureReasons, mediaKinds, mediaStates, uploadRefusals } from './media-states.ts'
import { pageOf, paging } from './paging.ts'
import { id, instant, offsetMinutes, singleLine, wallClock } from './values.ts'

const inCircle = z.object({ circleId: id })

export const mediaView = z.object({
  id,
  state: z.enum(mediaStates),
  /** Why `failed`; null in every other state. */
  failure: z.enum(mediaFailureReasons).nullable(),
  /** The file's own name, for a person to recognise it. */
  name: z.string(),
  /** Pixels of the upright picture; null until `ready`. */
  width: z.int().nullable(),
  height: z.int().nullable(),
  /** base64; null until `ready`. https://evanw.github.io/thumbhash/ */
  thumbHash: z.string().nullable(),
  kind: z.enum(mediaKinds),
  /** Milliseconds of a video; null of a photo, and until `ready`. */
  durationMs: z.int().nullable(),
  /** Part of the address of what was made of it: another one means that it was made anew. */
  version: z.int(),
  /** The video that moves when a Live Photo is held. */
  liveId: id.nullable(),
})
export type MediaView = z.infer<typeof mediaView>

const uploadFile = z.object({
  /** Chosen by the client and kept over retries and reloads: the same key is the same upload. */
  uploadKey: id,
  name: singleLine(limits.fileNameLength),
  byteSize: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  /** As the browser declares it; never trusted, the worker looks at the bytes. */
  contentType: z.string().max(100),
  /** Hex. When given, the store checks the bytes against it. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** The file's modification time as wall clock of the uploading device: the last resort for a date. */
  modifiedAt: wallClock.optional(),
  modifiedOffset: offsetMinutes.optional(),
  /** `own`: becomes a keep of its own when complete. `attached`: waits for keeps.create to name it. */
  keep: z.enum(['own', 'attached']),
})
export type UploadFile = z.infer<typeof uploadFile>

export const requestUpload = {
  input: inCircle.extend({
    files: z.array(uploadFile).min(1).max(limits.filesPerRequest).refine(haveDistinctKeys),
  }),
  output: z.object({
    uploads: z.array(
      z.discriminatedUnion('status', [
        z.object({
          status: z.literal('send'),
          uploadKey: id,
          mediaId: id,
          /** PUT the bytes here with exactly these headers. */
          url: z.string(),
          headers: z.record(z.string(), z.string()),
          expiresAt: instant,
        }),
        z.object({ status: z.literal('alreadyComplete'), uploadKey: id, mediaId: id }),
        z.object({ status: z.literal('refused'), uploadKey: id, reason: z.enum(uploadRefusals) }),
      ]),
    ),
  }),
}
export type RequestUpload = z.infer<typeof requestUpload.input>
export type RequestedUpload = z.infer<typeof requestUpload.output>['uploads'][number]

export const completeUpload = {
  input: inCircle.extend({ mediaId: id }),
  output: z.object({ mediaId: id, state: z.enum(mediaStates), keepId: id.nullable() }),
}
export type CompleteUpload = z.infer<typeof completeUpload.input>

export const mediaStatus = {
  input: inCircle.extend({ mediaIds: z.array(id).min(1).max(limits.pageMax) }),
  output: z.object({ items: z.array(mediaView) }),
}
export type MediaStatus = z.infer<typeof mediaStatus.input>

export const retryMedia = { input: inCircle.extend({ mediaId: id }), output: mediaView }
export type RetryMedia = z.infer<typeof retryMedia.input>

export const failedMedia = mediaView.extend({
  keepId: id.nullable(),
  uploadedBy: z.string(),
  createdAt: instant,
})
export type FailedMedia = z.infer<typeof failedMedia>
export const mediaFailures = { input: inCircle.extend(paging), output: pageOf(failedMedia) }
export type MediaFailures = z.infer<typeof mediaFailures.input>

function haveDistinctKeys(files: { uploadKey: string }[]): boolean {
  return new Set(files.map((file) => file.uploadKey)).size === files.length
}

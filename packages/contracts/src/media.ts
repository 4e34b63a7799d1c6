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
  /** By how many degrees, clockwise, a person had it turned: all that is shown of it is turned so. */
  rotation: z.int(),
  /** The video that moves when a Live Photo is held. */
  liveId: id.nullable(),
})
export type MediaView = z.infer<typeof mediaView>

/** Hex. */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const uploadFile = z.object({
  /** Chosen by the client and kept over retries and reloads: the same key is the same upload. */
  uploadKey: id,
  name: singleLine(limits.fileNameLength),
  byteSize: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  /** As the browser declares it; never trusted, the worker looks at the bytes. */
  contentType: z.string().max(100),
  /** Of the whole file. When given, an exact duplicate is recognised, and the bytes are checked against it. */
  sha256: sha256.optional(),
  /** The file's modification time as wall clock of the uploading device: the last resort for a date. */
  modifiedAt: wallClock.optional(),
  modifiedOffset: offsetMinutes.optional(),
  /** `own`: becomes a keep of its own when complete. `attached`: waits for keeps.create to name it. */
  keep: z.enum(['own', 'attached']),
  /** Send it although the circle has the same file already. */
  allowDuplicate: z.boolean().optional(),
})
export type UploadFile = z.infer<typeof uploadFile>

/** A part that the store has: it need not be sent again. `sha256` is null where the store did not keep it. */
const sentPart = z.object({ number: z.int(), sha256: sha256.nullable() })
export type SentPart = z.infer<typeof sentPart>

export const requestUpload = {
  input: inCircle.extend({
    files: z.array(uploadFile).min(1).max(limits.filesPerRequest).refine(haveDistinctKeys),
    /** Brought along from elsewhere: its previews are made after those of what somebody has just sent. */
    isImport: z.boolean().optional(),
  }),
  /** In no particular order: `uploadKey` says whose answer it is. */
  output: z.object({
    uploads: z.array(
      z.discriminatedUnion('status', [
        /** Of at most `limits.wholeUploadBytes`. */
        z.object({
          status: z.literal('send'),
          uploadKey: id,
          mediaId: id,
          /** PUT the bytes here with exactly these headers. */
          url: z.string(),
          headers: z.record(z.string(), z.string()),
          expiresAt: instant,
        }),
        /** Larger: cut at multiples of `partSize`, the last part is the rest. Addresses come from `requestParts`. */
        z.object({
          status: z.literal('sendParts'),
          uploadKey: id,
          mediaId: id,
          partSize: z.int(),
          partCount: z.int(),
          /** By number, which begins at 1. */
          sentParts: z.array(sentPart),
        }),
        z.object({ status: z.literal('alreadyComplete'), uploadKey: id, mediaId: id }),
        /** The circle has this very file, in a keep that the caller may know of. Nothing was begun. */
        z.object({
          status: z.literal('duplicate'),
          uploadKey: id,
          mediaId: id,
          keepId: id,
          inTrash: z.boolean(),
          /** By `keeps.restore`. */
          mayRestore: z.boolean(),
        }),
        z.object({ status: z.literal('refused'), uploadKey: id, reason: z.enum(uploadRefusals) }),
      ]),
    ),
  }),
}
export type RequestUpload = z.infer<typeof requestUpload.input>
export type RequestedUpload = z.infer<typeof requestUpload.output>['uploads'][number]

export const requestParts = {
  input: inCircle.extend({
    mediaId: id,
    parts: z
      .array(z.object({ number: z.int().min(1).max(10_000), sha256 }))
      .min(1)
      .max(limits.partsPerRequest)
      .refine(haveDistinctNumbers),
  }),
  /** `parts` in the order asked for; none of an upload that is complete already. May be asked for again at any time. */
  output: z.object({
    status: z.enum(['send', 'alreadyComplete']),
    parts: z.array(
      z.object({
        number: z.int(),
        /** PUT exactly this part's bytes here with exactly these headers. */
        url: z.string(),
        headers: z.record(z.string(), z.string()),
        byteSize: z.int(),
      }),
    ),
    expiresAt: instant,
  }),
}
export type RequestParts = z.infer<typeof requestParts.input>
export type RequestedParts = z.infer<typeof requestParts.output>

export const completeUpload = {
  input: inCircle.extend({
    mediaId: id,
    /** Of the whole file, where it was not known yet when the upload was requested. */
    sha256: sha256.optional(),
  }),
  output: z.object({
    /** The one that is in the circle now: another than was asked about when `isDuplicate`. */
    mediaId: id,
    state: z.enum(mediaStates),
    keepId: id.nullable(),
    /** The keep is there no more for 30 days at most; asked about an upload of long ago. */
    inTrash: z.boolean(),
    /** Somebody sent the same file at the same time. Theirs stays, this one is gone. */
    isDuplicate: z.boolean(),
  }),
}
export type CompleteUpload = z.infer<typeof completeUpload.input>
export type CompletedUpload = z.infer<typeof completeUpload.output>

export const abortUpload = {
  input: inCircle.extend({ mediaId: id }),
  /** `complete`: too late, it is in the circle. */
  output: z.object({ status: z.enum(['aborted', 'complete']) }),
}
export type AbortUpload = z.infer<typeof abortUpload.input>

export const mediaStatus = {
  input: inCircle.extend({ mediaIds: z.array(id).min(1).max(limits.pageMax) }),
  output: z.object({
    items: z.array(
      mediaView.extend({
        /** The store's bytes are the sender's, by their SHA-256 where it was told: only now may they delete theirs. */
        isVerified: z.boolean(),
      }),
    ),
  }),
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

function haveDistinctNumbers(parts: { number: number }[]): boolean {
  return new Set(parts.map((part) => part.number)).size === parts.length
}

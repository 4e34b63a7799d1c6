import { claimedType, kindOfType, refusalOf } from '@kinkeep/contracts/claimed-files'
import { limits } from '@kinkeep/contracts/limits'
import type { RequestedUpload, RequestUpload, SentPart, UploadFile } from '@kinkeep/contracts/media'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import { wallClockIn } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { findDuplicates } from './find-duplicates.ts'
import { mediaKey, uploadCalls } from './rules.ts'
import { isWholePart, partBytesOf, partCountOf } from './upload-rules.ts'

type UploadDeps = Pick<Deps, 'db' | 'clock' | 'random' | 'storage' | 'limits'>

/**
 * Answers, for each file, where to put its bytes, or why it may not be sent, or that it is here already: as the same
 * upload, or as the same file of a keep that the caller may know of. The same `uploadKey` of the same person is the
 * same upload, however often it is asked for. Two statements, however many files; a third where hashes are given.
 */
export async function requestUpload(
  deps: UploadDeps,
  scope: CircleScope<'media.upload'>,
  input: RequestUpload,
): Promise<{ uploads: RequestedUpload[] }> {
  deps.limits.takeLoosely(`upload:${scope.userId}`, uploadCalls)
  const answers = await answerDuplicates(deps, scope, input.files)
  let room = await readRoom(deps, scope, input.files)
  for (const file of input.files) {
    if (answers.has(file.uploadKey)) continue
    const reason = refusalOf(file) ?? (file.byteSize > room ? 'CIRCLE_FULL' : undefined)
    if (reason) answers.set(file.uploadKey, { status: 'refused', uploadKey: file.uploadKey, reason })
    else room -= file.byteSize
  }

  const accepted = input.files.filter((file) => !answers.has(file.uploadKey))
  const rows = accepted.length > 0 ? await insertRequested(deps, scope, accepted, input.isImport) : []
  const begun = await Promise.all(rows.map((row) => answer(deps, scope.circleId, row)))
  return { uploads: [...answers.values(), ...begun] }
}

async function answerDuplicates(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'media.upload'>,
  files: readonly UploadFile[],
): Promise<Map<string, RequestedUpload>> {
  const known = files.flatMap(({ uploadKey, sha256, allowDuplicate }) =>
    sha256 && !allowDuplicate ? { uploadKey, sha256 } : [],
  )
  const duplicates = known.length > 0 ? await findDuplicates(deps.db, scope, known) : []
  return new Map(
    duplicates.map((duplicate) => [duplicate.uploadKey, { status: 'duplicate' as const, ...duplicate }]),
  )
}

interface RequestedRow {
  id: string
  uploadKey: string
  state: string
  byteSize: number
  contentType: string
  claimedSha256: Buffer | null
  partBytes: number | null
  storeUploadId: string | null
  duplicateOfId: string | null
}

async function answer(
  deps: Pick<Deps, 'db' | 'storage'>,
  circleId: string,
  row: RequestedRow,
): Promise<RequestedUpload> {
  const { id: mediaId, uploadKey, byteSize, contentType, partBytes } = row
  if (row.state !== 'requested' || row.duplicateOfId) return { status: 'alreadyComplete', uploadKey, mediaId }
  if (partBytes !== null) {
    return {
      status: 'sendParts',
      uploadKey,
      mediaId,
      partSize: partBytes,
      partCount: partCountOf({ byteSize, partBytes }),
      sentParts: row.storeUploadId ? await readSentParts(deps, circleId, { ...row, partBytes }) : [],
    }
  }
  const key = mediaKey(circleId, mediaId, 'original')
  const sha256 = row.claimedSha256?.toString('hex')
  const { url, headers, expiresAt } = await deps.storage.signUpload({ key, byteSize, contentType, sha256 })
  return { status: 'send', uploadKey, mediaId, url, headers, expiresAt: expiresAt.toISOString() }
}

/** What the store has of an upload. One that it knows nothing of any more begins anew, unless it is whole. */
async function readSentParts(
  deps: Pick<Deps, 'db' | 'storage'>,
  circleId: string,
  row: RequestedRow & { partBytes: number },
): Promise<SentPart[]> {
  const key = mediaKey(circleId, row.id, 'original')
  const uploadId = row.storeUploadId ?? ''
  const parts = await deps.storage.parts.list({ key, uploadId })
  if (parts) {
    return parts.flatMap((part) =>
      // One of another size would not be taken in the end: better sent again.
      isWholePart(row, part) ? { number: part.number, sha256: part.sha256 } : [],
    )
  }
  if ((await deps.storage.sizeOf(key)) === row.byteSize) {
    return Array.from({ length: partCountOf(row) }, (_, index) => ({ number: index + 1, sha256: null }))
  }
  await deps.db
    .updateTable('media')
    .set({ storeUploadId: null })
    .where('circleId', '=', circleId)
    .where('id', '=', row.id)
    .where('storeUploadId', '=', uploadId)
    .execute()
  return []
}

/**
 * Bytes that still fit beside what a circle has stored and what other open uploads may have put into the store
 * without saying so: not counted, they would be a store without a limit.
 */
async function readRoom(deps: Pick<Deps, 'db'>, scope: CircleScope, files: UploadFile[]): Promise<number> {
  const keys = files.map((file) => file.uploadKey)
  // The state is written out: as a parameter it would hide the partial index from a prepared statement.
  const { room } = await deps.db
    .selectFrom('circles')
    .select(
      sql<number>`coalesce(quota_bytes, ${limits.circleBytes}) - stored_bytes - coalesce((
        select sum(byte_size) from media
        where circle_id = ${scope.circleId} and state = 'requested' and duplicate_of_id is null
          and not (uploader_id = ${scope.userId} and upload_key = any(${keys}::uuid[]))
      ), 0)::bigint`.as('room'),
    )
    .where('id', '=', scope.circleId)
    .executeTakeFirstOrThrow()
  return room
}

/** Inserts what is new and answers all, in the order of the keys. */
async function insertRequested(
  deps: Pick<Deps, 'db' | 'clock' | 'random'>,
  scope: CircleScope,
  files: UploadFile[],
  isImport = false,
): Promise<RequestedRow[]> {
  const now = deps.clock.now()
  const today = wallClockIn(scope.user.timeZone, now)
  return deps.db
    .insertInto('media')
    .values(
      files.map((file) => ({
        kind: kindOfType(claimedType(file) ?? ''),
        circleId: scope.circleId,
        id: deps.random.id(),
        uploaderId: scope.userId,
        uploadKey: file.uploadKey,
        destination: file.keep,
        state: 'requested' as const,
        name: file.name,
        byteSize: file.byteSize,
        partBytes: partBytesOf(file.byteSize),
        claimedSha256: file.sha256 ? Buffer.from(file.sha256, 'hex') : null,
        allowDuplicate: file.allowDuplicate ?? false,
        isImport,
        contentType: claimedType(file) ?? 'application/octet-stream',
        createdAt: now,
        activeAt: now,
        ...(file.modifiedAt
          ? {
              happenedAt: file.modifiedAt,
              happenedOffset: file.modifiedOffset ?? null,
              dateSource: 'fileTime' as const,
            }
          : { ...today, dateSource: 'posted' as const }),
      })),
    )
    .onConflict((conflict) =>
      // Says no more than that somebody still wants it, but answers the row that was there.
      conflict.columns(['circleId', 'uploaderId', 'uploadKey']).doUpdateSet({ activeAt: now }),
    )
    .returning(['id', 'uploadKey', 'state', 'byteSize', 'contentType', 'claimedSha256'])
    .returning(['partBytes', 'storeUploadId', 'duplicateOfId'])
    .execute()
}

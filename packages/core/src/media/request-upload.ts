import { limits } from '@kinkeep/contracts/limits'
import type { RequestedUpload, RequestUpload, UploadFile } from '@kinkeep/contracts/media'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import { wallClockIn } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { claimedType, kindOfType, mediaKey, refusalOf, uploadCalls } from './rules.ts'

type UploadDeps = Pick<Deps, 'db' | 'clock' | 'random' | 'storage' | 'limits'>

/**
 * Answers, for each file, where to put its bytes, or why it may not be sent, or that it is here already. The
 * same `uploadKey` of the same person is the same upload, however often it is asked for. Two statements,
 * however many files.
 */
export async function requestUpload(
  deps: UploadDeps,
  scope: CircleScope<'media.upload'>,
  input: RequestUpload,
): Promise<{ uploads: RequestedUpload[] }> {
  deps.limits.takeLoosely(`upload:${scope.userId}`, uploadCalls)
  let room = await readRoom(deps, scope, input.files)
  const refusals = new Map<string, RequestedUpload>()
  for (const file of input.files) {
    const reason = refusalOf(file) ?? (file.byteSize > room ? 'CIRCLE_FULL' : undefined)
    if (reason) refusals.set(file.uploadKey, { status: 'refused', uploadKey: file.uploadKey, reason })
    else room -= file.byteSize
  }

  const accepted = input.files.filter((file) => !refusals.has(file.uploadKey))
  const rows = accepted.length > 0 ? await insertRequested(deps, scope, accepted) : []
  const checksums = new Map(accepted.map((file) => [file.uploadKey, file.sha256]))
  const signed = await Promise.all(
    rows.map((row) => answer(deps, scope.circleId, row, checksums.get(row.uploadKey))),
  )
  return { uploads: [...refusals.values(), ...signed] }
}

interface RequestedRow {
  id: string
  uploadKey: string
  state: string
  byteSize: number
  contentType: string
}

async function answer(
  deps: Pick<Deps, 'storage'>,
  circleId: string,
  { id: mediaId, uploadKey, state, byteSize, contentType }: RequestedRow,
  sha256: string | undefined,
): Promise<RequestedUpload> {
  if (state !== 'requested') return { status: 'alreadyComplete', uploadKey, mediaId }
  const key = mediaKey(circleId, mediaId, 'original')
  const { url, headers, expiresAt } = await deps.storage.signUpload({ key, byteSize, contentType, sha256 })
  return { status: 'send', uploadKey, mediaId, url, headers, expiresAt: expiresAt.toISOString() }
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
        where circle_id = ${scope.circleId} and state = 'requested'
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
        contentType: claimedType(file) ?? 'application/octet-stream',
        createdAt: now,
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
      // Changes nothing, but answers the row that was there.
      conflict.columns(['circleId', 'uploaderId', 'uploadKey']).doUpdateSet({
        uploadKey: sql`excluded.upload_key`,
      }),
    )
    .returning(['id', 'uploadKey', 'state', 'byteSize', 'contentType'])
    .execute()
}

import type { MediaFailures, MediaStatus, MediaView } from '@kinkeep/contracts/media'
import type { MediaVariant } from '@kinkeep/contracts/media-states'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { decodeCursor, idPattern, toPage } from '../platform/keyset.ts'
import type { MediaScope } from './access.ts'
import {
  derivedTypes,
  mediaColumns,
  mediaKey,
  playedKey,
  shownTypes,
  toFailedMedia,
  toMediaView,
} from './rules.ts'
import { selectVisibleMedia } from './sql.ts'

/** How far some media are. Unknown ids, and those the caller may not see, are left out. */
export async function readStatus(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'media.read'>,
  input: MediaStatus,
): Promise<{ items: (MediaView & { isVerified: boolean })[] }> {
  const rows = await selectVisibleMedia(deps.db, scope)
    .where(sql<boolean>`media.id = any(${input.mediaIds}::uuid[])`)
    .select([...mediaColumns, 'media.verifiedAt'])
    .execute()
  return { items: rows.map((row) => ({ ...toMediaView(row), isVerified: row.verifiedAt !== null })) }
}

/** What could not be read, newest first: the caller's own, or the whole circle's for owners and admins. */
export async function listFailures(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'media.failures'>,
  input: MediaFailures,
) {
  const before = decodeCursor(input.cursor, [idPattern])
  let query = selectVisibleMedia(deps.db, scope)
    .leftJoin('users', 'users.id', 'media.uploaderId')
    .where('media.state', '=', 'failed')
    .select([...mediaColumns, 'media.keepId', 'media.createdAt', 'users.name as uploadedBy'])
  if (scope.role === 'member') query = query.where('media.uploaderId', '=', scope.userId)
  if (before?.[0]) query = query.where('media.id', '<', before[0])
  const rows = await query
    .orderBy('media.id', 'desc')
    .limit(input.limit + 1)
    .execute()
  return toPage(rows, input.limit, (row) => [row.id], toFailedMedia)
}

/**
 * A short-lived address of one variant. Previews exist once the item is `ready`; the original as soon as its
 * bytes are safe. An original is only shown in a browser when its bytes are a photo that browsers know:
 * anything else is offered as a file. What plays is for everybody who may look: where it is the original, nothing
 * is in that but picture and sound. Throws NotFound, also for a guest who may only look.
 */
export async function signMedia(
  deps: Pick<Deps, 'storage'>,
  scope: MediaScope,
  { variant, asFile }: { variant: MediaVariant; asFile: boolean },
): Promise<{ url: string; reusableUntil: Date }> {
  const key = mediaKey(scope.circleId, scope.mediaId, variant)
  if (scope.state === 'requested') throw notFound()
  if (variant === 'original' && !scope.mayHaveOriginal) throw notFound()
  if (variant !== 'original') {
    if (scope.state !== 'ready') throw notFound()
    if (variant === 'video') return signPlayed(deps, scope)
    return deps.storage.signDownload({ key, version: scope.version })
  }
  const contentType = scope.state === 'ready' && scope.mime ? scope.mime : 'application/octet-stream'
  const isShown = !asFile && shownTypes.includes(contentType)
  return deps.storage.signDownload({ key, contentType, ...(isShown ? {} : { saveAs: scope.name }) })
}

function signPlayed(deps: Pick<Deps, 'storage'>, scope: MediaScope) {
  const { circleId, mediaId, kind, renditionBytes, version } = scope
  if (kind !== 'video') throw notFound()
  const key = playedKey(circleId, mediaId, renditionBytes)
  return deps.storage.signDownload({ key, version, contentType: derivedTypes.video })
}

/** The bytes of an original, for a job that somebody who may have them asked for; undefined when they are gone. */
export function openOriginal(
  deps: Pick<Deps, 'storage'>,
  { circleId, mediaId }: { circleId: string; mediaId: string },
  signal: AbortSignal,
) {
  return deps.storage.openRead(mediaKey(circleId, mediaId, 'original'), signal)
}

/** The same of a picture that was made of it. */
export function openDerived(
  deps: Pick<Deps, 'storage'>,
  { circleId, mediaId, variant }: { circleId: string; mediaId: string; variant: 'preview' | 'thumbnail' },
  signal: AbortSignal,
) {
  return deps.storage.openRead(mediaKey(circleId, mediaId, variant), signal)
}

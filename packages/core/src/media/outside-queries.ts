import type { SharedVariant } from '@kinkeep/contracts/share-kinds'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import type { ShareScope } from '../share-links/access.ts'
import { findFirstSharedMedia, findSharedMedia } from '../share-links/queries.ts'
import { copyKey, neutralName } from './clean-rules.ts'
import { derivedTypes, mediaKey, playedKey } from './rules.ts'

interface Signed {
  url: string
  reusableUntil: Date
}

/**
 * A short-lived address of what somebody outside may have of a picture: what was made of its pixels, and to take along
 * a copy without what was written beside them. Never the original. Throws NotFound, also where the link is for looking
 * alone, and while the copy is not made.
 */
export async function signShared(
  deps: Pick<Deps, 'db' | 'storage'>,
  scope: ShareScope,
  { mediaId, variant }: { mediaId: string; variant: SharedVariant },
): Promise<Signed> {
  const media = await findSharedMedia(deps.db, scope, mediaId)
  if (!media) throw notFound()
  const { circleId } = scope
  const isVideo = media.kind === 'video'
  if (variant === 'download') {
    if (!scope.mayDownload) throw notFound()
    return isVideo ? signVideo(deps, circleId, media, true) : signCopy(deps, circleId, media)
  }
  if (variant !== 'video') {
    return deps.storage.signDownload({ key: mediaKey(circleId, mediaId, variant), version: media.version })
  }
  if (!isVideo) throw notFound()
  return signVideo(deps, circleId, media, false)
}

/** What a chat shows of a link that was made to be shown there. Throws NotFound where there is no picture. */
export async function signSharePreview(
  deps: Pick<Deps, 'db' | 'storage'>,
  scope: ShareScope,
): Promise<Signed> {
  const media = await findFirstSharedMedia(deps.db, scope)
  if (!media) throw notFound()
  return deps.storage.signDownload({
    key: mediaKey(scope.circleId, media.id, 'thumbnail'),
    version: media.version,
  })
}

interface SharedFile {
  id: string
  version: number
  renditionBytes: number | null
  happenedAt: string
  position: number
}

/** In what plays, be it the original, there is nothing but picture and sound. */
function signVideo(
  deps: Pick<Deps, 'storage'>,
  circleId: string,
  { id, version, renditionBytes, happenedAt, position }: SharedFile,
  asFile: boolean,
): Promise<Signed> {
  const key = playedKey(circleId, id, renditionBytes)
  const contentType = derivedTypes.video
  const saveAs = neutralName(happenedAt, position, contentType)
  return deps.storage.signDownload({ key, version, contentType, ...(asFile ? { saveAs } : {}) })
}

/** What cannot be copied cleanly is given as it is looked at. */
async function signCopy(
  deps: Pick<Deps, 'db' | 'storage'>,
  circleId: string,
  { id, version, happenedAt, position }: SharedFile,
): Promise<Signed> {
  const copy = await deps.db
    .selectFrom('cleanCopies')
    .select(['id', 'state', 'contentType'])
    .where('circleId', '=', circleId)
    .where('mediaId', '=', id)
    .where('version', '=', version)
    .where('state', '<>', 'waiting')
    .executeTakeFirst()
  if (!copy) throw notFound()
  const { contentType } = copy
  const key = contentType === null ? mediaKey(circleId, id, 'preview') : copyKey(circleId, id, copy.id)
  const type = contentType ?? 'image/jpeg'
  const saveAs = neutralName(happenedAt, position, type)
  return deps.storage.signDownload({ key, version, contentType: type, saveAs })
}

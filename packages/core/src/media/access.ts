import type { MediaState } from '@kinkeep/contracts/media-states'
import { authenticateBy, type Caller, selectSession } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'

/** Proof that somebody may see the bytes of one media item. Only this file makes one. */
class MediaProof {
  readonly #mediaId: string
  readonly circleId: string
  readonly state: MediaState
  readonly mime: string | null
  readonly name: string

  constructor(media: { id: string; circleId: string; state: MediaState; mime: string | null; name: string }) {
    this.#mediaId = media.id
    this.circleId = media.circleId
    this.state = media.state
    this.mime = media.mime
    this.name = media.name
  }

  get mediaId(): string {
    return this.#mediaId
  }
}

export type { MediaProof as MediaScope }

/**
 * Proves in one statement that the caller may see a media item: as a member of its circle; in the trash only
 * as one who could restore it; before it is part of a keep only as its uploader. Else NOT_FOUND, or
 * NOT_SIGNED_IN.
 */
export async function requireMedia(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  { circleId, mediaId }: { circleId: string; mediaId: string },
): Promise<MediaProof> {
  const found = await authenticateBy(deps, caller, (hash) =>
    selectSession(deps.db, hash)
      .leftJoin('memberships', (join) =>
        join.onRef('memberships.userId', '=', 'sessions.userId').on('memberships.circleId', '=', circleId),
      )
      .leftJoin('circles', (join) =>
        join.onRef('circles.id', '=', 'memberships.circleId').on('circles.deletionDueAt', 'is', null),
      )
      .leftJoin('media', (join) =>
        join.onRef('media.circleId', '=', 'memberships.circleId').on('media.id', '=', mediaId),
      )
      .leftJoin('keeps', (join) =>
        join.onRef('keeps.circleId', '=', 'media.circleId').onRef('keeps.id', '=', 'media.keepId'),
      )
      .select(['memberships.role', 'circles.id as openCircleId'])
      .select(['media.state', 'media.mime', 'media.name as fileName'])
      .select(['media.uploaderId', 'keeps.id as keepId', 'keeps.authorId', 'keeps.trashedAt'])
      .executeTakeFirst(),
  )
  if (!found) throw new DomainError('NOT_SIGNED_IN')
  const { role, openCircleId, state, mime, fileName, ...media } = found.row
  if (!role || !openCircleId || !state || fileName === null) throw notFound()

  const isAdmin = role === 'owner' || role === 'admin'
  const mine = media.keepId ? media.authorId : media.uploaderId
  const isShown = media.keepId !== null && media.trashedAt === null
  if (!isShown && mine !== found.row.userId && !(isAdmin && media.keepId)) throw notFound()
  return new MediaProof({ id: mediaId, circleId, state, mime, name: fileName })
}

import type { MediaKind, MediaState } from '@kinkeep/contracts/media-states'
import { can } from '@kinkeep/contracts/roles'
import { authenticateBy, type Caller, selectSession } from '../accounts/access.ts'
import { requireReader } from '../guest-links/access.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { selectVisibleMedia } from './sql.ts'

interface FoundMedia {
  id: string
  circleId: string
  state: MediaState
  mime: string | null
  name: string
  version: number
  kind: MediaKind
  renditionBytes: number | null
}

/** Proof that somebody may see the bytes of one media item. Only this file makes one. */
class MediaProof {
  readonly #mediaId: string
  readonly circleId: string
  readonly state: MediaState
  readonly mime: string | null
  readonly name: string
  /** Of what was made of it. */
  readonly version: number
  readonly kind: MediaKind
  /** null: what plays of it is the original. */
  readonly renditionBytes: number | null
  /** Guests get the original only where their link says so; the previews show what is in it. */
  readonly mayHaveOriginal: boolean

  constructor(media: FoundMedia, mayHaveOriginal: boolean) {
    this.#mediaId = media.id
    this.circleId = media.circleId
    this.state = media.state
    this.mime = media.mime
    this.name = media.name
    this.version = media.version
    this.kind = media.kind
    this.renditionBytes = media.renditionBytes
    this.mayHaveOriginal = mayHaveOriginal
  }

  get mediaId(): string {
    return this.#mediaId
  }
}

export type { MediaProof as MediaScope }

/**
 * Proves in one statement that a member may see a media item: in the trash only as one who could restore it; of a
 * keep that only admins see only as one of them; before it is part of a keep only as its uploader. A guest by link
 * sees what is on the timeline. Else NOT_FOUND, or NOT_SIGNED_IN.
 */
export async function requireMedia(
  deps: Pick<Deps, 'db' | 'clock'>,
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
      .select(['media.state', 'media.mime', 'media.name as fileName', 'media.version'])
      .select(['media.kind as mediaKind', 'media.renditionBytes'])
      .select(['media.uploaderId', 'keeps.id as keepId', 'keeps.authorId', 'keeps.trashedAt'])
      .select('keeps.visibility')
      .executeTakeFirst(),
  )
  if (!found?.row.openCircleId && caller.guestToken)
    return requireMediaAsGuest(deps, caller, circleId, mediaId)
  if (!found) throw new DomainError('NOT_SIGNED_IN')
  const { role, openCircleId, state, mime, fileName, version, mediaKind, renditionBytes, ...media } =
    found.row
  if (!role || !openCircleId || !state || !mediaKind || fileName === null || version === null)
    throw notFound()

  const isAdmin = can(role, 'keep.restrict')
  const mine = media.keepId ? media.authorId : media.uploaderId
  const isShown = media.keepId !== null && media.trashedAt === null
  if (!isShown && mine !== found.row.userId && !(isAdmin && media.keepId)) throw notFound()
  if (!isAdmin && media.visibility === 'admins') throw notFound()
  const told = {
    id: mediaId,
    circleId,
    state,
    mime,
    name: fileName,
    version,
    kind: mediaKind,
    renditionBytes,
  }
  return new MediaProof(told, true)
}

async function requireMediaAsGuest(
  deps: Pick<Deps, 'db' | 'clock'>,
  caller: Caller,
  circleId: string,
  mediaId: string,
): Promise<MediaProof> {
  const { scope } = await requireReader(deps, caller, circleId, 'keep.read')
  const media = await selectVisibleMedia(deps.db, scope)
    .where('media.id', '=', mediaId)
    .select(['media.id', 'media.circleId', 'media.state', 'media.mime', 'media.name', 'media.version'])
    .select(['media.kind', 'media.renditionBytes'])
    .executeTakeFirst()
  if (!media) throw notFound()
  // Somebody who became a member a moment ago is one.
  return new MediaProof(media, scope.userId !== null || scope.guest.mayDownload)
}

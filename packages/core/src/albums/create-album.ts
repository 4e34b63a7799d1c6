import type { AlbumView, CreateAlbum } from '@kinkeep/contracts/albums'
import { limits } from '@kinkeep/contracts/limits'
import { recordActivity } from '../activities/record-activity.ts'
import type { CircleScope } from '../circles/access.ts'
import { assertStillMay } from '../circles/assert-still-may.ts'
import { countAdded } from '../circles/count-added.ts'
import { findMadeBefore } from '../circles/find-made-before.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { putKeeps } from './put-keeps.ts'
import { getAlbumView } from './queries.ts'
import { requireShownKeeps } from './require-shown-keeps.ts'

/**
 * Makes an album, empty or with keeps in it. The same idempotency key answers the one it made before. Throws
 * TOO_MANY_ALBUMS, and NotFound for keeps that are not on the caller's timeline.
 */
export async function createAlbum(
  deps: Pick<Deps, 'transaction' | 'random'>,
  scope: CircleScope<'album.create'>,
  input: CreateAlbum,
): Promise<AlbumView> {
  const { circleId, userId } = scope
  return deps.transaction(async (tx) => {
    await assertStillMay(tx, scope)
    const madeBefore = await findMadeBefore(tx, scope, 'albums', input.idempotencyKey)
    if (madeBefore) return getAlbumView(tx, scope, madeBefore)

    const count = await countAdded(tx, circleId, 'albums')
    if (count >= limits.albumsPerCircle) throw new DomainError('TOO_MANY_ALBUMS')
    const keepIds = input.keepIds ?? []
    if (keepIds.length > 0) await requireShownKeeps(tx, scope, keepIds)
    const id = deps.random.id()
    const now = tx.effects.clock.now()
    await tx
      .insertInto('albums')
      .values({
        circleId,
        id,
        title: input.title,
        description: input.description || null,
        createdBy: userId,
        idempotencyKey: input.idempotencyKey ?? null,
        createdAt: now,
        updatedAt: now,
      })
      .execute()
    if (keepIds.length > 0) await putKeeps(tx, scope, id, keepIds)
    const view = await getAlbumView(tx, scope, id)
    await recordActivity(tx, circleId, scope, { kind: 'album.made', albumId: id })
    await audit(tx, scope.actor, { action: 'album.created', circleId, subjectId: id })
    await publish(tx, circleId, { type: 'album.changed', albumId: id })
    return view
  })
}

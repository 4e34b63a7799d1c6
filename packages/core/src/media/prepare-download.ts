import type { CleanCopyState } from '@kinkeep/contracts/share-kinds'
import type { PrepareDownload } from '@kinkeep/contracts/share-links'
import { addSeconds } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import type { ShareScope } from '../share-links/access.ts'
import { findSharedMedia } from '../share-links/queries.ts'
import { cleanMedia } from './clean-jobs.ts'
import { askedSeconds, copiesPerLink, copyPrefix, lostAfterSeconds } from './clean-rules.ts'
import { removeObjects } from './remove-objects.ts'

/**
 * Has a copy made of a shared photo, without what its camera and owner wrote into it, and answers how far it is: asked
 * again until it is `ready`. A video is played as somebody may have it, and needs none. Throws NotFound, also where the
 * link is for looking alone, and TOO_MANY_REQUESTS.
 */
export async function prepareDownload(
  deps: Pick<Deps, 'db' | 'transaction' | 'random' | 'clock' | 'limits'>,
  scope: ShareScope,
  { mediaId }: PrepareDownload,
): Promise<{ state: CleanCopyState }> {
  const { circleId } = scope
  const media = scope.mayDownload ? await findSharedMedia(deps.db, scope, mediaId) : undefined
  if (!media) throw notFound()
  if (media.kind === 'video') return { state: 'ready' }
  const copy = await selectCopy(deps.db, circleId, mediaId).executeTakeFirst()
  const now = deps.clock.now()
  if (copy?.version === media.version) {
    const after = copy.state === 'waiting' ? lostAfterSeconds : askedSeconds
    if (copy.askedAt > addSeconds(now, -after)) return { state: copy.state }
  }
  await deps.limits.take({ key: `clean-copies:${scope.linkId}`, limit: copiesPerLink })
  return deps.transaction((tx) => ask(tx, { circleId, mediaId, version: media.version }, deps.random.id()))
}

function selectCopy(db: Deps['db'] | Tx, circleId: string, mediaId: string) {
  return db
    .selectFrom('cleanCopies')
    .select(['id', 'version', 'state', 'askedAt'])
    .where('circleId', '=', circleId)
    .where('mediaId', '=', mediaId)
}

/** Under the photo's lock, so that of two who ask at once one makes the copy. */
async function ask(
  tx: Tx,
  { circleId, mediaId, version }: { circleId: string; mediaId: string; version: number },
  newId: string,
): Promise<{ state: CleanCopyState }> {
  const media = await tx
    .selectFrom('media')
    .select('id')
    .where('circleId', '=', circleId)
    .where('id', '=', mediaId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!media) throw notFound()
  const copy = await selectCopy(tx, circleId, mediaId).executeTakeFirst()
  const askedAt = tx.effects.clock.now()
  const isSame = copy?.version === version
  const id = isSame ? copy.id : newId
  const state = isSame ? copy.state : 'waiting'
  if (copy && !isSame) await removeObjects(tx, [copyPrefix(circleId, mediaId, copy.id)])
  const made = { id, version, askedAt, ...(isSame ? {} : { state, contentType: null, bytes: null }) }
  await tx
    .insertInto('cleanCopies')
    .values({ circleId, mediaId, state, ...made })
    .onConflict((conflict) => conflict.columns(['circleId', 'mediaId']).doUpdateSet(made))
    .execute()
  if (state === 'waiting')
    await enqueue(tx, cleanMedia, { circleId, mediaId, copyId: id }, { singletonKey: id })
  return { state }
}

import type { AbortUpload } from '@kinkeep/contracts/media'
import type { CircleScope } from '../circles/access.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { removeObjects } from './remove-objects.ts'
import { uploadCalls } from './rules.ts'

/**
 * Gives up an upload of the caller's that is not complete: its row now, and what the store has of it once this commits,
 * and once more when no address that was signed for it is good any more. Answers `complete` when it came too late.
 * Throws NotFound, also for what was given up before.
 */
export async function abortUpload(
  deps: Pick<Deps, 'transaction' | 'limits'>,
  scope: CircleScope<'media.upload'>,
  { mediaId }: AbortUpload,
): Promise<{ status: 'aborted' | 'complete' }> {
  deps.limits.takeLoosely(`upload:${scope.userId}`, uploadCalls)
  return deps.transaction(async (tx) => {
    const { circleId } = scope
    const media = await tx
      .selectFrom('media')
      .select(['state', 'duplicateOfId'])
      .where('circleId', '=', circleId)
      .where('id', '=', mediaId)
      .where('uploaderId', '=', scope.userId)
      .forUpdate()
      .executeTakeFirst()
    if (!media) throw notFound()
    if (media.state !== 'requested' || media.duplicateOfId) return { status: 'complete' }
    await removeObjects(tx, [`circles/${circleId}/media/${mediaId}/`])
    await tx.deleteFrom('media').where('circleId', '=', circleId).where('id', '=', mediaId).execute()
    return { status: 'aborted' }
  })
}

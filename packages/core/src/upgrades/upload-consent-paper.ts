import type { UploadConsentPaper } from '@kinkeep/contracts/upgrades'
import { lockChild } from '../children/lock-child.ts'
import type { CircleScope } from '../circles/access.ts'
import { assertStillMay } from '../circles/assert-still-may.ts'
import { addSeconds } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { uploadSeconds } from '../platform/storage.ts'
import { dropConsentPaper } from './jobs.ts'
import { consentPapers, paperKey } from './rules.ts'

/** Seconds after its upload for which a form waits to be named by a request. */
const waitSeconds = uploadSeconds + 60 * 60

/**
 * Answers where to put a form that a guardian signed: exactly so many bytes, of this type, once. Throws NotFound,
 * CHILD_IS_GROWN, TOO_MANY_REQUESTS.
 */
export async function uploadConsentPaper(
  deps: Pick<Deps, 'transaction' | 'random' | 'storage' | 'limits'>,
  scope: CircleScope<'upgrade.request'>,
  { childId, byteSize, contentType }: UploadConsentPaper,
) {
  const { circleId } = scope
  await deps.limits.take({ key: `consent-paper:${scope.userId}`, limit: consentPapers })
  const paperId = deps.random.id()
  await deps.transaction(async (tx) => {
    await assertStillMay(tx, scope)
    const child = await lockChild(tx, circleId, childId)
    if (child.userId) throw new DomainError('CHILD_IS_GROWN')
    // Nothing in the store is without somebody who looks after it, from before it is there.
    const startAfter = addSeconds(tx.effects.clock.now(), waitSeconds)
    await enqueue(tx, dropConsentPaper, { circleId, paperId }, { startAfter })
  })
  const key = paperKey(circleId, paperId)
  const { url, headers, expiresAt } = await deps.storage.signUpload({ key, byteSize, contentType })
  return { paperId, url, headers, expiresAt: expiresAt.toISOString() }
}

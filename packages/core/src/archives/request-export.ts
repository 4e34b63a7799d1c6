import type { ArchiveView } from '@kinkeep/contracts/archives'
import { limits } from '@kinkeep/contracts/limits'
import type { FreshCircleScope } from '../circles/access.ts'
import { assertStillMay } from '../circles/assert-still-may.ts'
import { audit } from '../platform/audit.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { enqueue } from '../platform/jobs.ts'
import { buildArchive } from './jobs.ts'
import { archiveColumns, archivesPerPerson, toArchiveView } from './rules.ts'
import { selectOwn } from './sql.ts'

/**
 * Has all that a circle keeps put into one file. While one is being made for the caller, it is the answer. Throws
 * ARCHIVE_BUSY while one is being made for somebody else, and TOO_MANY_REQUESTS.
 */
export async function requestExport(
  deps: Pick<Deps, 'transaction' | 'random' | 'limits'>,
  scope: FreshCircleScope<'archive.request'>,
): Promise<ArchiveView> {
  const { circleId, userId } = scope
  await deps.limits.take({ key: `archive:${userId}`, limit: archivesPerPerson })
  return deps.transaction(async (tx) => {
    await assertStillMay(tx, scope)
    const waiting = await tx
      .selectFrom('archives')
      .select('userId')
      .where('circleId', '=', circleId)
      .where('kind', '=', 'export')
      .where('state', '=', 'waiting')
      .executeTakeFirst()
    if (waiting && waiting.userId !== userId) throw new DomainError('ARCHIVE_BUSY')
    if (waiting) {
      const own = selectOwn(tx, circleId, userId, 'export').where('state', '=', 'waiting')
      return toArchiveView(await own.select(archiveColumns).executeTakeFirstOrThrow())
    }
    const now = tx.effects.clock.now()
    const made = await tx
      .insertInto('archives')
      .values({
        circleId,
        id: deps.random.id(),
        kind: 'export',
        state: 'waiting',
        userId,
        language: scope.user.language,
        createdAt: now,
        expiresAt: addSeconds(now, limits.exportDays * secondsPerDay),
      })
      .returning(archiveColumns)
      .executeTakeFirstOrThrow()
    await enqueue(tx, buildArchive, { circleId, archiveId: made.id })
    await audit(tx, scope.actor, { action: 'archive.requested', circleId, subjectId: made.id })
    await publish(tx, circleId, { type: 'archive.changed', archiveId: made.id })
    return toArchiveView(made)
  })
}

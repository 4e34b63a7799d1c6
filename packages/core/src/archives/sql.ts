import type { ArchiveFailure, ArchiveKind } from '@kinkeep/contracts/archive-kinds'
import { type CirclePermission, can } from '@kinkeep/contracts/roles'
import { removeObjects } from '../media/remove-objects.ts'
import type { Database, Tx } from '../platform/db.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import { enqueue } from '../platform/jobs.ts'
import { sendArchiveMail } from './jobs.ts'
import { archivePrefix, problemsNamed } from './rules.ts'

/** What a job knows of its archive, and who asked for it as they are now. */
export interface WaitingArchive {
  circleId: string
  archiveId: string
}

/**
 * An archive that waits, with whoever asked for it. Answers undefined when there is nothing to do any more; one whose
 * asker may not have it any more is ended.
 */
export async function takeWaiting(
  deps: Pick<WorkerDeps, 'db' | 'transaction'>,
  { circleId, archiveId }: WaitingArchive,
  kind: ArchiveKind,
  permission: CirclePermission,
) {
  const found = await deps.db
    .selectFrom('archives')
    .leftJoin('circles', (join) =>
      join.onRef('circles.id', '=', 'archives.circleId').on('circles.deletionDueAt', 'is', null),
    )
    .leftJoin('memberships', (join) =>
      join
        .onRef('memberships.circleId', '=', 'circles.id')
        .onRef('memberships.userId', '=', 'archives.userId'),
    )
    .select(['archives.userId', 'archives.language', 'archives.paper', 'archives.title', 'archives.albumId'])
    .select(['archives.fromDay', 'archives.toDay', 'archives.byteSize', 'archives.createdAt'])
    .select(['memberships.role'])
    .where('archives.circleId', '=', circleId)
    .where('archives.id', '=', archiveId)
    .where('archives.kind', '=', kind)
    .where('archives.state', '=', 'waiting')
    .executeTakeFirst()
  if (!found) return undefined
  const { role, userId, ...asked } = found
  if (role && userId && can(role, permission)) return { ...asked, role, userId }
  await endFailed(deps, { circleId, archiveId }, 'NOT_ALLOWED')
  return undefined
}

/** Writes down that nothing came of it, once. Whatever it left in the store goes. */
export async function endFailed(
  deps: Pick<WorkerDeps, 'transaction'>,
  { circleId, archiveId }: WaitingArchive,
  failure: ArchiveFailure,
): Promise<void> {
  await deps.transaction(async (tx) => {
    const ended = await tx
      .updateTable('archives')
      .set({ state: 'failed', failure, uploadId: null, finishedAt: tx.effects.clock.now() })
      .where('circleId', '=', circleId)
      .where('id', '=', archiveId)
      .where('state', 'in', ['sending', 'waiting'])
      .returning('kind')
      .executeTakeFirst()
    if (!ended) return
    await removeObjects(tx, [archivePrefix(circleId, ended.kind, archiveId)])
    await publish(tx, circleId, { type: 'archive.changed', archiveId })
  })
}

/** Says how far it is. */
export async function tellProgress(
  deps: Pick<WorkerDeps, 'transaction'>,
  { circleId, archiveId }: WaitingArchive,
  progress: { done: number; total: number; known?: number; problems?: readonly string[] },
): Promise<void> {
  const { done, total, known = 0, problems = [] } = progress
  await deps.transaction(async (tx) => {
    await tx
      .updateTable('archives')
      .set({
        doneItems: done,
        totalItems: total,
        knownItems: known,
        problemCount: problems.length,
        problems: problems.slice(0, problemsNamed),
      })
      .where('circleId', '=', circleId)
      .where('id', '=', archiveId)
      .where('state', '=', 'waiting')
      .execute()
    await publish(tx, circleId, { type: 'archive.changed', archiveId })
  })
}

/**
 * Of what was made for one person before, and can still be fetched, only the newest stays: archives lie beside a
 * circle's quota, so that one that is full can still leave.
 */
export async function removeOlder(
  tx: Tx,
  { circleId, archiveId }: WaitingArchive,
  kind: ArchiveKind,
  userId: string,
): Promise<void> {
  const older = await tx
    .deleteFrom('archives')
    .where('circleId', '=', circleId)
    .where('kind', '=', kind)
    .where('state', '=', 'ready')
    .where('id', '<>', archiveId)
    // A circle has one archive; books are each their asker's own.
    .$if(kind === 'book', (query) => query.where('userId', '=', userId))
    .returning('id')
    .execute()
  await removeObjects(
    tx,
    older.map(({ id }) => archivePrefix(circleId, kind, id)),
  )
}

/** Whether a row of the caller's own is there. */
export function selectOwn(db: Database | Tx, circleId: string, userId: string, kind: ArchiveKind) {
  return db
    .selectFrom('archives')
    .where('circleId', '=', circleId)
    .where('userId', '=', userId)
    .where('kind', '=', kind)
}

/** An instant of the archive, not later than now: nobody said anything tomorrow. */
export const notAfter = (now: Date, instant: string) => {
  const then = new Date(instant)
  return then > now ? now : then
}

/** The object counts from here on. Another worker was first, or the circle is gone: then it is removed again. */
export async function finishMaking(
  deps: Pick<WorkerDeps, 'transaction' | 'storage'>,
  { circleId, archiveId }: WaitingArchive,
  made: { kind: ArchiveKind; userId: string; key: string; bytes: number; problems: readonly string[] },
): Promise<void> {
  const isOurs = await deps.transaction(async (tx) => {
    const row = await tx
      .updateTable('archives')
      .set({
        state: 'ready',
        storageKey: made.key,
        bytes: made.bytes,
        problemCount: made.problems.length,
        problems: made.problems.slice(0, problemsNamed),
        finishedAt: tx.effects.clock.now(),
      })
      .where('circleId', '=', circleId)
      .where('id', '=', archiveId)
      .where('state', '=', 'waiting')
      .returning('id')
      .executeTakeFirst()
    if (!row) return false
    await removeOlder(tx, { circleId, archiveId }, made.kind, made.userId)
    await enqueue(tx, sendArchiveMail, { circleId, archiveId })
    await publish(tx, circleId, { type: 'archive.changed', archiveId })
    return true
  })
  if (!isOurs) await deps.storage.remove([made.key])
}

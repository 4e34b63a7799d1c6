import type { z } from 'zod'
import { removeObjects } from '../media/remove-objects.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { uploadMade } from '../platform/upload-made.ts'
import { createZipArchive } from '../platform/zip-archive.ts'
import { ArchiveWriter, type Asked, type ExportDeps } from './archive-handlers.ts'
import { readSnapshot } from './archive-sql.ts'
import { archiveReadyEmail } from './emails.ts'
import type { buildArchive } from './jobs.ts'
import { archivePrefix } from './rules.ts'
import { endFailed, finishMaking, takeWaiting } from './sql.ts'

type Payload = z.infer<typeof buildArchive.payload>

/**
 * Streams all that a circle has into the store, as one ZIP. A worker that was killed begins again, from nothing: what
 * it had sent is given up first. Each run writes an object of its own, which counts only once the row names it.
 */
export async function handleBuildArchive(deps: ExportDeps, payload: Payload, run: JobRun): Promise<void> {
  const asked = await takeWaiting(deps, payload, 'export', 'archive.request')
  if (!asked) return
  const prefix = archivePrefix(payload.circleId, 'export', payload.archiveId)
  try {
    await deps.storage.removeAll(prefix)
    const key = `${prefix}${deps.random.id()}.zip`
    const made = await build(deps, payload, asked, key, run.signal)
    if (made) await finishMaking(deps, payload, { kind: 'export', userId: asked.userId, key, ...made })
    else await endFailed(deps, payload, 'NOT_ALLOWED')
  } catch (error) {
    if (run.isLastTry) await endFailed(deps, payload, 'INTERNAL')
    throw error
  }
}

async function build(deps: ExportDeps, payload: Payload, asked: Asked, key: string, stop: AbortSignal) {
  const snapshot = await readSnapshot(deps.db, payload.circleId)
  if (!snapshot) return undefined
  const { bytes, written } = await uploadMade(
    deps,
    { key, contentType: 'application/zip' },
    stop,
    (signal) => createZipArchive(deps.clock.now(), signal),
    (zip, signal) => new ArchiveWriter(deps, payload, asked, snapshot, zip, signal).write(),
  )
  return { bytes, problems: written }
}

/** Tells whoever asked. The link opens nothing by itself: they sign in, and may still have to be allowed to. */
export async function handleSendArchiveMail(
  deps: Pick<WorkerDeps, 'db' | 'clock' | 'mailer' | 'publicUrl'>,
  { circleId, archiveId }: Payload,
  { jobId }: Pick<JobRun, 'jobId'>,
): Promise<void> {
  const found = await deps.db
    .selectFrom('archives')
    .innerJoin('users', 'users.id', 'archives.userId')
    .innerJoin('circles', 'circles.id', 'archives.circleId')
    .innerJoin('memberships', (join) =>
      join
        .onRef('memberships.circleId', '=', 'archives.circleId')
        .onRef('memberships.userId', '=', 'archives.userId'),
    )
    .select(['users.email', 'users.language', 'users.timeZone', 'circles.name as circleName'])
    .select(['archives.kind', 'archives.title', 'archives.expiresAt', 'archives.problemCount'])
    .where('archives.circleId', '=', circleId)
    .where('archives.id', '=', archiveId)
    .where('archives.state', '=', 'ready')
    .where('archives.expiresAt', '>', deps.clock.now())
    .where('circles.deletionDueAt', 'is', null)
    .executeTakeFirst()
  if (!found) return
  const { email, ...told } = found
  const mail = await archiveReadyEmail({ ...told, url: `${deps.publicUrl}/c/${circleId}/settings#archives` })
  await deps.mailer.send({ ...mail, to: email, messageKey: jobId })
}

/** A row before its objects, with the note that they are to go in the same transaction. */
export async function handleSweepArchives(
  deps: Pick<WorkerDeps, 'db' | 'transaction' | 'clock'>,
): Promise<void> {
  const now = deps.clock.now()
  // What is made takes hours. What is sent may take days, and is read as long as it is there.
  const lost = await deps.db
    .selectFrom('archives')
    .select(['circleId', 'id as archiveId', 'state'])
    .where((archive) =>
      archive.or([
        archive.and([
          archive('state', '=', 'waiting'),
          archive('kind', '<>', 'import'),
          archive('createdAt', '<', addSeconds(now, -2 * secondsPerDay)),
        ]),
        archive.and([
          archive('state', '=', 'sending'),
          archive('createdAt', '<', addSeconds(now, -6 * secondsPerDay)),
        ]),
      ]),
    )
    .limit(500)
    .execute()
  for (const { state, ...archive } of lost) {
    await endFailed(deps, archive, state === 'sending' ? 'MISSING' : 'INTERNAL')
  }
  await deps.transaction(async (tx) => {
    const gone = await tx
      .deleteFrom('archives')
      .where('expiresAt', '<', now)
      .returning(['circleId', 'kind', 'id'])
      .execute()
    await removeObjects(
      tx,
      gone.map(({ circleId, kind, id }) => archivePrefix(circleId, kind, id)),
    )
  })
}

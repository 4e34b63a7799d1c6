import { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { z } from 'zod'
import { openAvatar } from '../avatars/queries.ts'
import { openOriginal } from '../media/queries.ts'
import { removeObjects } from '../media/remove-objects.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { enqueue } from '../platform/jobs.ts'
import { userPhoneContext } from '../platform/phone-numbers.ts'
import { hashToken } from '../platform/token-hash.ts'
import { uploadMade } from '../platform/upload-made.ts'
import { createZipArchive, type ZipArchive } from '../platform/zip-archive.ts'
import { jsonLines, originalPath, readmes } from './archive-rules.ts'
import {
  readAccount,
  readAlbums,
  readAudit,
  readComments,
  readInvitations,
  readKeeps,
  readMedia,
  readMemberships,
  readOwnProfiles,
  readReactions,
  readSignIn,
} from './archive-sql.ts'
import { exportReadyEmail } from './emails.ts'
import { type buildExport, sendExportMail } from './export-jobs.ts'
import { exportPrefix } from './export-rules.ts'

type ExportDeps = Pick<WorkerDeps, 'db' | 'transaction' | 'clock' | 'random' | 'storage' | 'secrets'>
type Payload = z.infer<typeof buildExport.payload>

/**
 * Streams the ZIP into the store as it is made. Each run writes an object of its own, which counts only once the row
 * names it: a worker that was killed begins again, and of two that run at once one is thrown away.
 */
export async function handleBuildExport(deps: ExportDeps, { exportId }: Payload, run: JobRun): Promise<void> {
  const found = await deps.db
    .selectFrom('userExports')
    .select('userId')
    .where('id', '=', exportId)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  if (!found) return
  const { userId } = found
  const key = `${exportPrefix(userId, exportId)}${deps.random.id()}.zip`
  try {
    const { bytes } = await uploadMade(
      deps,
      { key, contentType: 'application/zip' },
      run.signal,
      (signal) => createZipArchive(deps.clock.now(), signal),
      (zip, signal) => write(deps, userId, zip, signal),
    )
    await finish(deps, { exportId, userId, key, bytes })
  } catch (error) {
    if (run.isLastTry) await giveUp(deps, exportId)
    throw error
  }
}

async function write(deps: ExportDeps, userId: string, zip: ZipArchive, signal: AbortSignal): Promise<void> {
  const { db } = deps
  const { profile, phoneSealed } = await readAccount(db, userId)
  const phone = phoneSealed && deps.secrets.open(phoneSealed, userPhoneContext(userId))
  const circles = await readMemberships(db, userId)
  await zip.addText('README.txt', readmes[profile.language])
  await zip.addText('profile.json', json({ ...profile, phone }))
  const avatar = await openAvatar(deps, { userId, avatarId: profile.avatarId }, signal)
  if (avatar) await zip.add('avatar.webp', avatar, { compress: false })
  await zip.addText('sign-in.json', json(await readSignIn(db, userId)))
  await zip.addText('circles.json', json(circles))
  await zip.addText('invitations.json', json(await readInvitations(db, userId, profile.email)))
  await zip.add('audit.json', Readable.from(jsonLines(readAudit(db, userId))))

  const ids = circles.map(({ circleId }) => circleId)
  await zip.addText('children.json', json(await readOwnProfiles(db, userId, ids)))
  const keeps = inCircles(ids, (circleId) => readKeeps(db, userId, circleId))
  await zip.add('keeps.json', Readable.from(jsonLines(keeps)))
  const comments = inCircles(ids, (circleId) => readComments(db, userId, circleId))
  await zip.add('comments.json', Readable.from(jsonLines(comments)))
  const reactions = inCircles(ids, (circleId) => readReactions(db, userId, circleId))
  await zip.add('reactions.json', Readable.from(jsonLines(reactions)))
  const albums = inCircles(ids, (circleId) => readAlbums(db, userId, circleId))
  await zip.add('albums.json', Readable.from(jsonLines(albums)))
  const media = () => inCircles(ids, (circleId) => readMedia(db, userId, circleId))
  await zip.add('media.json', Readable.from(jsonLines(withPaths(media()))))
  const missing: string[] = []
  for await (const { id, circleId, name } of media()) {
    const file = originalPath(circleId, id, name)
    const original = await openOriginal(deps, { circleId, mediaId: id }, signal)
    if (original) await zip.add(file, original, { compress: false })
    else missing.push(file)
  }
  if (missing.length > 0) await zip.addText('missing.txt', `${missing.join('\n')}\n`)
  await zip.finish()
}

async function* inCircles<Row>(
  circleIds: readonly string[],
  read: (circleId: string) => AsyncGenerator<Row>,
): AsyncGenerator<Row> {
  for (const circleId of circleIds) yield* read(circleId)
}

async function* withPaths(rows: AsyncIterable<{ id: string; circleId: string; name: string }>) {
  for await (const row of rows) yield { ...row, file: originalPath(row.circleId, row.id, row.name) }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

interface Finished {
  exportId: string
  userId: string
  key: string
  bytes: number
}

async function finish(deps: Pick<WorkerDeps, 'transaction' | 'storage'>, made: Finished): Promise<void> {
  const { exportId, key, bytes } = made
  const isOurs = await deps.transaction(async (tx) => {
    const row = await tx
      .updateTable('userExports')
      .set({ state: 'ready', storageKey: key, bytes, finishedAt: tx.effects.clock.now() })
      .where('id', '=', exportId)
      .where('state', '=', 'waiting')
      .returning('id')
      .executeTakeFirst()
    if (row) await enqueue(tx, sendExportMail, { exportId })
    return row !== undefined
  })
  // Another worker was first, or the person is gone.
  if (!isOurs) await deps.storage.remove([key])
}

async function giveUp(deps: Pick<WorkerDeps, 'db' | 'clock'>, exportId: string): Promise<void> {
  await deps.db
    .updateTable('userExports')
    .set({ state: 'failed', finishedAt: deps.clock.now() })
    .where('id', '=', exportId)
    .where('state', '=', 'waiting')
    .execute()
}

/** The token is made here, so that neither the queue nor the database ever holds one. */
export async function handleSendExportMail(
  deps: Pick<WorkerDeps, 'db' | 'clock' | 'random' | 'mailer' | 'publicUrl'>,
  { exportId }: Payload,
  { jobId }: Pick<JobRun, 'jobId'>,
): Promise<void> {
  const found = await deps.db
    .selectFrom('userExports')
    .innerJoin('users', 'users.id', 'userExports.userId')
    .select(['users.id as userId', 'users.email', 'users.language', 'users.timeZone'])
    .select('userExports.expiresAt')
    .where('userExports.id', '=', exportId)
    .where('userExports.state', '=', 'ready')
    .where('userExports.expiresAt', '>', deps.clock.now())
    .executeTakeFirst()
  if (!found) return
  const { userId, email, language, timeZone, expiresAt } = found
  const token = deps.random.token()
  await deps.db
    .insertInto('emailTokens')
    .values({
      tokenHash: hashToken(token),
      purpose: 'export',
      userId,
      exportId,
      createdAt: deps.clock.now(),
      expiresAt,
    })
    .execute()
  const downloadUrl = `${deps.publicUrl}/export?token=${token}`
  const mail = await exportReadyEmail({ language, timeZone, downloadUrl, expiresAt })
  await deps.mailer.send({ ...mail, to: email, messageKey: jobId })
}

/** A row before its objects, with the note that they are to go in the same transaction. */
export async function handleSweepExports(deps: Pick<WorkerDeps, 'transaction' | 'clock'>): Promise<void> {
  const now = deps.clock.now()
  await deps.transaction(async (tx) => {
    await tx
      .updateTable('userExports')
      .set({ state: 'failed', finishedAt: now })
      .where('state', '=', 'waiting')
      .where('createdAt', '<', addSeconds(now, -2 * secondsPerDay))
      .execute()
    const gone = await tx
      .deleteFrom('userExports')
      .where(sql<boolean>`expires_at < ${now}`)
      .returning(['id', 'userId'])
      .execute()
    await removeObjects(
      tx,
      gone.map(({ id, userId }) => exportPrefix(userId, id)),
    )
  })
}

import { sql } from 'kysely'
import type { z } from 'zod'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { hashToken } from '../platform/token-hash.ts'
import { alreadyRegisteredEmail, signUpEmail } from './emails.ts'
import type { sendSignUpMail } from './jobs.ts'

/** The token is made here, so that neither the queue nor the database ever holds one. */
export async function handleSendSignUpMail(
  deps: Pick<WorkerDeps, 'db' | 'clock' | 'random' | 'mailer' | 'publicUrl'>,
  { signUpId }: z.infer<typeof sendSignUpMail.payload>,
  { jobId }: Pick<JobRun, 'jobId'>,
): Promise<void> {
  const signUp = await deps.db
    .selectFrom('signUps')
    .leftJoin('users', 'users.email', 'signUps.email')
    .select(['signUps.email', 'signUps.name', 'signUps.language', 'users.id as userId'])
    .where('signUps.id', '=', signUpId)
    .where('signUps.confirmedAt', 'is', null)
    .where('signUps.expiresAt', '>', deps.clock.now())
    .executeTakeFirst()
  if (!signUp) return

  if (signUp.userId) {
    const signInUrl = `${deps.publicUrl}/sign-in`
    const mail = await alreadyRegisteredEmail({ language: signUp.language, signInUrl })
    return deps.mailer.send({ ...mail, to: signUp.email, messageKey: jobId })
  }

  const token = deps.random.token()
  await deps.db
    .insertInto('emailTokens')
    .values({
      tokenHash: hashToken(token),
      purpose: 'confirm_sign_up',
      signUpId,
      createdAt: deps.clock.now(),
    })
    .execute()
  const confirmUrl = `${deps.publicUrl}/confirm-email?token=${token}`
  const mail = await signUpEmail({ language: signUp.language, name: signUp.name, confirmUrl })
  await deps.mailer.send({ ...mail, to: signUp.email, messageKey: jobId })
}

/**
 * Old sign-ups stay a week, so that a late click learns that its link has expired; ended sessions a day, so that a
 * worker whose clock is ahead ends nobody's. Limits go by Postgres's clock alone: forgotten early, they would be
 * open again.
 */
export async function handleSweepAccounts(deps: Pick<WorkerDeps, 'db' | 'clock'>): Promise<void> {
  const now = deps.clock.now()
  await deps.db.deleteFrom('sessions').where('expiresAt', '<', addSeconds(now, -secondsPerDay)).execute()
  await deps.db
    .deleteFrom('signUps')
    .where('expiresAt', '<', addSeconds(now, -7 * secondsPerDay))
    .execute()
  // A request is forgotten when its mail has left; these had nobody to write to for a day.
  await deps.db.deleteFrom('linkRequests').where('createdAt', '<', addSeconds(now, -secondsPerDay)).execute()
  await deps.db
    .deleteFrom('emailTokens')
    .where('expiresAt', '<', addSeconds(now, -7 * secondsPerDay))
    .execute()
  await deps.db
    .deleteFrom('emailChanges')
    .where('expiresAt', '<', addSeconds(now, -7 * secondsPerDay))
    .execute()
  // Past those in use: a server that shares its counts holds several at once.
  await sql`
    delete from rate_limits where key in (
      select key from rate_limits where full_at < clock_timestamp() for update skip locked
    )
  `.execute(deps.db)
}

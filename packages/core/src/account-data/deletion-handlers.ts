import type { z } from 'zod'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { hashToken } from '../platform/token-hash.ts'
import type { sendDeletionMail } from './deletion-jobs.ts'
import { deletionEmail } from './emails.ts'
import { scrubUser } from './scrub-user.ts'

/** The token is made here, so that neither the queue nor the database ever holds one. */
export async function handleSendDeletionMail(
  deps: Pick<WorkerDeps, 'db' | 'clock' | 'random' | 'mailer' | 'publicUrl'>,
  { userId }: z.infer<typeof sendDeletionMail.payload>,
  { jobId }: Pick<JobRun, 'jobId'>,
): Promise<void> {
  const user = await deps.db
    .selectFrom('users')
    .select(['email', 'language', 'timeZone', 'deletionDueAt'])
    .where('id', '=', userId)
    .where('deletionDueAt', '>', deps.clock.now())
    .executeTakeFirst()
  if (!user?.deletionDueAt) return
  const { email, language, timeZone, deletionDueAt: dueAt } = user
  const token = deps.random.token()
  await deps.db
    .insertInto('emailTokens')
    .values({
      tokenHash: hashToken(token),
      purpose: 'cancel_deletion',
      userId,
      createdAt: deps.clock.now(),
      expiresAt: dueAt,
    })
    .execute()
  const keepUrl = `${deps.publicUrl}/keep-account?token=${token}`
  const mail = await deletionEmail({ language, timeZone, keepUrl, dueAt })
  await deps.mailer.send({ ...mail, to: email, messageKey: jobId })
}

/** A person at a time, each in a transaction of their own: one that fails holds up nobody else. */
export async function handleScrubUsers(
  deps: Pick<WorkerDeps, 'db' | 'transaction' | 'clock' | 'log'>,
): Promise<void> {
  const due = await deps.db
    .selectFrom('users')
    .select('id')
    .where('deletionDueAt', '<=', deps.clock.now())
    .orderBy('deletionDueAt')
    .limit(100)
    .execute()
  let failure: unknown
  for (const { id } of due) {
    try {
      await deps.transaction((tx) => scrubUser(tx, id))
    } catch (error) {
      failure ??= error
    }
  }
  if (failure) throw failure
}

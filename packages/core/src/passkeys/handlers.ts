import type { z } from 'zod'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { passkeyEmail } from './emails.ts'
import type { sendPasskeyMail } from './jobs.ts'

/** Says nothing about the passkey itself: a name that a stranger gave it is not ours to send. */
export async function handleSendPasskeyMail(
  deps: Pick<WorkerDeps, 'db' | 'mailer' | 'publicUrl'>,
  { userId, news }: z.infer<typeof sendPasskeyMail.payload>,
  { jobId }: Pick<JobRun, 'jobId'>,
): Promise<void> {
  const user = await deps.db
    .selectFrom('users')
    .select(['email', 'language'])
    .where('id', '=', userId)
    .executeTakeFirst()
  if (!user) return
  const securityUrl = `${deps.publicUrl}/settings/security`
  const mail = await passkeyEmail({ language: user.language, news, securityUrl })
  await deps.mailer.send({ ...mail, to: user.email, messageKey: jobId })
}

export async function handleSweepPasskeyChallenges(deps: Pick<WorkerDeps, 'db' | 'clock'>): Promise<void> {
  await deps.db.deleteFrom('passkeyChallenges').where('expiresAt', '<', deps.clock.now()).execute()
}

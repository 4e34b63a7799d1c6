import type { z } from 'zod'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { maskPhone, userPhoneContext } from '../platform/phone-numbers.ts'
import { phoneEmail } from './emails.ts'
import type { sendPhoneMail } from './jobs.ts'

export async function handleSendPhoneMail(
  deps: Pick<WorkerDeps, 'db' | 'secrets' | 'mailer' | 'publicUrl'>,
  { userId, news }: z.infer<typeof sendPhoneMail.payload>,
  { jobId }: Pick<JobRun, 'jobId'>,
): Promise<void> {
  const user = await deps.db
    .selectFrom('users')
    .select(['email', 'language', 'phoneSealed'])
    .where('id', '=', userId)
    .executeTakeFirst()
  if (!user) return
  const number = user.phoneSealed && maskPhone(deps.secrets.open(user.phoneSealed, userPhoneContext(userId)))
  // Removed meanwhile: there is no number left to speak of.
  if (!number && news !== 'unlinked') return
  const securityUrl = `${deps.publicUrl}/settings/security`
  const mail = await phoneEmail({ language: user.language, news, number: number ?? '', securityUrl })
  await deps.mailer.send({ ...mail, to: user.email, messageKey: jobId })
}

import { limits } from '@kinkeep/contracts/limits'
import type { z } from 'zod'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { secondFactorEmail } from './emails.ts'
import type { sendSecondFactorMail } from './jobs.ts'
import { countRecoveryCodes } from './sql.ts'

export async function handleSendSecondFactorMail(
  deps: Pick<WorkerDeps, 'db' | 'mailer' | 'publicUrl'>,
  { userId, news, factor }: z.infer<typeof sendSecondFactorMail.payload>,
  { jobId }: Pick<JobRun, 'jobId'>,
): Promise<void> {
  const user = await deps.db
    .selectFrom('users')
    .select(['email', 'language'])
    .where('id', '=', userId)
    .executeTakeFirst()
  if (!user) return
  const mail = await secondFactorEmail({
    language: user.language,
    news,
    factor,
    recoveryCodesLeft: await countRecoveryCodes(deps.db, userId),
    securityUrl: `${deps.publicUrl}/settings/security`,
  })
  await deps.mailer.send({ ...mail, to: user.email, messageKey: jobId })
}

/**
 * What has expired stays another day, so that a worker whose clock is ahead takes nobody's challenge away; sheets
 * with codes in them go at once.
 */
export async function handleSweepSecondFactors(deps: Pick<WorkerDeps, 'db' | 'clock'>): Promise<void> {
  const now = deps.clock.now()
  const yesterday = addSeconds(now, -secondsPerDay)
  await deps.db
    .deleteFrom('oneTimeDownloads')
    .where('kind', '=', 'recovery_codes')
    .where('expiresAt', '<', now)
    .execute()
  await deps.db.deleteFrom('signInChallenges').where('expiresAt', '<', yesterday).execute()
  await deps.db.deleteFrom('trustedDevices').where('expiresAt', '<', yesterday).execute()
  await deps.db
    .deleteFrom('secondFactors')
    .where('confirmedAt', 'is', null)
    .where('createdAt', '<', addSeconds(yesterday, -limits.factorSetupMinutes * 60))
    .execute()
}

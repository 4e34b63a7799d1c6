import type { z } from 'zod'
import { scrubUser } from '../account-data/scrub-user.ts'
import { addSeconds } from '../platform/clock.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { identityEmail, mergeEmail } from './emails.ts'
import type { finishMerge, sendIdentityMail } from './jobs.ts'

type MailDeps = Pick<WorkerDeps, 'db' | 'mailer' | 'publicUrl'>

export async function handleSendIdentityMail(
  deps: MailDeps,
  { userId, provider, happened }: z.infer<typeof sendIdentityMail.payload>,
  { jobId }: Pick<JobRun, 'jobId'>,
): Promise<void> {
  const user = await deps.db
    .selectFrom('users')
    .select(['email', 'language'])
    .where('id', '=', userId)
    .where('deactivatedAt', 'is', null)
    .executeTakeFirst()
  if (!user) return
  const securityUrl = `${deps.publicUrl}/settings/security`
  const mail = await identityEmail({ language: user.language, provider, happened, securityUrl })
  await deps.mailer.send({ ...mail, to: user.email, messageKey: jobId })
}

/** The merged account's row waits for its mail, since its address stands nowhere else. */
export async function handleFinishMerge(
  deps: MailDeps & Pick<WorkerDeps, 'transaction'>,
  { keptUserId, mergedUserId }: z.infer<typeof finishMerge.payload>,
  { jobId }: Pick<JobRun, 'jobId'>,
): Promise<void> {
  const users = await deps.db
    .selectFrom('users')
    .select(['id', 'email', 'language'])
    .where('id', 'in', [keptUserId, mergedUserId])
    .execute()
  const kept = users.find(({ id }) => id === keptUserId)
  const merged = users.find(({ id }) => id === mergedUserId)
  if (!merged) return
  for (const { id, email, language } of kept ? [kept, merged] : []) {
    const words = { language, keptEmail: kept?.email ?? '', mergedEmail: merged.email }
    const mail = await mergeEmail({ ...words, signInUrl: `${deps.publicUrl}/sign-in` })
    await deps.mailer.send({ ...mail, to: email, messageKey: `${jobId}:${id}` })
  }
  await deps.transaction(async (tx) => {
    const now = tx.effects.clock.now()
    await tx
      .updateTable('users')
      .set({ deletionDueAt: now, deletionKeeps: 'stay' })
      .where('id', '=', mergedUserId)
      .where('deactivatedAt', 'is not', null)
      .execute()
    await scrubUser(tx, mergedUserId)
  })
}

/**
 * What a provider said of somebody who then did nothing is forgotten within the hour; what a sign-up waits with goes
 * with the sign-up. The session of a merge that nobody finished is in no browser any more, so it ends.
 */
export async function handleSweepIdentities(deps: Pick<WorkerDeps, 'db' | 'clock'>): Promise<void> {
  const past = addSeconds(deps.clock.now(), -60 * 60)
  await deps.db
    .deleteFrom('providerFlows')
    .where('expiresAt', '<', past)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('signUps').select('signUps.id').whereRef('signUps.flowId', '=', 'providerFlows.id'),
        ),
      ),
    )
    .execute()
  await deps.db
    .deleteFrom('sessions')
    .where('id', 'in', (query) =>
      query.selectFrom('accountMerges').select('keptSessionId').where('expiresAt', '<', past),
    )
    .execute()
}

import { limits } from '@kinkeep/contracts/limits'
import type { z } from 'zod'
import { addSeconds } from '../platform/clock.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { hashToken } from '../platform/token-hash.ts'
import {
  addressChangedEmail,
  addressTakenEmail,
  emailChangeEmail,
  magicLinkEmail,
  passwordChangedEmail,
  passwordResetEmail,
} from './link-emails.ts'
import type { sendAccountNews, sendEmailChangeMails, sendLinkMail } from './link-jobs.ts'

type MailDeps = Pick<WorkerDeps, 'db' | 'clock' | 'random' | 'mailer' | 'publicUrl'>

const links = {
  password_reset: {
    path: '/reset-password/confirm',
    minutes: limits.passwordResetMinutes,
    email: passwordResetEmail,
  },
  magic_link: { path: '/magic-link', minutes: limits.magicLinkMinutes, email: magicLinkEmail },
} as const

/**
 * Finds out whose address it is, which the request may not, and mails a link. The request is forgotten when its mail
 * has left: a run that died in between sends it again with a token of its own.
 */
export async function handleSendLinkMail(
  deps: MailDeps,
  { requestId }: z.infer<typeof sendLinkMail.payload>,
  { jobId }: Pick<JobRun, 'jobId'>,
): Promise<void> {
  const request = await deps.db
    .selectFrom('linkRequests')
    .select(['purpose', 'email', 'userId'])
    .where('id', '=', requestId)
    .executeTakeFirst()
  if (!request) return
  const { purpose, email, userId } = request
  const user = await deps.db
    .selectFrom('users')
    .select(['id', 'language', 'name'])
    .where(({ eb }) => (userId === null ? eb('email', '=', email) : eb('id', '=', userId)))
    .where('deactivatedAt', 'is', null)
    .executeTakeFirst()
  if (user) {
    const mail =
      purpose === 'address_changed'
        ? await addressChangedEmail({ language: user.language })
        : await createLinkMail(deps, purpose, user)
    await deps.mailer.send({ ...mail, to: email, messageKey: jobId })
  }
  await deps.db.deleteFrom('linkRequests').where('id', '=', requestId).execute()
}

async function createLinkMail(
  deps: MailDeps,
  purpose: keyof typeof links,
  user: { id: string; language: 'en' | 'ru'; name: string },
) {
  const { path, minutes, email } = links[purpose]
  const token = deps.random.token()
  const now = deps.clock.now()
  await deps.db
    .insertInto('emailTokens')
    .values({
      tokenHash: hashToken(token),
      purpose,
      userId: user.id,
      createdAt: now,
      expiresAt: addSeconds(now, minutes * 60),
    })
    .execute()
  return email({ language: user.language, name: user.name, url: `${deps.publicUrl}${path}?token=${token}` })
}

/**
 * Makes both tokens anew each time it runs: a run that died between the mails leaves a first one whose link says that
 * it does not work, and sends both again.
 */
export async function handleSendEmailChangeMails(
  deps: MailDeps,
  { changeId }: z.infer<typeof sendEmailChangeMails.payload>,
  { jobId }: Pick<JobRun, 'jobId'>,
): Promise<void> {
  const change = await deps.db
    .selectFrom('emailChanges')
    .innerJoin('users', 'users.id', 'emailChanges.userId')
    .leftJoin('users as taken', 'taken.email', 'emailChanges.newEmail')
    .select(['users.email', 'users.language', 'emailChanges.newEmail', 'taken.id as takenBy'])
    .where('emailChanges.id', '=', changeId)
    .where('emailChanges.oldConfirmedAt', 'is', null)
    .where('emailChanges.newConfirmedAt', 'is', null)
    .where('emailChanges.expiresAt', '>', deps.clock.now())
    .executeTakeFirst()
  if (!change) return
  const { language, email, newEmail, takenBy } = change
  const [oldToken, newToken] = [deps.random.token(), deps.random.token()]
  await deps.db
    .updateTable('emailChanges')
    .set({ oldTokenHash: hashToken(oldToken), newTokenHash: takenBy ? null : hashToken(newToken) })
    .where('id', '=', changeId)
    .execute()
  const urlOf = (token: string) => `${deps.publicUrl}/confirm-email-change?token=${token}`
  const toOld = await emailChangeEmail({ language, side: 'old', newEmail, url: urlOf(oldToken) })
  await deps.mailer.send({ ...toOld, to: email, messageKey: `${jobId}-old` })
  const toNew = takenBy
    ? await addressTakenEmail({ language, signInUrl: `${deps.publicUrl}/sign-in` })
    : await emailChangeEmail({ language, side: 'new', newEmail, url: urlOf(newToken) })
  await deps.mailer.send({ ...toNew, to: newEmail, messageKey: `${jobId}-new` })
}

export async function handleSendAccountNews(
  deps: Pick<WorkerDeps, 'db' | 'mailer' | 'publicUrl'>,
  { userId }: z.infer<typeof sendAccountNews.payload>,
  { jobId }: Pick<JobRun, 'jobId'>,
): Promise<void> {
  const user = await deps.db
    .selectFrom('users')
    .select(['email', 'language'])
    .where('id', '=', userId)
    .executeTakeFirst()
  if (!user) return
  const resetUrl = `${deps.publicUrl}/reset-password`
  const mail = await passwordChangedEmail({ language: user.language, resetUrl })
  await deps.mailer.send({ ...mail, to: user.email, messageKey: jobId })
}

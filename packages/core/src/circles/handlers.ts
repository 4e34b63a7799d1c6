import type { z } from 'zod'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { hashToken } from '../platform/token-hash.ts'
import { invitationEmail } from './emails.ts'
import { endedInvitationDays } from './invitation-rules.ts'
import type { sendInvitationMail } from './jobs.ts'
import { purgeCircle } from './purge-circle.ts'

/** Days for which a browser that was away can still catch up event by event. */
const eventDays = 7

/**
 * Written in the invited person's language when the address has an account, else in the inviter's. Sends
 * nothing when the invitation was answered, cancelled or expired meanwhile, or the inviter is gone.
 */
export async function handleSendInvitationMail(
  deps: Pick<WorkerDeps, 'db' | 'clock' | 'random' | 'mailer' | 'publicUrl'>,
  { invitationId }: z.infer<typeof sendInvitationMail.payload>,
  { jobId }: Pick<JobRun, 'jobId'>,
): Promise<void> {
  const found = await deps.db
    .selectFrom('invitations')
    .innerJoin('circles', 'circles.id', 'invitations.circleId')
    .innerJoin('memberships', (join) =>
      join
        .onRef('memberships.circleId', '=', 'invitations.circleId')
        .onRef('memberships.userId', '=', 'invitations.invitedBy'),
    )
    .innerJoin('users as inviter', 'inviter.id', 'invitations.invitedBy')
    .leftJoin('users as invited', 'invited.email', 'invitations.email')
    .where('invitations.id', '=', invitationId)
    .where('invitations.status', '=', 'pending')
    .where('circles.deletionDueAt', 'is', null)
    .where('invitations.expiresAt', '>', deps.clock.now())
    .where('memberships.role', 'in', ['owner', 'admin'])
    .select(['invitations.email', 'invitations.role', 'invitations.expiresAt', 'circles.name as circleName'])
    .select(['inviter.name as invitedBy', 'inviter.language', 'inviter.timeZone'])
    .select(['invited.language as invitedLanguage', 'invited.timeZone as invitedTimeZone'])
    .executeTakeFirst()
  if (!found || found.email === null) return

  const token = deps.random.token()
  await deps.db
    .insertInto('emailTokens')
    .values({ tokenHash: hashToken(token), purpose: 'invitation', invitationId, createdAt: deps.clock.now() })
    .execute()
  const mail = await invitationEmail({
    language: found.invitedLanguage ?? found.language,
    timeZone: found.invitedTimeZone ?? found.timeZone,
    circleName: found.circleName,
    invitedBy: found.invitedBy,
    role: found.role,
    expiresAt: found.expiresAt,
    acceptUrl: `${deps.publicUrl}/invitations/${token}`,
  })
  await deps.mailer.send({ ...mail, to: found.email, messageKey: jobId })
}

export async function handleSweepEvents(deps: Pick<WorkerDeps, 'db' | 'clock'>): Promise<void> {
  await deps.db
    .deleteFrom('events')
    .where('createdAt', '<', addSeconds(deps.clock.now(), -eventDays * secondsPerDay))
    .execute()
}

/** With them go the addresses they were sent to, and their links say no more than any wrong one. */
export async function handleSweepInvitations(deps: Pick<WorkerDeps, 'db' | 'clock'>): Promise<void> {
  const before = addSeconds(deps.clock.now(), -endedInvitationDays * secondsPerDay)
  await deps.db
    .deleteFrom('invitations')
    .where((invitation) =>
      invitation.or([
        invitation('respondedAt', '<', before),
        invitation('status', '=', 'pending').and('expiresAt', '<', before),
      ]),
    )
    .execute()
}

/** A circle at a time: whether it is still due is asked again under its lock, for its owner may take it back. */
export async function handlePurgeCircles(
  deps: Pick<WorkerDeps, 'db' | 'transaction' | 'clock'>,
): Promise<void> {
  const due = await deps.db
    .selectFrom('circles')
    .select('id')
    .where('deletionDueAt', '<=', deps.clock.now())
    .orderBy('deletionDueAt')
    .limit(100)
    .execute()
  for (const { id } of due) {
    await deps.transaction(async (tx) => {
      const circle = await tx
        .selectFrom('circles')
        .select('id')
        .where('id', '=', id)
        .where('deletionDueAt', '<=', tx.effects.clock.now())
        .forUpdate()
        .skipLocked()
        .executeTakeFirst()
      if (circle) await purgeCircle(tx, id)
    })
  }
}

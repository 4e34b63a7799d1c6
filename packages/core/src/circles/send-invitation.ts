import type { InvitationView, SendInvitation } from '@kinkeep/contracts/circles'
import { limits } from '@kinkeep/contracts/limits'
import { outranks } from '@kinkeep/contracts/roles'
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { enqueue } from '../platform/jobs.ts'
import type { CircleScope } from './access.ts'
import { sendInvitationMail } from './jobs.ts'
import { invitationMails, invitationMailsToOne, toInvitationView } from './rules.ts'
import { lockRoles, selectInvitations } from './sql.ts'

/**
 * Invites an address by mail. One that is invited already gets a fresh mail and the new role. Nobody invites
 * above or beside themselves, but for the owner. Throws ALREADY_MEMBER, ROLE_TOO_LOW, TOO_MANY_INVITATIONS.
 */
export async function sendInvitation(
  deps: Pick<Deps, 'transaction' | 'random' | 'limits'>,
  scope: CircleScope<'invitation.send'>,
  input: SendInvitation,
): Promise<InvitationView> {
  if (!outranks(scope.role, input.role)) throw new DomainError('ROLE_TOO_LOW')
  await deps.limits.take(
    { key: `invite:${scope.userId}:${input.email}`, limit: invitationMailsToOne },
    { key: `invite:${scope.userId}`, limit: invitationMails },
  )

  return deps.transaction(async (tx) => {
    await assertInvitable(tx, scope, input)
    const now = tx.effects.clock.now()
    const fresh = { role: input.role, invitedBy: scope.userId, expiresAt: expiryAfter(now) }
    const { id } = await tx
      .insertInto('invitations')
      .values({
        ...fresh,
        id: deps.random.id(),
        circleId: scope.circleId,
        kind: 'email',
        email: input.email,
        status: 'pending',
        createdAt: now,
      })
      .onConflict((conflict) =>
        // Written out: as a parameter it would hide the partial index from a prepared statement's generic plan.
        conflict.columns(['circleId', 'email']).where('status', '=', sql.lit('pending')).doUpdateSet(fresh),
      )
      .returning('id')
      .executeTakeFirstOrThrow()
    await enqueue(tx, sendInvitationMail, { invitationId: id })
    await audit(tx, scope.actor, { action: 'invitation.sent', circleId: scope.circleId, subjectId: id })
    const row = await selectInvitations(tx).where('invitations.id', '=', id).executeTakeFirstOrThrow()
    await publish(tx, scope.circleId, { type: 'invitation.changed' })
    return toInvitationView(row)
  })
}

function expiryAfter(now: Date): Date {
  return addSeconds(now, limits.invitationDays * secondsPerDay)
}

async function assertInvitable(tx: Tx, scope: CircleScope, { email, role }: SendInvitation): Promise<void> {
  const { circleId } = scope
  // The circle's row is the lock under which invitations are counted, and members removed.
  const roles = await lockRoles(tx, circleId, [scope.userId])
  const inviter = roles.get(scope.userId)
  if (!inviter) throw notFound()
  if (!outranks(inviter, role)) throw new DomainError('ROLE_TOO_LOW')
  const member = await tx
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.userId')
    .select('users.id')
    .where('memberships.circleId', '=', circleId)
    .where('users.email', '=', email)
    .executeTakeFirst()
  if (member) throw new DomainError('ALREADY_MEMBER')

  const { count } = await tx
    .selectFrom('invitations')
    .select(sql<number>`count(*)`.as('count'))
    .where('circleId', '=', circleId)
    .where('status', '=', 'pending')
    .where('expiresAt', '>', tx.effects.clock.now())
    .executeTakeFirstOrThrow()
  if (count >= limits.pendingInvitationsPerCircle) throw new DomainError('TOO_MANY_INVITATIONS')
}

import type {
  CircleView,
  InvitationPreview,
  ListCircles,
  ListDeletedCircles,
  ListInvitations,
  ListMembers,
  PendingInvitations,
} from '@kinkeep/contracts/circles'
import type { UserScope } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { decodeCursor, idPattern, toPage } from '../platform/keyset.ts'
import type { CircleScope } from './access.ts'
import {
  assertOpen,
  toCircleView,
  toDeletedCircle,
  toInvitationPreview,
  toInvitationView,
  toMemberView,
  toPendingInvitation,
} from './rules.ts'
import { selectCircles, selectInvitationIdByToken, selectInvitations, selectMembers } from './sql.ts'

/** The caller's circles, oldest membership first as ids go. */
export async function listCircles(deps: Pick<Deps, 'db'>, scope: UserScope, input: ListCircles) {
  const after = decodeCursor(input.cursor, [idPattern])
  const rows = await selectCircles(deps.db, scope.userId)
    .$if(after !== undefined, (query) => query.where('circles.id', '>', after?.[0] ?? ''))
    .orderBy('circles.id')
    .limit(input.limit + 1)
    .execute()
  return toPage(rows, input.limit, (row) => [row.id], toCircleView)
}

/** Circles that the caller deleted and may still take back. */
export async function listDeletedCircles(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: UserScope,
  input: ListDeletedCircles,
) {
  const after = decodeCursor(input.cursor, [idPattern])
  const rows = await deps.db
    .selectFrom('memberships')
    .innerJoin('circles', 'circles.id', 'memberships.circleId')
    .where('memberships.userId', '=', scope.userId)
    .where('memberships.role', '=', 'owner')
    .where('circles.deletionDueAt', '>', deps.clock.now())
    .$if(after !== undefined, (query) => query.where('circles.id', '>', after?.[0] ?? ''))
    .select(['circles.id', 'circles.name', 'circles.deletionDueAt'])
    .orderBy('circles.id')
    .limit(input.limit + 1)
    .execute()
  return toPage(rows, input.limit, (row) => [row.id], toDeletedCircle)
}

export async function getCircle(deps: Pick<Deps, 'db'>, scope: CircleScope): Promise<CircleView> {
  const row = await selectCircles(deps.db, scope.userId)
    .where('circles.id', '=', scope.circleId)
    .executeTakeFirst()
  if (!row) throw notFound()
  return toCircleView(row)
}

/** Members in the order of their ids, which says nothing about them. */
export async function listMembers(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'member.list'>,
  input: ListMembers,
) {
  const after = decodeCursor(input.cursor, [idPattern])
  const rows = await selectMembers(deps.db, scope.circleId)
    .$if(after !== undefined, (query) => query.where('memberships.userId', '>', after?.[0] ?? ''))
    .orderBy('memberships.userId')
    .limit(input.limit + 1)
    .execute()
  return toPage(rows, input.limit, (row) => [row.userId], toMemberView)
}

/** Invitations that can still be answered, newest first. */
export async function listInvitations(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: CircleScope<'invitation.list'>,
  input: ListInvitations,
) {
  const rows = await selectOpenInvitations(deps, input)
    .where('invitations.circleId', '=', scope.circleId)
    .execute()
  return toPage(rows, input.limit, (row) => [row.id], toInvitationView)
}

/** Invitations waiting for the caller's own address, newest first. */
export async function pendingInvitations(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: UserScope,
  input: PendingInvitations,
) {
  const rows = await selectOpenInvitations(deps, input)
    .where('invitations.email', '=', scope.user.email)
    .execute()
  return toPage(rows, input.limit, (row) => [row.id], toPendingInvitation)
}

/** A page of what can still be answered, with one row too many. */
function selectOpenInvitations({ db, clock }: Pick<Deps, 'db' | 'clock'>, input: PendingInvitations) {
  const before = decodeCursor(input.cursor, [idPattern])
  return selectInvitations(db)
    .where('invitations.status', '=', 'pending')
    .where('invitations.expiresAt', '>', clock.now())
    .$if(before !== undefined, (query) => query.where('invitations.id', '<', before?.[0] ?? ''))
    .orderBy('invitations.id', 'desc')
    .limit(input.limit + 1)
}

/**
 * What a mailed link tells whoever holds it. Throws LINK_INVALID for a token that is nobody's, and
 * INVITATION_CANCELLED, INVITATION_USED or INVITATION_EXPIRED.
 */
export async function previewInvitation(
  deps: Pick<Deps, 'db' | 'clock'>,
  input: { token: string },
): Promise<InvitationPreview> {
  const row = await selectInvitations(deps.db)
    .where('invitations.id', '=', selectInvitationIdByToken(deps.db, input.token))
    .executeTakeFirst()
  if (!row) throw new DomainError('LINK_INVALID')
  assertOpen(row, deps.clock)
  return toInvitationPreview(row)
}

/** The address that a mailed invitation token proves, while it can still be accepted. */
export async function findInvitedAddress(
  deps: Pick<Deps, 'db' | 'clock'>,
  token: string,
): Promise<string | undefined> {
  const row = await deps.db
    .selectFrom('invitations')
    .innerJoin('circles', 'circles.id', 'invitations.circleId')
    .where('invitations.id', '=', selectInvitationIdByToken(deps.db, token))
    .where('invitations.status', '=', 'pending')
    .where('invitations.expiresAt', '>', deps.clock.now())
    .where('circles.deletionDueAt', 'is', null)
    .select('invitations.email')
    .executeTakeFirst()
  return row?.email ?? undefined
}

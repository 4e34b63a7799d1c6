import type {
  InvitationPreview,
  InvitationView,
  ListInvitations,
  PendingInvitations,
} from '@kinkeep/contracts/circles'
import { authenticate, type Caller, type UserScope } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { decodeCursor, idPattern, toPage } from '../platform/keyset.ts'
import type { CircleScope } from './access.ts'
import {
  assertOpen,
  type InvitationRow,
  toInvitationPreview,
  toInvitationView,
  toPendingInvitation,
} from './invitation-rules.ts'
import { selectInvitationIdByToken, selectInvitations } from './invitation-sql.ts'

/** Invitations of a circle with what became of each, newest first. */
export async function listInvitations(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: CircleScope<'invitation.list'>,
  input: ListInvitations,
) {
  const rows = await selectPage(deps, input).where('invitations.circleId', '=', scope.circleId).execute()
  const toView = (row: InvitationRow): InvitationView => toInvitationView(row, deps.clock)
  return toPage(rows, input.limit, (row) => [row.id], toView)
}

/** Invitations waiting for the caller's own address, newest first. */
export async function pendingInvitations(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: UserScope,
  input: PendingInvitations,
) {
  const rows = await selectPage(deps, input)
    .where('invitations.email', '=', scope.user.email)
    .where('invitations.status', '=', 'pending')
    .where('invitations.expiresAt', '>', deps.clock.now())
    .execute()
  return toPage(rows, input.limit, (row) => [row.id], toPendingInvitation)
}

/** A page of invitations, with one row too many: add whose. */
function selectPage({ db }: Pick<Deps, 'db'>, input: PendingInvitations) {
  const before = decodeCursor(input.cursor, [idPattern])
  return selectInvitations(db)
    .$if(before !== undefined, (query) => query.where('invitations.id', '<', before?.[0] ?? ''))
    .orderBy('invitations.id', 'desc')
    .limit(input.limit + 1)
}

/**
 * What a link tells whoever holds it: who invites to what. A caller who is in that circle hears so, however the
 * invitation ended. Throws LINK_INVALID for a token that is nobody's, INVITATION_CANCELLED, INVITATION_USED,
 * INVITATION_DECLINED and INVITATION_EXPIRED.
 */
export async function previewInvitation(
  deps: Pick<Deps, 'db' | 'clock'>,
  caller: Caller,
  input: { token: string },
): Promise<InvitationPreview> {
  const [row, memberships] = await Promise.all([
    selectInvitations(deps.db)
      .where('invitations.id', '=', selectInvitationIdByToken(deps.db, input.token))
      .executeTakeFirst(),
    readMemberships(deps, caller, input.token),
  ])
  if (!row) throw new DomainError('LINK_INVALID')
  const alreadyIn = memberships.has(row.circleId) ? row.circleId : null
  if (!alreadyIn) assertOpen(row, deps.clock)
  return toInvitationPreview(row, alreadyIn)
}

/** Whether the caller is in the circle that a token invites to. For a token of nobody's it costs the same. */
async function readMemberships(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  token: string,
): Promise<ReadonlySet<string>> {
  // What a program may know is asked for by its scopes, and not answered on the side.
  const signedIn = caller.isProgram ? undefined : await authenticate(deps, caller)
  if (!signedIn) return new Set()
  const rows = await deps.db
    .selectFrom('memberships')
    .innerJoin('invitations', 'invitations.circleId', 'memberships.circleId')
    .where('memberships.userId', '=', signedIn.scope.userId)
    .where('invitations.id', '=', selectInvitationIdByToken(deps.db, token))
    .select('memberships.circleId')
    .execute()
  return new Set(rows.map(({ circleId }) => circleId))
}

/**
 * The invitation that a token belongs to, while it can still be accepted. One that was mailed proves its address;
 * a link has none and proves none.
 */
export async function findOpenInvitation(
  deps: Pick<Deps, 'db' | 'clock'>,
  token: string,
): Promise<{ id: string; email: string | null } | undefined> {
  return deps.db
    .selectFrom('invitations')
    .innerJoin('circles', 'circles.id', 'invitations.circleId')
    .where('invitations.id', '=', selectInvitationIdByToken(deps.db, token))
    .where('invitations.status', '=', 'pending')
    .where('invitations.expiresAt', '>', deps.clock.now())
    .where('circles.deletionDueAt', 'is', null)
    .select(['invitations.id', 'invitations.email'])
    .executeTakeFirst()
}

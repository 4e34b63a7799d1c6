import type { IdentityView, MergePreview, PendingLink, Providers } from '@kinkeep/contracts/identities'
import { identityProviders } from '@kinkeep/contracts/identity-providers'
import { outranks } from '@kinkeep/contracts/roles'
import type { UserScope } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import type { FlowScope } from './access.ts'
import { requireOwnFlow } from './require-own-flow.ts'
import { toIdentityView } from './rules.ts'
import { findMerge } from './sql.ts'

/** The providers that are configured, in the order in which they are offered, and whether SMS are sent at all. */
export function listProviders({
  identityProviders: configured,
  canSendSms,
}: Pick<Deps, 'identityProviders' | 'canSendSms'>): Providers {
  const found = identityProviders.map((id) => configured.get(id)).filter((each) => each !== undefined)
  return { items: found.map(({ id, provesAgain }) => ({ provider: id, provesAgain })), sms: canSendSms }
}

/** The caller's own linked identities, oldest first. */
export async function listIdentities(
  deps: Pick<Deps, 'db'>,
  scope: UserScope,
): Promise<{ items: IdentityView[] }> {
  const rows = await deps.db
    .selectFrom('identities')
    .select(['id', 'provider', 'label', 'createdAt', 'usedAt'])
    .where('userId', '=', scope.userId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return { items: rows.map(toIdentityView) }
}

/** What a journey of this session brought, to be looked at before it is linked. Throws CHALLENGE_EXPIRED. */
export function readPendingLink(scope: UserScope, flow: FlowScope<'link'>): PendingLink {
  requireOwnFlow(scope, flow)
  const { provider, label } = flow.returned
  return { provider, label }
}

/**
 * What merging the caller's account into the one that began in this browser would do. Throws CHALLENGE_EXPIRED when
 * none is begun, or its proof is not fresh any more.
 */
export async function previewMerge(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: UserScope,
  caller: { browserToken?: string | undefined },
): Promise<MergePreview> {
  const { userId, user } = scope
  const merge = await findMerge(deps.db, deps.clock, { browserToken: caller.browserToken, userId })
  if (!merge) throw new DomainError('CHALLENGE_EXPIRED')
  const [memberships, belongings, identities] = await Promise.all([
    readMemberships(deps, { from: userId, to: merge.keptUserId }),
    readBelongings(deps, { from: userId, to: merge.keptUserId }),
    listIdentities(deps, scope),
  ])
  return {
    kept: { name: merge.name, email: merge.email },
    merged: { name: user.name, email: user.email },
    circles: memberships.map(({ circleId, name, role, keptRole }) => ({
      circleId,
      name,
      role: keptRole ?? role,
      endingRole: keptRole && role,
    })),
    identities: identities.items.map(({ provider, label }) => ({ provider, label })),
    ...belongings,
    blockedByCircles: memberships
      .filter(({ role, keptRole }) => role === 'owner' && keptRole && outranks(role, keptRole))
      .map(({ name }) => name),
  }
}

interface Pair {
  from: string
  to: string
}

function readMemberships({ db }: Pick<Deps, 'db'>, { from, to }: Pair) {
  return db
    .selectFrom('memberships as merged')
    .innerJoin('circles', 'circles.id', 'merged.circleId')
    .leftJoin('memberships as kept', (join) =>
      join.onRef('kept.circleId', '=', 'merged.circleId').on('kept.userId', '=', to),
    )
    .select(['circles.id as circleId', 'circles.name', 'merged.role', 'kept.role as keptRole'])
    .where('merged.userId', '=', from)
    .orderBy('circles.name')
    .execute()
}

async function readBelongings(
  { db }: Pick<Deps, 'db'>,
  { from, to }: Pair,
): Promise<Pick<MergePreview, 'keeps' | 'passkeys' | 'phone' | 'losesSecondFactor'>> {
  const counted = await db
    .selectFrom('users')
    .select(({ selectFrom, fn }) => [
      selectFrom('keeps').select(fn.countAll<string>().as('count')).where('authorId', '=', from).as('keeps'),
      selectFrom('passkeys')
        .select(fn.countAll<string>().as('count'))
        .where('userId', '=', from)
        .as('passkeys'),
      selectFrom('users as kept').select('kept.phoneVerifiedAt').where('kept.id', '=', to).as('keptPhone'),
    ])
    .select('users.phoneVerifiedAt as phone')
    .where('users.id', '=', from)
    .executeTakeFirstOrThrow()
  const withFactor = await db
    .selectFrom('secondFactors')
    .select('userId')
    .where('userId', 'in', [from, to])
    .where('confirmedAt', 'is not', null)
    .execute()
  const has = (userId: string) => withFactor.some((factor) => factor.userId === userId)
  return {
    keeps: Number(counted.keeps),
    passkeys: Number(counted.passkeys),
    phone: counted.phone === null ? 'none' : counted.keptPhone === null ? 'moves' : 'ends',
    losesSecondFactor: has(from) && !has(to),
  }
}

import { limits } from '@kinkeep/contracts/limits'
import type { SecondFactor } from '@kinkeep/contracts/second-factors'
import type {
  ListSessions,
  ReauthenticationMethods,
  SecurityOverview,
  SessionView,
  TokenView,
} from '@kinkeep/contracts/sessions'
import { sql } from 'kysely'
import type { UserScope } from '../accounts/access.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { decodeCursor, idPattern, instantPattern, toPage } from '../platform/keyset.ts'
import { levelOf, provesEnough, toMethods, toSessionView, toTokenView } from './rules.ts'

/** Browsers in which the caller is signed in, the one used last first. One statement. */
export async function listSessions(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: UserScope,
  { limit, cursor }: ListSessions,
): Promise<{ items: SessionView[]; nextCursor: string | null }> {
  const [usedBefore, id] = decodeCursor(cursor, [instantPattern, idPattern]) ?? []
  const rows = await deps.db
    .selectFrom('sessions')
    .select(['id', 'userAgent', 'address', 'remembered', 'createdAt', 'usedAt', 'expiresAt'])
    .where('userId', '=', scope.userId)
    .where('kind', '=', 'browser')
    .where('expiresAt', '>', deps.clock.now())
    .$if(usedBefore !== undefined, (query) =>
      query.where(sql<boolean>`(used_at, id) < (${usedBefore}::timestamptz, ${id}::uuid)`),
    )
    .orderBy('usedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(
    rows,
    limit,
    (row) => [row.usedAt.toISOString(), row.id],
    (row) => toSessionView(row, scope.sessionId),
  )
}

/** The caller's access tokens that still work, newest first. One statement. */
export async function listTokens(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: UserScope,
): Promise<{ items: TokenView[] }> {
  const rows = await deps.db
    .selectFrom('sessions')
    .select(['id', 'name', 'scopes', 'address', 'createdAt', 'usedAt', 'expiresAt'])
    .where('userId', '=', scope.userId)
    .where('kind', '=', 'access_token')
    .where('expiresAt', '>', deps.clock.now())
    .orderBy('id', 'desc')
    .limit(limits.accessTokensPerUser)
    .execute()
  return { items: rows.map(toTokenView) }
}

/** How the caller may prove again who they are. One statement. */
export async function readReauthenticationMethods(
  deps: Pick<Deps, 'db' | 'identityProviders'>,
  scope: UserScope,
): Promise<ReauthenticationMethods> {
  const row = await deps.db
    .selectFrom('users')
    .select(({ selectFrom, exists, eb, and }) => [
      eb('passwordHash', 'is not', null).as('password'),
      and([eb('phoneSealed', 'is not', null), eb('phoneVerifiedAt', 'is not', null)]).as('phone'),
      exists(selectFrom('passkeys').select('id').whereRef('passkeys.userId', '=', 'users.id')).as('passkey'),
      sql<SecondFactor[]>`array(
        select kind from second_factors where user_id = users.id and confirmed_at is not null
      )`.as('factors'),
      sql<string[]>`array(select distinct provider from identities where user_id = users.id)`.as('providers'),
    ])
    .where('users.id', '=', scope.userId)
    .executeTakeFirstOrThrow()
  const linked = [...deps.identityProviders.values()].filter(
    ({ id, provesAgain }) =>
      provesAgain && row.providers.includes(id) && provesEnough('provider', row.factors),
  )
  return {
    methods: toMethods({
      password: Boolean(row.password),
      phone: Boolean(row.phone),
      passkey: Boolean(row.passkey),
      factors: row.factors,
    }),
    providers: linked.map(({ id }) => id),
  }
}

/** What says at a glance how safe the caller's account is. One statement. */
export async function readSecurityOverview(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: UserScope,
): Promise<SecurityOverview> {
  const now = deps.clock.now()
  const oldBefore = addSeconds(now, -limits.oldSessionDays * secondsPerDay)
  const { rows } = await sql<Omit<SecurityOverview, 'level' | 'email'>>`
    select
      password_hash is not null as has_password,
      phone_verified_at is not null as has_phone,
      (select count(*)::int from passkeys where user_id = users.id) as passkeys,
      (select count(*)::int from identities where user_id = users.id) as identities,
      array(
        select kind from second_factors where user_id = users.id and confirmed_at is not null order by confirmed_at
      ) as factors,
      (select count(*)::int from recovery_codes where user_id = users.id and used_at is null) as recovery_codes_left,
      browsers.sessions, browsers.old_sessions, browsers.tokens
    from users, lateral (
      select
        (count(*) filter (where kind = 'browser'))::int as sessions,
        (count(*) filter (where kind = 'browser' and used_at < ${oldBefore} and id <> ${scope.sessionId}))::int
          as old_sessions,
        (count(*) filter (where kind = 'access_token'))::int as tokens
      from sessions where user_id = users.id and expires_at > ${now}
    ) as browsers
    where users.id = ${scope.userId}
  `.execute(deps.db)
  const [row] = rows
  if (!row) throw new Error('a session without a user')
  const has = { ...row, email: scope.user.email }
  return { ...has, level: levelOf(has) }
}

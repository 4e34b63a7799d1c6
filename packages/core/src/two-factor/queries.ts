import type { SecondFactor } from '@kinkeep/contracts/second-factors'
import type { ListTrustedDevices, TrustedDeviceView, TwoFactorStatus } from '@kinkeep/contracts/two-factor'
import { sql } from 'kysely'
import type { UserScope } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { describeDevice } from '../platform/describe-device.ts'
import { decodeCursor, idPattern, toPage } from '../platform/keyset.ts'
import { hashToken } from '../platform/token-hash.ts'
import { deviceTokens } from './rules.ts'

/** What protects the caller's own account beside the first factor. Two statements. */
export async function readTwoFactorStatus(
  deps: Pick<Deps, 'db'>,
  { userId }: UserScope,
): Promise<TwoFactorStatus> {
  const [factors, user] = await Promise.all([
    deps.db
      .selectFrom('secondFactors')
      .select(['kind', 'confirmedAt'])
      .where('userId', '=', userId)
      .where('confirmedAt', 'is not', null)
      .orderBy('confirmedAt')
      .execute(),
    deps.db
      .selectFrom('users')
      .leftJoin('recoveryCodes', 'recoveryCodes.userId', 'users.id')
      .select(['users.preferredFactor', 'users.phoneVerifiedAt'])
      .select(
        sql<number>`count(*) filter (where code_hash is not null and used_at is null)::int`.as('codesLeft'),
      )
      .select(({ fn }) => fn.max('recoveryCodes.createdAt').as('codesMadeAt'))
      .where('users.id', '=', userId)
      .groupBy('users.id')
      .executeTakeFirstOrThrow(),
  ])
  const preferred = factors.find(({ kind }) => kind === user.preferredFactor) ?? factors[0]
  return {
    factors: factors.map(({ kind, confirmedAt }) => ({
      kind,
      confirmedAt: confirmedAt?.toISOString() ?? '',
      isPreferred: kind === preferred?.kind,
    })),
    recoveryCodesLeft: user.codesLeft,
    recoveryCodesMadeAt: user.codesMadeAt?.toISOString() ?? null,
    hasPhone: user.phoneVerifiedAt !== null,
  }
}

/** Browsers in which the caller is not asked for a second factor, newest first. One statement. */
export async function listTrustedDevices(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: UserScope,
  { limit, cursor }: ListTrustedDevices,
  cookie: string | undefined,
): Promise<{ items: TrustedDeviceView[]; nextCursor: string | null }> {
  const [after] = decodeCursor(cursor, [idPattern]) ?? []
  const devices = await deps.db
    .selectFrom('trustedDevices')
    .select(['id', 'tokenHash', 'userAgent', 'address', 'createdAt', 'usedAt', 'expiresAt'])
    .where('userId', '=', scope.userId)
    .where('expiresAt', '>', deps.clock.now())
    .$if(after !== undefined, (query) => query.where('id', '<', after ?? ''))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const held = deviceTokens(cookie).map(hashToken)
  return toPage(
    devices,
    limit,
    ({ id }) => [id],
    ({ id, tokenHash, userAgent, address, createdAt, usedAt, expiresAt }) => ({
      id,
      device: describeDevice(userAgent),
      address,
      createdAt: createdAt.toISOString(),
      usedAt: usedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      isCurrent: held.some((hash) => hash.equals(tokenHash)),
    }),
  )
}

/** The kinds of second factor that protect an account; none where it has none. */
export async function readFactorKinds(deps: Pick<Deps, 'db'>, userId: string): Promise<SecondFactor[]> {
  const rows = await deps.db
    .selectFrom('secondFactors')
    .select('kind')
    .where('userId', '=', userId)
    .where('confirmedAt', 'is not', null)
    .execute()
  return rows.map(({ kind }) => kind)
}

/** The id of the device that this browser is to the owner of an address, while they trust it. */
export async function findTrustedDevice(
  deps: Pick<Deps, 'db' | 'clock'>,
  email: string,
  cookie: string | undefined,
): Promise<string | undefined> {
  const held = deviceTokens(cookie)
  if (held.length === 0) return undefined
  const device = await deps.db
    .selectFrom('trustedDevices')
    .innerJoin('users', 'users.id', 'trustedDevices.userId')
    .select('trustedDevices.id')
    .where('users.email', '=', email)
    .where('trustedDevices.tokenHash', 'in', held.map(hashToken))
    .where('trustedDevices.expiresAt', '>', deps.clock.now())
    .executeTakeFirst()
  return device?.id
}

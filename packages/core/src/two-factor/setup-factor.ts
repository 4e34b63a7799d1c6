import type { FactorSetup, SetupFactor } from '@kinkeep/contracts/two-factor'
import { generateURI, ScureBase32Plugin } from 'otplib'
import type { FreshUserScope } from '../accounts/access.ts'
import { lockAccount } from '../accounts/lock-account.ts'
import { issueCode } from '../codes/issue-code.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { secretContext } from './rules.ts'

/** RFC 4226, 4: 160 bits are recommended. */
const secretBytes = 20

type SetupDeps = Pick<Deps, 'transaction' | 'random' | 'secrets'>

/**
 * Begins to set up a second factor; it counts from its confirmation on. One that was begun before is replaced. Throws
 * SECOND_FACTOR_EXISTS, SECOND_FACTOR_MISSING for SMS without a proven number, TOO_MANY_REQUESTS.
 */
export async function setupFactor(
  deps: SetupDeps,
  scope: FreshUserScope,
  { kind }: SetupFactor,
): Promise<FactorSetup> {
  const { userId, sessionId } = scope
  return deps.transaction(async (tx) => {
    await lockAccount(tx, userId)
    if (kind === 'totp') return beginTotp(tx, deps, scope)
    if (kind === 'sms') await requirePhone(tx, userId)
    await insertFactor(tx, userId, { id: deps.random.id(), kind })
    const sent = await issueCode(tx, deps, { purpose: 'factor_setup', channel: kind, userId, sessionId })
    return { kind, ...sent }
  })
}

async function beginTotp(tx: Tx, deps: SetupDeps, { userId, user }: FreshUserScope): Promise<FactorSetup> {
  const id = deps.random.id()
  const bytes = Buffer.from(deps.random.token(), 'base64url').subarray(0, secretBytes)
  const secret = new ScureBase32Plugin().encode(bytes, { padding: false })
  await insertFactor(tx, userId, {
    id,
    kind: 'totp',
    secretSealed: deps.secrets.seal(secret, secretContext(id)),
  })
  const uri = generateURI({ issuer: 'Kinkeep', label: user.email, secret })
  return { kind: 'totp', secret, uri }
}

async function requirePhone(tx: Tx, userId: string): Promise<void> {
  const { phoneVerifiedAt } = await tx
    .selectFrom('users')
    .select('phoneVerifiedAt')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  if (!phoneVerifiedAt) throw new DomainError('SECOND_FACTOR_MISSING')
}

async function insertFactor(
  tx: Tx,
  userId: string,
  factor: { id: string; kind: SetupFactor['kind']; secretSealed?: Buffer },
): Promise<void> {
  await tx
    .deleteFrom('secondFactors')
    .where('userId', '=', userId)
    .where('kind', '=', factor.kind)
    .where('confirmedAt', 'is', null)
    .execute()
  const inserted = await tx
    .insertInto('secondFactors')
    .values({ ...factor, userId, createdAt: tx.effects.clock.now() })
    .onConflict((conflict) => conflict.columns(['userId', 'kind']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) throw new DomainError('SECOND_FACTOR_EXISTS')
}

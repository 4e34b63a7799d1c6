import { limits } from '@kinkeep/contracts/limits'
import type { CreateToken, TokenView } from '@kinkeep/contracts/sessions'
import type { FreshUserScope } from '../accounts/access.ts'
import { lockAccount } from '../accounts/lock-account.ts'
import { audit } from '../platform/audit.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { hashToken } from '../platform/token-hash.ts'
import { neverUsed, tokenPrefix, toTokenView } from './rules.ts'

/**
 * Makes a program's token, which acts as the caller within its scopes until it expires or is revoked. Only its hash
 * is kept: the answer is the one place where the token is. Throws TOO_MANY_TOKENS, and NOT_SIGNED_IN
 * when the caller's session has ended meanwhile.
 */
export async function createToken(
  deps: Pick<Deps, 'transaction' | 'random'>,
  scope: FreshUserScope,
  { name, scopes, expiresInDays }: CreateToken,
): Promise<{ token: string; view: TokenView }> {
  const token = tokenPrefix + deps.random.token()
  const view = await deps.transaction(async (tx) => {
    const now = tx.effects.clock.now()
    // The user's row makes parallel calls wait for each other, so that each counts those before it.
    await lockAccount(tx, scope.userId)
    // It may have ended since it was proven: a token made now would outlive the reset that ended it.
    const session = await tx
      .selectFrom('sessions')
      .select('id')
      .where('id', '=', scope.sessionId)
      .forKeyShare()
      .executeTakeFirst()
    if (!session) throw new DomainError('NOT_SIGNED_IN')
    const { count } = await tx
      .selectFrom('sessions')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('userId', '=', scope.userId)
      .where('kind', '=', 'access_token')
      .where('expiresAt', '>', now)
      .executeTakeFirstOrThrow()
    if (count >= limits.accessTokensPerUser) throw new DomainError('TOO_MANY_TOKENS')

    const made = await tx
      .insertInto('sessions')
      .values({
        id: deps.random.id(),
        tokenHash: hashToken(token),
        userId: scope.userId,
        kind: 'access_token',
        name,
        scopes,
        remembered: false,
        createdAt: now,
        provenAt: neverUsed,
        usedAt: neverUsed,
        expiresAt: addSeconds(now, expiresInDays * secondsPerDay),
      })
      .returning(['id', 'name', 'scopes', 'address', 'createdAt', 'usedAt', 'expiresAt'])
      .executeTakeFirstOrThrow()
    await audit(tx, scope.actor, { action: 'token.created', subjectId: made.id })
    return toTokenView(made)
  })
  return { token, view }
}

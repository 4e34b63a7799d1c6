import { limits } from '@kinkeep/contracts/limits'
import type { ConfirmFactorSetup } from '@kinkeep/contracts/two-factor'
import type { UserScope } from '../accounts/access.ts'
import { lockAccount } from '../accounts/lock-account.ts'
import { checkCode } from '../codes/check-code.ts'
import { audit } from '../platform/audit.ts'
import { addSeconds } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { acceptTotp } from './accept-totp.ts'
import { sendSecondFactorMail } from './jobs.ts'
import { replaceRecoveryCodes } from './replace-recovery-codes.ts'
import { setupTries } from './rules.ts'
import { countFactors } from './sql.ts'

type ConfirmDeps = Pick<Deps, 'db' | 'transaction' | 'clock' | 'random' | 'secrets' | 'limits'>

/**
 * Makes a second factor count, once its code shows that it works. With the first one come recovery codes, which are
 * answered this once. Throws CODE_WRONG, CODE_EXPIRED, SECOND_FACTOR_MISSING when nothing was begun, TOO_MANY_REQUESTS.
 */
export async function confirmFactorSetup(
  deps: ConfirmDeps,
  scope: UserScope,
  input: ConfirmFactorSetup,
): Promise<{ recoveryCodes: string[] | null }> {
  const { userId } = scope
  const { kind } = input
  await deps.limits.take({ key: `factor-setup:${userId}`, limit: setupTries })
  if (input.kind !== 'totp') await acceptSentCode(deps, scope, input)

  return deps.transaction(async (tx) => {
    await lockAccount(tx, userId)
    const begunAt = await findBegun(tx, userId, kind)
    if (begunAt <= addSeconds(tx.effects.clock.now(), -limits.factorSetupMinutes * 60)) {
      throw new DomainError('CODE_EXPIRED')
    }
    if (kind === 'totp') {
      const isRight = await acceptTotp(tx, deps, { userId, code: input.code, isConfirmed: false })
      if (!isRight) throw new DomainError('CODE_WRONG')
    }
    const isFirst = (await countFactors(tx, userId)) === 0
    await tx
      .updateTable('secondFactors')
      .set({ confirmedAt: tx.effects.clock.now() })
      .where('userId', '=', userId)
      .where('kind', '=', kind)
      .execute()
    await audit(tx, scope.actor, { action: `second_factor.added.${kind}`, subjectId: userId })
    await enqueue(tx, sendSecondFactorMail, { userId, news: 'factorAdded', factor: kind })
    return { recoveryCodes: isFirst ? await replaceRecoveryCodes(tx, deps, userId) : null }
  })
}

async function acceptSentCode(
  deps: ConfirmDeps,
  { userId, sessionId }: UserScope,
  { kind, codeId, code }: Extract<ConfirmFactorSetup, { codeId: string }>,
): Promise<void> {
  const { channel } = await checkCode(deps, { purpose: 'factor_setup', codeId, code, userId, sessionId })
  if (channel !== kind) throw new DomainError('CODE_WRONG')
}

async function findBegun(tx: Tx, userId: string, kind: ConfirmFactorSetup['kind']): Promise<Date> {
  const begun = await tx
    .selectFrom('secondFactors')
    .select('createdAt')
    .where('userId', '=', userId)
    .where('kind', '=', kind)
    .where('confirmedAt', 'is', null)
    .executeTakeFirst()
  if (!begun) throw new DomainError('SECOND_FACTOR_MISSING')
  return begun.createdAt
}

import { limits } from '@kinkeep/contracts/limits'
import type { RecoveryCodesPdf } from '@kinkeep/contracts/two-factor'
import type { UserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import { addSeconds } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { hashToken } from '../platform/token-hash.ts'
import { downloadContext, normalizeRecoveryCode, recoveryPurpose, sheetsPerUser } from './rules.ts'

/**
 * Makes a link that answers a sheet of the recovery codes once, for `limits.downloadMinutes`. The caller brings the
 * codes that were just shown, for the server has only their hashes; each must be one of theirs and unused. Until
 * they are fetched they are sealed. Throws CODE_WRONG, TOO_MANY_REQUESTS.
 */
export async function offerRecoverySheet(
  deps: Pick<Deps, 'transaction' | 'random' | 'secrets' | 'limits' | 'publicUrl'>,
  scope: UserScope,
  input: RecoveryCodesPdf,
): Promise<{ url: string }> {
  const { userId } = scope
  await deps.limits.take({ key: `recovery-sheet:${userId}`, limit: sheetsPerUser })
  const hashes = input.codes.map((code) =>
    deps.secrets.index(recoveryPurpose(userId), normalizeRecoveryCode(code)),
  )
  const token = deps.random.token()
  const tokenHash = hashToken(token)
  await deps.transaction(async (tx) => {
    const known = await tx
      .selectFrom('recoveryCodes')
      .select('codeHash')
      .where('userId', '=', userId)
      .where('codeHash', 'in', hashes)
      .where('usedAt', 'is', null)
      .execute()
    if (known.length !== hashes.length) throw new DomainError('CODE_WRONG')
    const now = tx.effects.clock.now()
    await tx
      .insertInto('oneTimeDownloads')
      .values({
        tokenHash,
        userId,
        kind: 'recovery_codes',
        contentSealed: deps.secrets.seal(JSON.stringify(input.codes), downloadContext(tokenHash)),
        createdAt: now,
        expiresAt: addSeconds(now, limits.downloadMinutes * 60),
      })
      .execute()
    await audit(tx, scope.actor, { action: 'recovery_code.sheet_made', subjectId: userId })
  })
  return { url: `${deps.publicUrl}/downloads/${token}` }
}

import { verify } from 'otplib'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { normalizeDigits, secretContext, totpTolerance } from './rules.ts'

interface TotpTry {
  userId: string
  code: string
  /** false while it is being set up. */
  isConfirmed?: boolean
}

/**
 * Whether a code is the authenticator app's, of now or a step beside. Each step counts once, whatever for and however
 * many ask at once: the row remembers the last one, and only a later one moves it. RFC 6238, 5.2.
 */
export async function acceptTotp(
  tx: Tx,
  deps: Pick<Deps, 'secrets'>,
  { userId, code, isConfirmed = true }: TotpTry,
): Promise<boolean> {
  const token = normalizeDigits(code)
  const factor = await tx
    .selectFrom('secondFactors')
    .select(['id', 'secretSealed'])
    .where('userId', '=', userId)
    .where('kind', '=', 'totp')
    .where('confirmedAt', isConfirmed ? 'is not' : 'is', null)
    .executeTakeFirst()
  if (!factor?.secretSealed || !token) return false

  const secret = deps.secrets.open(factor.secretSealed, secretContext(factor.id))
  const epoch = Math.floor(tx.effects.clock.now().getTime() / 1000)
  const result = await verify({ secret, token, epoch, epochTolerance: totpTolerance })
  if (!result.valid || !('timeStep' in result)) return false

  const accepted = await tx
    .updateTable('secondFactors')
    .set({ lastStep: result.timeStep })
    .where('id', '=', factor.id)
    .where(({ or, eb }) => or([eb('lastStep', 'is', null), eb('lastStep', '<', result.timeStep)]))
    .returning('id')
    .executeTakeFirst()
  return accepted !== undefined
}

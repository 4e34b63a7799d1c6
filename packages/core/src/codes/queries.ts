import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { codePhoneContext } from './rules.ts'
import { boundTo, type CodeBinding, toBoundColumns } from './sql.ts'

/**
 * The number that a code was asked for, to send another one there. Throws CODE_EXPIRED for a code that is used,
 * forgotten, or was asked for elsewhere.
 */
export async function readCodePhone(
  tx: Tx,
  { secrets }: Pick<Deps, 'secrets'>,
  code: CodeBinding & { codeId: string; purpose: 'phone_sign_in' | 'phone_link' },
): Promise<string> {
  const found = await tx
    .selectFrom('codes')
    .select('phoneSealed')
    .where('id', '=', code.codeId)
    .where('purpose', '=', code.purpose)
    .where(boundTo(toBoundColumns(code)))
    .where('usedAt', 'is', null)
    .executeTakeFirst()
  if (!found?.phoneSealed) throw new DomainError('CODE_EXPIRED')
  return secrets.open(found.phoneSealed, codePhoneContext(code.codeId))
}

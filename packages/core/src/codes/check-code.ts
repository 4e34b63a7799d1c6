import { timingSafeEqual } from 'node:crypto'
import type { CodeChannel, CodePurpose } from '@kinkeep/contracts/codes'
import { limits } from '@kinkeep/contracts/limits'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { codePhoneContext, hashCode } from './rules.ts'
import { boundTo, type CodeBinding, toBoundColumns } from './sql.ts'

export interface TypedCode extends CodeBinding {
  codeId: string
  purpose: CodePurpose
  code: string
  /** When it is known already whose code it must be. */
  userId?: string | undefined
}

export interface UsedCode {
  id: string
  channel: CodeChannel
  userId: string | null
  /** The number it was sent to, for codes that were asked for by number. */
  phone: string | null
}

/** Stands where a code was not made, since nobody has the number or the worker has not come to it. */
const noHash = Buffer.alloc(32)

/**
 * Uses a code up and answers its row. Every try counts in a statement of its own, whatever comes of it, so that of
 * any number of guesses at once three are looked at. Throws CODE_WRONG, and CODE_EXPIRED for one that is used,
 * expired, tried too often, or was asked for elsewhere or for something else.
 */
export async function checkCode(
  deps: Pick<Deps, 'db' | 'clock' | 'secrets'>,
  typed: TypedCode,
): Promise<UsedCode> {
  const found = await deps.db
    .updateTable('codes')
    .set(({ ref, eb }) => ({ tries: eb(ref('tries'), '+', 1) }))
    .where('id', '=', typed.codeId)
    .where('purpose', '=', typed.purpose)
    .where(boundTo(toBoundColumns(typed)))
    .$if(typed.userId !== undefined, (query) => query.where('userId', '=', typed.userId ?? null))
    .where('tries', '<', limits.codeTries)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', deps.clock.now())
    .returning(['id', 'channel', 'userId', 'phoneSealed', 'codeHash'])
    .executeTakeFirst()
  if (!found) throw new DomainError('CODE_EXPIRED')

  const { codeHash, phoneSealed, ...row } = found
  const matches = timingSafeEqual(hashCode(deps.secrets, row.id, typed.code), codeHash ?? noHash)
  if (!matches) throw new DomainError('CODE_WRONG')
  const used = await deps.db
    .updateTable('codes')
    .set({ usedAt: deps.clock.now(), phoneSealed: null })
    .where('id', '=', row.id)
    .where('usedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!used) throw new DomainError('CODE_EXPIRED')
  const phone = phoneSealed && deps.secrets.open(phoneSealed, codePhoneContext(row.id))
  return { ...row, phone }
}

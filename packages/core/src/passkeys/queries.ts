import type { PasskeyView } from '@kinkeep/contracts/passkeys'
import type { UserScope } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { toPasskeyView } from './rules.ts'

/** The person's passkeys, oldest first. */
export async function listPasskeys(
  { db }: Pick<Deps, 'db'>,
  scope: UserScope,
): Promise<{ items: PasskeyView[] }> {
  const passkeys = await db
    .selectFrom('passkeys')
    .select(['id', 'name', 'backedUp', 'createdAt', 'usedAt'])
    .where('userId', '=', scope.userId)
    .orderBy('id')
    .execute()
  return { items: passkeys.map(toPasskeyView) }
}

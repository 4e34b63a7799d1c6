import type { PasskeyView, RenamePasskey } from '@kinkeep/contracts/passkeys'
import type { UserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { toPasskeyView } from './rules.ts'

/** Throws NOT_FOUND for what is not the person's own. */
export async function renamePasskey(
  deps: Pick<Deps, 'transaction'>,
  scope: UserScope,
  { passkeyId, name }: RenamePasskey,
): Promise<PasskeyView> {
  return deps.transaction(async (tx) => {
    const passkey = await tx
      .updateTable('passkeys')
      .set({ name })
      .where('id', '=', passkeyId)
      .where('userId', '=', scope.userId)
      .returning(['id', 'name', 'backedUp', 'createdAt', 'usedAt'])
      .executeTakeFirst()
    if (!passkey) throw notFound()
    await audit(tx, scope.actor, { action: 'passkey.renamed', subjectId: passkey.id })
    return toPasskeyView(passkey)
  })
}

import type { ReauthenticateWithPasskey } from '@kinkeep/contracts/passkeys'
import type { UserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { markProven } from '../sessions/mark-proven.ts'
import { checkPasskey } from './check-passkey.ts'

/** Proves again who somebody is, by a passkey of theirs whose device checked them. Throws PASSKEY_REFUSED. */
export async function reauthenticateWithPasskey(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock' | 'publicUrl' | 'log'>,
  scope: UserScope,
  { response }: ReauthenticateWithPasskey,
): Promise<void> {
  const { requestId = '', address = '' } = scope.actor
  await checkPasskey(
    deps,
    { requestId, address },
    {
      ceremony: { purpose: 'reauthenticate', sessionId: scope.sessionId },
      response,
      userId: scope.userId,
      mustVerifyUser: true,
    },
  )
  await deps.transaction(async (tx) => {
    await markProven(tx, scope.sessionId)
    await audit(tx, scope.actor, { action: 'session.proven', subjectId: scope.sessionId })
  })
}

import { limits } from '@kinkeep/contracts/limits'
import type { PasskeyCreationOptions } from '@kinkeep/contracts/passkeys'
import type { FreshUserScope } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { algorithms, challengeTimeout, toRelyingParty, toUserHandle } from './rules.ts'
import { insertChallenge, listDescriptors } from './sql.ts'

/**
 * What a browser needs to make a passkey in this session. It has to be one that is found without a name being typed,
 * and whose device checks its person: every passkey can sign in by itself. Throws TOO_MANY_PASSKEYS.
 */
export async function makeRegistrationOptions(
  deps: Pick<Deps, 'db' | 'clock' | 'random' | 'publicUrl'>,
  scope: FreshUserScope,
): Promise<PasskeyCreationOptions> {
  const excludeCredentials = await listDescriptors(deps.db, scope.userId)
  if (excludeCredentials.length >= limits.passkeysPerUser) throw new DomainError('TOO_MANY_PASSKEYS')
  const challenge = await insertChallenge(deps, { purpose: 'register', sessionId: scope.sessionId })
  return {
    challenge,
    rp: { name: 'Kinkeep', id: toRelyingParty(deps.publicUrl).id },
    user: {
      id: Buffer.from(toUserHandle(scope.userId)).toString('base64url'),
      name: scope.user.email,
      displayName: scope.user.name,
    },
    pubKeyCredParams: algorithms.map((alg) => ({ alg, type: 'public-key' })),
    timeout: challengeTimeout,
    attestation: 'none',
    excludeCredentials,
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
  }
}

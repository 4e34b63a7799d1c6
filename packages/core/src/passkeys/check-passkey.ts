import type { AuthenticationResponse } from '@kinkeep/contracts/passkeys'
import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import type { Caller } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { isHandleOf, toRelyingParty, toSignedResponse } from './rules.ts'
import { type Ceremony, moveCounter, takeChallenge } from './sql.ts'

type CheckDeps = Pick<Deps, 'db' | 'transaction' | 'clock' | 'publicUrl' | 'log'>

interface PasskeyTry {
  ceremony: Ceremony
  response: AuthenticationResponse
  /** Whose it must be, when that is known already. */
  userId?: string
  /** Whether the device must have checked its person: a key that was found in the street does not open a door. */
  mustVerifyUser: boolean
}

export interface CheckedPasskey {
  userId: string
  userVerified: boolean
}

/**
 * Checks what an authenticator signed: our challenge, for this purpose, in this browser or session, at our origin, by
 * a key that we know and that no copy was used of since. Throws PASSKEY_REFUSED, and never says which it was.
 */
export async function checkPasskey(
  deps: CheckDeps,
  caller: Pick<Caller, 'requestId' | 'address'>,
  { ceremony, response, userId, mustVerifyUser }: PasskeyTry,
): Promise<CheckedPasskey> {
  const challenge = await takeChallenge(deps, ceremony, response.response)
  const passkey = await deps.db
    .selectFrom('passkeys')
    .select(['id', 'userId', 'madeFor', 'credentialId', 'publicKey'])
    .where('credentialId', '=', response.id)
    .executeTakeFirst()
  const { userHandle } = response.response
  const isOfOther = userId !== undefined && passkey?.userId !== userId
  const isMisnamed = (owner: string) => userHandle && !isHandleOf(userHandle, owner)
  if (!passkey || isOfOther || isMisnamed(passkey.madeFor ?? passkey.userId)) {
    throw new DomainError('PASSKEY_REFUSED')
  }

  const { newCounter, userVerified, credentialBackedUp } = await verify(deps, {
    ...{ response, challenge, mustVerifyUser },
    credential: { id: passkey.credentialId, publicKey: Uint8Array.from(passkey.publicKey) },
  })
  const use = { passkeyId: passkey.id, counter: newCounter, isBackedUp: credentialBackedUp }
  if (!(await moveCounter(deps, use))) {
    const actor = { userId: passkey.userId, requestId: caller.requestId, address: caller.address }
    await deps.transaction((tx) =>
      audit(tx, actor, { action: 'passkey.counter_went_back', subjectId: passkey.id }),
    )
    throw new DomainError('PASSKEY_REFUSED')
  }
  return { userId: passkey.userId, userVerified }
}

interface Signed {
  response: AuthenticationResponse
  challenge: string
  mustVerifyUser: boolean
  credential: { id: string; publicKey: Uint8Array<ArrayBuffer> }
}

/** The library says by throwing what does not fit; all of it is the same refusal to whoever sent it. */
async function verify({ publicUrl, log }: CheckDeps, signed: Signed) {
  const { id, origin } = toRelyingParty(publicUrl)
  const result = await verifyAuthenticationResponse({
    response: toSignedResponse(signed.response),
    expectedChallenge: signed.challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    // Counters are compared where they are stored, in one statement: two uses at once would both pass here.
    credential: { ...signed.credential, counter: 0 },
    requireUserVerification: signed.mustVerifyUser,
  }).catch((error: unknown) => {
    log.info({ err: error }, 'a passkey was refused')
    return undefined
  })
  if (!result?.verified) throw new DomainError('PASSKEY_REFUSED')
  return result.authenticationInfo
}

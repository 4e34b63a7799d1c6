import { limits } from '@kinkeep/contracts/limits'
import type { PasskeyView, RegisterPasskey, RegistrationResponse } from '@kinkeep/contracts/passkeys'
import { verifyRegistrationResponse } from '@simplewebauthn/server'
import { decodeAttestationObject } from '@simplewebauthn/server/helpers'
import type { UserScope } from '../accounts/access.ts'
import { lockAccount } from '../accounts/lock-account.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { sendPasskeyMail } from './jobs.ts'
import { algorithms, toPasskeyView, toRelyingParty } from './rules.ts'
import { takeChallenge } from './sql.ts'

/**
 * Keeps a passkey that was made for this session's challenge, and tells its owner by mail. Throws PASSKEY_REFUSED,
 * also for one that some account has already; TOO_MANY_PASSKEYS; NOT_SIGNED_IN when the session ended meanwhile.
 */
export async function registerPasskey(
  deps: Pick<Deps, 'db' | 'transaction' | 'clock' | 'random' | 'publicUrl' | 'log'>,
  scope: UserScope,
  { name, response }: RegisterPasskey,
): Promise<PasskeyView> {
  const ceremony = { purpose: 'register', sessionId: scope.sessionId } as const
  const challenge = await takeChallenge(deps, ceremony, response.response)
  const { credential, credentialBackedUp } = await verify(deps, response, challenge)

  return deps.transaction(async (tx) => {
    const now = tx.effects.clock.now()
    // One after the other for each person, so that parallel ones count each other.
    await lockAccount(tx, scope.userId)
    await assertSessionLives(tx, scope)
    const { count } = await tx
      .selectFrom('passkeys')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('userId', '=', scope.userId)
      .executeTakeFirstOrThrow()
    if (Number(count) >= limits.passkeysPerUser) throw new DomainError('TOO_MANY_PASSKEYS')

    const passkey = await tx
      .insertInto('passkeys')
      .values({
        id: deps.random.id(),
        userId: scope.userId,
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: response.response.transports,
        backedUp: credentialBackedUp,
        name,
        createdAt: now,
      })
      .onConflict((conflict) => conflict.column('credentialId').doNothing())
      .returning(['id', 'name', 'backedUp', 'createdAt', 'usedAt'])
      .executeTakeFirst()
    if (!passkey) throw new DomainError('PASSKEY_REFUSED')
    await audit(tx, scope.actor, { action: 'passkey.added', subjectId: passkey.id })
    await enqueue(tx, sendPasskeyMail, { userId: scope.userId, news: 'added' })
    return toPasskeyView(passkey)
  })
}

/** A reset password ends sessions under the user's lock: what one of them still had under way must not outlive it. */
async function assertSessionLives(tx: Tx, { sessionId, userId }: UserScope): Promise<void> {
  const session = await tx
    .selectFrom('sessions')
    .select('id')
    .where('id', '=', sessionId)
    .where('userId', '=', userId)
    .executeTakeFirst()
  if (!session) throw new DomainError('NOT_SIGNED_IN')
}

async function verify(
  { publicUrl, log }: Pick<Deps, 'publicUrl' | 'log'>,
  { id, rawId, type, response }: RegistrationResponse,
  challenge: string,
) {
  const { id: rpId, origin } = toRelyingParty(publicUrl)
  const result = await assertNoCertificates(response.attestationObject)
    .then(() =>
      verifyRegistrationResponse({
        response: { id, rawId, type, response, clientExtensionResults: {} },
        expectedChallenge: challenge,
        expectedOrigin: origin,
        expectedRPID: rpId,
        requireUserVerification: true,
        supportedAlgorithmIDs: algorithms,
      }),
    )
    .catch((error: unknown) => {
      log.info({ err: error }, 'a new passkey was refused')
      return undefined
    })
  if (!result?.verified) throw new DomainError('PASSKEY_REFUSED')
  return result.registrationInfo
}

/**
 * We ask for no attestation, so there is none but of the key by itself. Certificates name addresses that the library
 * would ask whether they were revoked: a stranger could have the server call wherever they like.
 */
async function assertNoCertificates(attestationObject: string): Promise<void> {
  const decoded = decodeAttestationObject(Uint8Array.from(Buffer.from(attestationObject, 'base64url')))
  const format = decoded.get('fmt')
  const isSelf = format === 'packed' && decoded.get('attStmt').get('x5c') === undefined
  if (format !== 'none' && !isSelf) throw new Error(`attestation of format ${format}`)
}

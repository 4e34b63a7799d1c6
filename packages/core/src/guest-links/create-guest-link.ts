import type { CreateGuestLink, GuestLinkView } from '@kinkeep/contracts/guest-links'
import { limits } from '@kinkeep/contracts/limits'
import type { CircleScope } from '../circles/access.ts'
import { assertStillMay } from '../circles/assert-still-may.ts'
import { audit } from '../platform/audit.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { hashToken } from '../platform/token-hash.ts'
import { keyedPin, linksPerPerson, toGuestLinkView } from './rules.ts'
import { selectGuestLinks } from './sql.ts'

/**
 * Makes a link by which somebody without an account comes in under a name. Only its token's hash is kept: the answer
 * is the one place where the token is. Throws TOO_MANY_GUEST_LINKS, TOO_MANY_REQUESTS, and ROLE_TOO_LOW or NotFound
 * for somebody who is no admin any more.
 */
export async function createGuestLink(
  deps: Pick<Deps, 'transaction' | 'random' | 'passwords' | 'secrets' | 'limits'>,
  scope: CircleScope<'guestLink.create'>,
  input: CreateGuestLink,
): Promise<{ token: string; link: GuestLinkView }> {
  await deps.limits.take({ key: `guest-links:${scope.userId}`, limit: linksPerPerson })
  const { circleId } = scope
  const { pin } = input
  const id = deps.random.id()
  const token = deps.random.token()
  const pinHash = pin === undefined ? null : await deps.passwords.hash(keyedPin(deps.secrets, id, pin))

  const link = await deps.transaction(async (tx) => {
    await assertStillMay(tx, scope)
    await assertRoomForOneMore(tx, circleId)
    const now = tx.effects.clock.now()
    const days = input.expiresInDays
    await tx
      .insertInto('guestLinks')
      .values({
        circleId,
        id,
        name: input.name,
        tokenHash: hashToken(token),
        pinHash,
        mayDownload: input.mayDownload,
        createdBy: scope.userId,
        createdAt: now,
        expiresAt: days === undefined ? null : addSeconds(now, days * secondsPerDay),
      })
      .execute()
    await audit(tx, scope.actor, { action: 'guestLink.created', circleId, subjectId: id })
    const row = await selectGuestLinks(tx, circleId).where('guestLinks.id', '=', id).executeTakeFirstOrThrow()
    await publish(tx, circleId, { type: 'guestLink.changed' })
    return toGuestLinkView(row)
  })
  return { token, link }
}

/** Under the circle's lock, so that two at once are not one too many. */
async function assertRoomForOneMore(tx: Tx, circleId: string): Promise<void> {
  const { count } = await tx
    .selectFrom('guestLinks')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('circleId', '=', circleId)
    .where('revokedAt', 'is', null)
    .where((link) => link.or([link('expiresAt', 'is', null), link('expiresAt', '>', tx.effects.clock.now())]))
    .executeTakeFirstOrThrow()
  if (count >= limits.guestLinksPerCircle) throw new DomainError('TOO_MANY_GUEST_LINKS')
}

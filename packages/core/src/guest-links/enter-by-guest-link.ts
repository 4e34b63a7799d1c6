import type { EnterByGuestLink } from '@kinkeep/contracts/guest-links'
import { sql } from 'kysely'
import type { Caller } from '../accounts/access.ts'
import { type Actor, audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { takeLinkTry } from '../platform/take-link-try.ts'
import { hashToken } from '../platform/token-hash.ts'
import { keyedPin, sessionEndAfter } from './rules.ts'
import { isGuestBy, selectLinkByToken } from './sql.ts'

type EnterDeps = Pick<Deps, 'db' | 'transaction' | 'clock' | 'random' | 'passwords' | 'secrets'>

interface FoundLink {
  circleId: string
  id: string
  pinHash: string | null
}

/**
 * Lets a browser in by a link. The token that it carries from then on is new each time, with whatever circles the
 * browser was a guest of before, so that nobody who knew the old one comes along; a browser that is in by this link
 * already keeps what it has (`guestToken: null`) and is asked for no PIN. Throws LINK_INVALID, LINK_EXPIRED,
 * PIN_REQUIRED, PIN_WRONG, and TOO_MANY_REQUESTS while the PIN is locked.
 */
export async function enterByGuestLink(
  deps: EnterDeps,
  caller: Caller,
  { token, pin }: EnterByGuestLink,
): Promise<{ circleId: string; guestToken: string | null }> {
  const now = deps.clock.now()
  const link = await selectLinkByToken(deps.db, token).executeTakeFirst()
  if (!link) throw new DomainError('LINK_INVALID')
  if (link.expiresAt && link.expiresAt <= now) throw new DomainError('LINK_EXPIRED')
  const { circleId, id } = link
  const known = caller.isProgram ? undefined : caller.guestToken
  if (known && (await isGuestBy(deps.db, { circleId, id, guestToken: known, now }))) {
    return { circleId, guestToken: null }
  }

  const actor = { userId: null, requestId: caller.requestId, address: caller.address }
  if (link.pinHash !== null) await checkPin(deps, actor, { circleId, id, pinHash: link.pinHash }, pin)
  const guestToken = deps.random.token()
  await deps.transaction(async (tx) => {
    await assertStillOpen(tx, link)
    if (known) await copySessions(tx, { from: known, to: guestToken })
    await openSession(tx, link, guestToken)
    await audit(tx, actor, { action: 'guestLink.opened', circleId, subjectId: id })
    await publish(tx, circleId, { type: 'guestLink.changed' })
  })
  return { circleId, guestToken }
}

async function checkPin(
  deps: EnterDeps,
  actor: Actor,
  { circleId, id, pinHash }: FoundLink,
  pin: string | undefined,
): Promise<void> {
  if (pin === undefined) throw new DomainError('PIN_REQUIRED')
  const { isLast } = await takeLinkTry(deps.db, 'guest', { circleId, id })
  if (await deps.passwords.verify(pinHash, keyedPin(deps.secrets, id, pin))) return
  if (isLast) {
    await deps.transaction(async (tx) => {
      await audit(tx, actor, { action: 'guestLink.locked', circleId, subjectId: id })
      await publish(tx, circleId, { type: 'guestLink.changed' })
    })
  }
  throw new DomainError('PIN_WRONG')
}

/** Under the link's lock, for which whoever revokes it waits: a session made after that would outlive the link. */
async function assertStillOpen(tx: Tx, { circleId, id, pinHash }: FoundLink): Promise<void> {
  const now = tx.effects.clock.now()
  const open = await tx
    .updateTable('guestLinks')
    // A right PIN forgives the wrong ones before it; where there is none, nobody counts.
    .set({ seenAt: now, ...(pinHash !== null && { pinTriesAt: sql`'{}'`, lockedUntil: null }) })
    .where('circleId', '=', circleId)
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .where((link) => link.or([link('expiresAt', 'is', null), link('expiresAt', '>', now)]))
    .returning('id')
    .executeTakeFirst()
  if (!open) throw new DomainError('LINK_INVALID')
}

/** Copied and not moved: an answer that is lost on its way must not put a guest out of their other circles. */
async function copySessions(tx: Tx, { from, to }: { from: string; to: string }): Promise<void> {
  await sql`
    insert into guest_sessions (token_hash, circle_id, guest_link_id, created_at, expires_at)
    select ${hashToken(to)}, s.circle_id, s.guest_link_id, s.created_at, s.expires_at
    from guest_sessions s
    join guest_links l on l.circle_id = s.circle_id and l.id = s.guest_link_id
    where s.token_hash = ${hashToken(from)} and s.expires_at > ${tx.effects.clock.now()} and l.revoked_at is null
    for share of l
  `.execute(tx)
}

async function openSession(tx: Tx, { circleId, id }: FoundLink, guestToken: string): Promise<void> {
  const now = tx.effects.clock.now()
  const session = { guestLinkId: id, createdAt: now, expiresAt: sessionEndAfter(now) }
  await tx
    .insertInto('guestSessions')
    .values({ ...session, tokenHash: hashToken(guestToken), circleId })
    .onConflict((conflict) => conflict.columns(['tokenHash', 'circleId']).doUpdateSet(session))
    .execute()
}

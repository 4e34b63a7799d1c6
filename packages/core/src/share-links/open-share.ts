import type { OpenShared } from '@kinkeep/contracts/share-links'
import { sql } from 'kysely'
import type { Caller } from '../accounts/access.ts'
import { type Actor, audit } from '../platform/audit.ts'
import { addSeconds } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { takeLinkTry } from '../platform/take-link-try.ts'
import { hashToken } from '../platform/token-hash.ts'
import { requireShare } from './access.ts'
import { keyedPassword, opensPerAddress, sessionEnd, visitSeconds } from './rules.ts'
import { isStanding, selectLinkByToken } from './sql.ts'

type OpenDeps = Pick<Deps, 'db' | 'transaction' | 'clock' | 'random' | 'passwords' | 'secrets' | 'limits'>

interface FoundLink {
  circleId: string
  id: string
  passwordHash: string | null
  expiresAt: Date
  seenAt: Date | null
}

/**
 * Lets a browser in by a share link. What it carries from then on is new each time, with whatever links it was in by
 * before; a browser that is in already keeps what it has (`shareToken: null`) and is asked for no password. A token
 * that is nobody's, was revoked, or whose keep is gone is LINK_INVALID, after as long as a wrong password takes. Throws
 * LINK_EXPIRED, SHARE_PASSWORD_REQUIRED, SHARE_PASSWORD_WRONG, and TOO_MANY_REQUESTS, also while the password is locked.
 */
export async function openShare(
  deps: OpenDeps,
  caller: Caller,
  { token, password }: OpenShared,
): Promise<{ linkId: string; shareToken: string | null }> {
  await deps.limits.take({ key: `share-open:${caller.address}`, limit: opensPerAddress })
  const now = deps.clock.now()
  const link = await selectLinkByToken(deps.db, token).executeTakeFirst()
  if (!link) {
    if (password !== undefined) await deps.passwords.verify(null, password)
    throw new DomainError('LINK_INVALID')
  }
  if (link.expiresAt <= now) throw new DomainError('LINK_EXPIRED')
  const { id: linkId } = link
  if (await isIn(deps, caller, linkId)) return { linkId, shareToken: null }

  const actor = { userId: null, requestId: caller.requestId, address: caller.address }
  if (link.passwordHash !== null) await checkPassword(deps, actor, link, link.passwordHash, password)
  const shareToken = deps.random.token()
  const known = caller.isProgram ? undefined : caller.shareToken
  await deps.transaction(async (tx) => {
    await assertStillOpen(tx, link)
    if (known) await copySessions(tx, { from: known, to: shareToken })
    await openSession(tx, link, shareToken)
    // A link that a whole choir opens in one evening is one line of the audit.
    if (link.seenAt && link.seenAt > addSeconds(now, -visitSeconds)) return
    await audit(tx, actor, { action: 'shareLink.opened', circleId: link.circleId, subjectId: linkId })
    await publish(tx, link.circleId, { type: 'shareLink.changed' })
  })
  return { linkId, shareToken }
}

async function isIn(deps: Pick<Deps, 'db' | 'clock'>, caller: Caller, linkId: string): Promise<boolean> {
  return requireShare(deps, caller, linkId).then(
    () => true,
    (error: unknown) => {
      if (error instanceof DomainError && error.reason === 'NOT_FOUND') return false
      throw error
    },
  )
}

async function checkPassword(
  deps: OpenDeps,
  actor: Actor,
  { circleId, id }: FoundLink,
  passwordHash: string,
  password: string | undefined,
): Promise<void> {
  if (password === undefined) throw new DomainError('SHARE_PASSWORD_REQUIRED')
  const { isLast } = await takeLinkTry(deps.db, 'share', { circleId, id })
  if (await deps.passwords.verify(passwordHash, keyedPassword(deps.secrets, id, password))) return
  if (isLast) {
    await deps.transaction(async (tx) => {
      await audit(tx, actor, { action: 'shareLink.locked', circleId, subjectId: id })
      await publish(tx, circleId, { type: 'shareLink.changed' })
    })
  }
  throw new DomainError('SHARE_PASSWORD_WRONG')
}

/** Under the link's lock, for which whoever revokes it waits: a session made after that would outlive the link. */
async function assertStillOpen(tx: Tx, { circleId, id, passwordHash }: FoundLink): Promise<void> {
  const now = tx.effects.clock.now()
  const open = await tx
    .updateTable('shareLinks')
    .set((set) => ({ seenAt: now, visitCount: set('visitCount', '+', 1) }))
    // A right password forgives the wrong ones before it; where there is none, nobody counts.
    .$if(passwordHash !== null, (query) => query.set({ passwordTriesAt: sql`'{}'`, lockedUntil: null }))
    .where('circleId', '=', circleId)
    .where('id', '=', id)
    .where('expiresAt', '>', now)
    .where(isStanding)
    .returning('id')
    .executeTakeFirst()
  if (!open) throw new DomainError('LINK_INVALID')
}

/** Copied and not moved: an answer that is lost on its way must not close what was open. */
async function copySessions(tx: Tx, { from, to }: { from: string; to: string }): Promise<void> {
  await sql`
    insert into share_sessions (token_hash, circle_id, share_link_id, created_at, expires_at)
    select ${hashToken(to)}, s.circle_id, s.share_link_id, s.created_at, s.expires_at
    from share_sessions s
    join share_links l on l.circle_id = s.circle_id and l.id = s.share_link_id
    where s.token_hash = ${hashToken(from)} and s.expires_at > ${tx.effects.clock.now()} and l.revoked_at is null
    order by l.circle_id, l.id
    for share of l
  `.execute(tx)
}

async function openSession(
  tx: Tx,
  { circleId, id, expiresAt }: FoundLink,
  shareToken: string,
): Promise<void> {
  const now = tx.effects.clock.now()
  const session = { createdAt: now, expiresAt: sessionEnd(now, expiresAt) }
  await tx
    .insertInto('shareSessions')
    .values({ ...session, tokenHash: hashToken(shareToken), circleId, shareLinkId: id })
    .onConflict((conflict) => conflict.columns(['tokenHash', 'circleId', 'shareLinkId']).doUpdateSet(session))
    .execute()
}

import { limits } from '@kinkeep/contracts/limits'
import { can, type MemberRole } from '@kinkeep/contracts/roles'
import type { CreateShareLink, ShareLinkView } from '@kinkeep/contracts/share-links'
import { getAlbumForWrite } from '../albums/queries.ts'
import type { CircleScope } from '../circles/access.ts'
import { assertStillMay } from '../circles/assert-still-may.ts'
import { audit } from '../platform/audit.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { hashToken } from '../platform/token-hash.ts'
import { keyedPassword, linksPerPerson, toShareLinkView } from './rules.ts'
import { selectShareLinks } from './sql.ts'

/**
 * Makes a link by which anybody who has it sees a keep, an album or a range of days. Only its token's hash is kept: the
 * answer is the one place where the token is. Members share a keep that they wrote, and admins all but what is only
 * theirs to see. Throws TOO_MANY_SHARE_LINKS, TOO_MANY_REQUESTS, NotFound, ROLE_TOO_LOW.
 */
export async function createShareLink(
  deps: Pick<Deps, 'transaction' | 'random' | 'passwords' | 'secrets' | 'limits'>,
  scope: CircleScope<'shareLink.create'>,
  input: CreateShareLink,
): Promise<{ token: string; link: ShareLinkView }> {
  await deps.limits.take({ key: `share-links:${scope.userId}`, limit: linksPerPerson })
  const { circleId, userId } = scope
  const { password } = input
  const id = deps.random.id()
  const token = deps.random.token()
  const passwordHash =
    password === undefined ? null : await deps.passwords.hash(keyedPassword(deps.secrets, id, password))

  const link = await deps.transaction(async (tx) => {
    const role = await assertStillMay(tx, scope)
    await assertMayShare(tx, scope, role, input)
    await assertRoomForOneMore(tx, circleId)
    const now = tx.effects.clock.now()
    await tx
      .insertInto('shareLinks')
      .values({
        ...{ circleId, id, kind: input.kind, passwordHash, title: input.title ?? null },
        keepId: input.kind === 'keep' ? input.keepId : null,
        albumId: input.kind === 'album' ? input.albumId : null,
        fromDay: input.kind === 'range' ? input.from : null,
        toDay: input.kind === 'range' ? input.to : null,
        tokenHash: hashToken(token),
        mayDownload: input.mayDownload,
        hasPreview: input.hasPreview,
        showsCaptions: input.showsCaptions,
        showsNames: input.showsNames,
        showsComments: input.showsComments,
        createdBy: userId,
        createdAt: now,
        expiresAt: addSeconds(now, input.expiresInDays * secondsPerDay),
      })
      .execute()
    await audit(tx, scope.actor, { action: 'shareLink.created', circleId, subjectId: id })
    const row = await selectShareLinks(tx, circleId).where('shareLinks.id', '=', id).executeTakeFirstOrThrow()
    await publish(tx, circleId, { type: 'shareLink.changed' })
    return toShareLinkView(row, userId)
  })
  return { token, link }
}

/** Whoever holds the others' keeps in their hands is an admin; what only those see is shared by nobody. */
async function assertMayShare(
  tx: Tx,
  scope: CircleScope,
  role: MemberRole,
  input: CreateShareLink,
): Promise<void> {
  const { circleId, userId } = scope
  if (input.kind === 'keep') {
    const keep = await tx
      .selectFrom('keeps')
      .select('authorId')
      .where('circleId', '=', circleId)
      .where('id', '=', input.keepId)
      .where('visibility', '=', 'circle')
      .where('trashedAt', 'is', null)
      .executeTakeFirst()
    if (!keep) throw notFound()
    if (keep.authorId === userId) return
  } else if (input.kind === 'album') {
    await getAlbumForWrite(tx, scope, input.albumId)
  }
  if (!can(role, 'shareLink.createForOthers')) throw new DomainError('ROLE_TOO_LOW')
}

/** Under the circle's lock, so that two at once are not one too many. */
async function assertRoomForOneMore(tx: Tx, circleId: string): Promise<void> {
  const { count } = await tx
    .selectFrom('shareLinks')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('circleId', '=', circleId)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', tx.effects.clock.now())
    .executeTakeFirstOrThrow()
  if (count >= limits.shareLinksPerCircle) throw new DomainError('TOO_MANY_SHARE_LINKS')
}

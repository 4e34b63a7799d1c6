import type { GuestHome, GuestLinkPreview, ListGuestLinks } from '@kinkeep/contracts/guest-links'
import { authenticate, type Caller } from '../accounts/access.ts'
import type { CircleScope } from '../circles/access.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { decodeCursor, idPattern, toPage } from '../platform/keyset.ts'
import type { ReaderScope } from './access.ts'
import { toGuestLinkView } from './rules.ts'
import { isGuestBy, selectGuestLinks, selectLinkByToken } from './sql.ts'

/** Links of a circle, newest first, those that ended among them. */
export async function listGuestLinks(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'guestLink.list'>,
  input: ListGuestLinks,
) {
  const before = decodeCursor(input.cursor, [idPattern])
  const rows = await selectGuestLinks(deps.db, scope.circleId)
    .$if(before !== undefined, (query) => query.where('guestLinks.id', '<', before?.[0] ?? ''))
    .orderBy('guestLinks.id', 'desc')
    .limit(input.limit + 1)
    .execute()
  return toPage(rows, input.limit, (row) => [row.id], toGuestLinkView)
}

/**
 * What a link tells whoever holds it. Throws LINK_INVALID for a token that is nobody's or was revoked, and
 * LINK_EXPIRED.
 */
export async function previewGuestLink(
  deps: Pick<Deps, 'db' | 'clock'>,
  caller: Caller,
  { token }: { token: string },
): Promise<GuestLinkPreview> {
  const now = deps.clock.now()
  const link = await selectLinkByToken(deps.db, token).executeTakeFirst()
  if (!link) throw new DomainError('LINK_INVALID')
  if (link.expiresAt && link.expiresAt <= now) throw new DomainError('LINK_EXPIRED')
  const { circleId, id, circleName, name: guestName } = link
  const preview = { circleName, guestName, needsPin: link.pinHash !== null, already: null }
  // A program never comes as a guest, nor does what it shows depend on who sent it.
  if (caller.isProgram) return preview
  if (await isMember(deps, caller, circleId)) return { ...preview, already: { circleId, as: 'member' } }
  const { guestToken } = caller
  const isIn = guestToken !== undefined && (await isGuestBy(deps.db, { circleId, id, guestToken, now }))
  return isIn ? { ...preview, already: { circleId, as: 'guest' } } : preview
}

async function isMember(deps: Pick<Deps, 'db'>, caller: Caller, circleId: string): Promise<boolean> {
  const signedIn = await authenticate(deps, caller)
  if (!signedIn) return false
  const membership = await deps.db
    .selectFrom('memberships')
    .where('circleId', '=', circleId)
    .where('userId', '=', signedIn.scope.userId)
    .select('role')
    .executeTakeFirst()
  return membership !== undefined
}

/** Where a guest is, and as whom. Throws NotFound when the circle is deleted meanwhile. */
export async function readGuestHome(
  deps: Pick<Deps, 'db'>,
  scope: ReaderScope<'keep.read'>,
): Promise<GuestHome> {
  const circle = await deps.db
    .selectFrom('circles')
    .where('id', '=', scope.circleId)
    .where('deletionDueAt', 'is', null)
    .select('name')
    .executeTakeFirst()
  if (!circle) throw notFound()
  const guest =
    scope.userId === null ? { name: scope.guest.name, mayDownload: scope.guest.mayDownload } : null
  return { circleName: circle.name, guest }
}

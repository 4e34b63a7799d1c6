import type { ShareKind } from '@kinkeep/contracts/share-kinds'
import type { Caller } from '../accounts/access.ts'
import { addSeconds } from '../platform/clock.ts'
import { compiledStatement } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { hashToken, isTokenOf } from '../platform/token-hash.ts'
import { previewProof, visitSeconds } from './rules.ts'
import { isStanding } from './sql.ts'

interface SharedBy {
  linkId: string
  circleId: string
  kind: ShareKind
  keepId: string | null
  albumId: string | null
  from: string | null
  to: string | null
  mayDownload: boolean
  showsCaptions: boolean
  showsNames: boolean
  showsComments: boolean
}

/** Proof that a browser came in by a share link that still holds. Only this file makes one. */
class ShareProof {
  readonly #circleId: string
  readonly linkId: string
  readonly kind: ShareKind
  readonly keepId: string | null
  readonly albumId: string | null
  /** Days of a range, both included. */
  readonly from: string | null
  readonly to: string | null
  readonly mayDownload: boolean
  readonly showsCaptions: boolean
  readonly showsNames: boolean
  readonly showsComments: boolean

  constructor(link: SharedBy) {
    this.#circleId = link.circleId
    this.linkId = link.linkId
    this.kind = link.kind
    this.keepId = link.keepId
    this.albumId = link.albumId
    this.from = link.from
    this.to = link.to
    this.mayDownload = link.mayDownload
    this.showsCaptions = link.showsCaptions
    this.showsNames = link.showsNames
    this.showsComments = link.showsComments
  }

  get circleId(): string {
    return this.#circleId
  }
}

export type { ShareProof as ShareScope }

const linkColumns = [
  'shareLinks.id as linkId',
  'shareLinks.circleId',
  'shareLinks.kind',
  'shareLinks.keepId',
  'shareLinks.albumId',
  'shareLinks.fromDay as from',
  'shareLinks.toDay as to',
  'shareLinks.mayDownload',
  'shareLinks.showsCaptions',
  'shareLinks.showsNames',
  'shareLinks.showsComments',
  'shareLinks.seenAt',
] as const

const readShare = compiledStatement<{ tokenHash: Buffer; linkId: string; now: Date }>()((db, parameter) =>
  db
    .selectFrom('shareSessions')
    .innerJoin('shareLinks', (join) =>
      join
        .onRef('shareLinks.circleId', '=', 'shareSessions.circleId')
        .onRef('shareLinks.id', '=', 'shareSessions.shareLinkId'),
    )
    .where('shareSessions.tokenHash', '=', parameter('tokenHash'))
    .where('shareSessions.shareLinkId', '=', parameter('linkId'))
    .where('shareSessions.expiresAt', '>', parameter('now'))
    .where('shareLinks.expiresAt', '>', parameter('now'))
    .where(isStanding)
    .select(linkColumns),
)

/**
 * Proves in one statement a browser that came in by this link, while the link holds. NOT_FOUND for everybody else,
 * whoever they are: a member has other ways, and no program comes as a visitor.
 */
export async function requireShare(
  deps: Pick<Deps, 'db' | 'clock'>,
  { shareToken, isProgram }: Caller,
  linkId: string,
): Promise<{ scope: ShareProof }> {
  if (!shareToken || isProgram) throw notFound()
  const now = deps.clock.now()
  const [link] = await readShare(deps.db, { tokenHash: hashToken(shareToken), linkId, now })
  if (!link) throw notFound()
  if (!link.seenAt || link.seenAt <= addSeconds(now, -visitSeconds)) await noteVisit(deps, link, now)
  return { scope: new ShareProof(link) }
}

/**
 * Proves that an address of a preview picture is the one that a link with a preview has, while that holds. Such a
 * proof downloads nothing. Throws NOT_FOUND.
 */
export async function requireSharePreview(
  deps: Pick<Deps, 'db' | 'clock' | 'secrets'>,
  { linkId, proof }: { linkId: string; proof: string },
): Promise<{ scope: ShareProof }> {
  if (!isTokenOf(proof, hashToken(previewProof(deps.secrets, linkId)))) throw notFound()
  const link = await deps.db
    .selectFrom('shareLinks')
    .where('shareLinks.id', '=', linkId)
    .where('shareLinks.hasPreview', '=', true)
    .where('shareLinks.expiresAt', '>', deps.clock.now())
    .where(isStanding)
    .select(linkColumns)
    .executeTakeFirst()
  if (!link) throw notFound()
  return { scope: new ShareProof({ ...link, mayDownload: false }) }
}

/** For the list, which shows it to the hour. */
async function noteVisit(deps: Pick<Deps, 'db'>, { circleId, linkId }: SharedBy, now: Date): Promise<void> {
  await deps.db
    .updateTable('shareLinks')
    .set({ seenAt: now })
    .where('circleId', '=', circleId)
    .where('id', '=', linkId)
    .execute()
}

import { can } from '@kinkeep/contracts/roles'
import type { ListSharedKeeps, ListShareLinks, SharedView } from '@kinkeep/contracts/share-links'
import { sql } from 'kysely'
import { z } from 'zod'
import type { CircleScope } from '../circles/access.ts'
import type { Database } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { decodeCursor, idPattern, toPage } from '../platform/keyset.ts'
import { hashToken, isTokenOf } from '../platform/token-hash.ts'
import type { ShareScope } from './access.ts'
import { cursorProof, previewProof, toSharedKeep, toShareLinkView } from './rules.ts'
import {
  commentsOf,
  headingOf,
  selectLinkByToken,
  selectSharedKeeps,
  selectSharedMedia,
  selectShareLinks,
} from './sql.ts'

/** Links newest first, those that ended among them: one's own, and for admins all of the circle. */
export async function listShareLinks(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'shareLink.list'>,
  input: ListShareLinks,
) {
  const before = decodeCursor(input.cursor, [idPattern])
  const { subjectId } = input
  const rows = await selectShareLinks(deps.db, scope.circleId)
    .$if(!can(scope.role, 'shareLink.createForOthers'), (query) =>
      query.where('shareLinks.createdBy', '=', scope.userId),
    )
    .$if(subjectId !== undefined, (query) =>
      query.where((link) =>
        link.or([
          link('shareLinks.keepId', '=', subjectId ?? ''),
          link('shareLinks.albumId', '=', subjectId ?? ''),
        ]),
      ),
    )
    .$if(before !== undefined, (query) => query.where('shareLinks.id', '<', before?.[0] ?? ''))
    .orderBy('shareLinks.id', 'desc')
    .limit(input.limit + 1)
    .execute()
  return toPage(
    rows,
    input.limit,
    (row) => [row.id],
    (row) => toShareLinkView(row, scope.userId),
  )
}

/** What a shared page is headed with. Throws NotFound when the link ended meanwhile. */
export async function readShared(deps: Pick<Deps, 'db'>, scope: ShareScope): Promise<SharedView> {
  const link = await deps.db
    .selectFrom('shareLinks')
    .where('shareLinks.circleId', '=', scope.circleId)
    .where('shareLinks.id', '=', scope.linkId)
    .select([headingOf().as('title'), 'shareLinks.expiresAt'])
    .executeTakeFirst()
  if (!link) throw notFound()
  const { kind, from, to, mayDownload } = scope
  return { kind, title: link.title, from, to, mayDownload, expiresAt: link.expiresAt.toISOString() }
}

/**
 * A page of what a link shows, oldest first, in one statement. Its cursor names the last keep and not its hour, which is
 * nothing for whoever looks; and proves that the link showed it, as any other could be dated by what stands beside it.
 * Throws INVALID_INPUT.
 */
export async function listSharedKeeps(
  deps: Pick<Deps, 'db' | 'secrets'>,
  scope: ShareScope,
  input: ListSharedKeeps,
) {
  const [after, proof] = decodeCursor(input.cursor, [idPattern, z.string()]) ?? []
  const isProven = (keepId: string) =>
    isTokenOf(proof, hashToken(cursorProof(deps.secrets, scope.linkId, keepId)))
  if (after !== undefined && !isProven(after)) {
    throw new DomainError('INVALID_INPUT', { fields: { cursor: ['invalid'] } })
  }
  const rows = await selectSharedKeeps(deps.db, scope)
    .select(commentsOf(scope.showsComments).as('comments'))
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(keeps.happened_at, keeps.id) > (
          select last.happened_at, last.id from keeps last
          where last.circle_id = ${scope.circleId} and last.id = ${after ?? ''}
        )`,
      ),
    )
    .orderBy('keeps.happenedAt')
    .orderBy('keeps.id')
    .limit(input.limit + 1)
    .execute()
  return toPage(
    rows,
    input.limit,
    (row) => [row.id, cursorProof(deps.secrets, scope.linkId, row.id)],
    (row) => toSharedKeep(scope, row),
  )
}

/** A picture that a link shows, for whoever hands out its bytes; undefined for every other. */
export async function findSharedMedia(db: Database, scope: ShareScope, mediaId: string) {
  return selectSharedMedia(db, scope).where('media.id', '=', mediaId).executeTakeFirst()
}

/** The first picture that a link shows, for its preview. */
export async function findFirstSharedMedia(db: Database, scope: ShareScope) {
  return selectSharedMedia(db, scope)
    .orderBy('keeps.happenedAt')
    .orderBy('keeps.id')
    .orderBy('media.position')
    .orderBy('media.id')
    .limit(1)
    .executeTakeFirst()
}

/**
 * What a chat may show of a link that was made to be shown there: undefined for every other, known or not. `proof`
 * belongs into the address of the picture.
 */
export async function findSharePreview(
  deps: Pick<Deps, 'db' | 'clock' | 'secrets'>,
  token: string,
): Promise<{ linkId: string; title: string | null; proof: string } | undefined> {
  const link = await selectLinkByToken(deps.db, token)
    .where('shareLinks.hasPreview', '=', true)
    .where('shareLinks.expiresAt', '>', deps.clock.now())
    .select(headingOf().as('title'))
    .executeTakeFirst()
  return link && { linkId: link.id, title: link.title, proof: previewProof(deps.secrets, link.id) }
}

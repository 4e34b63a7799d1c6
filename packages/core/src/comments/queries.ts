import type { CommentView, ListComments, ThreadView } from '@kinkeep/contracts/comments'
import { sql } from 'kysely'
import type { ReaderScope } from '../guest-links/access.ts'
import { assertVisibleKeep } from '../keeps/assert-visible-keep.ts'
import type { Database, Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { decodeCursor, idPattern, instantPattern, toPage } from '../platform/keyset.ts'
import { type CommentRow, repliesShown, toCommentView } from './rules.ts'
import { selectComments } from './sql.ts'

/**
 * Threads of a keep, oldest first, each with its first replies; or with `parentId` a page of the replies of one.
 * Three statements at most. Throws NotFound for a keep that the reader does not see.
 */
export async function listComments(
  deps: Pick<Deps, 'db'>,
  scope: ReaderScope<'comment.read'>,
  input: ListComments,
) {
  const after = decodeCursor(input.cursor, [instantPattern, idPattern])
  await assertVisibleKeep(deps, scope, input.keepId)
  let query = selectComments(deps.db, scope.circleId)
    .where('comments.keepId', '=', input.keepId)
    .where('comments.parentId', input.parentId ? '=' : 'is', input.parentId ?? null)
  if (after?.[0] && after[1]) {
    query = query.where(
      sql<boolean>`(comments.created_at, comments.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`,
    )
  }
  const rows = await query
    .orderBy('comments.createdAt')
    .orderBy('comments.id')
    .limit(input.limit + 1)
    .execute()
  const threads = input.parentId ? [] : rows.slice(0, input.limit)
  const replies = await readReplies(deps.db, scope, threads)
  return toPage(rows, input.limit, keyOf, (row): ThreadView => {
    const { items, nextCursor } = toPage(replies.get(row.id) ?? [], repliesShown, keyOf, (reply) =>
      toCommentView(scope, reply),
    )
    return { ...toCommentView(scope, row), replies: items, nextReply: nextCursor }
  })
}

/** The first replies of each thread, and one more where there are more, in one statement. */
async function readReplies(
  db: Database,
  scope: ReaderScope,
  threads: readonly { id: string }[],
): Promise<Map<string, CommentRow[]>> {
  if (threads.length === 0) return new Map()
  const ids = threads.map(({ id }) => id)
  const rows = await selectComments(db, scope.circleId)
    .where(
      sql<boolean>`comments.id in (
        select reply.id from unnest(${ids}::uuid[]) as thread (id) cross join lateral (
          select id from comments where circle_id = ${scope.circleId} and parent_id = thread.id
          order by created_at, id limit ${repliesShown + 1}
        ) reply
      )`,
    )
    .orderBy('comments.createdAt')
    .orderBy('comments.id')
    .execute()
  return Map.groupBy(rows, (row) => row.parentId ?? '')
}

function keyOf(row: CommentRow): string[] {
  return [row.createdAt.toISOString(), row.id]
}

/** A comment of a keep that is locked, as this transaction sees it. Throws NotFound. */
export async function getComment(tx: Tx, scope: ReaderScope, keepId: string, commentId: string) {
  const row = await selectComments(tx, scope.circleId)
    .where('comments.keepId', '=', keepId)
    .where('comments.id', '=', commentId)
    .executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** The view of a comment as this transaction sees it. */
export async function getCommentView(
  tx: Tx,
  scope: ReaderScope,
  keepId: string,
  commentId: string,
): Promise<CommentView> {
  return toCommentView(scope, await getComment(tx, scope, keepId, commentId))
}

import { sql } from 'kysely'
import type { ReaderScope } from '../guest-links/access.ts'
import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'
import { selectMentionable } from './mention-sql.ts'

interface Said {
  commentId: string
  body: string
  visibility: 'circle' | 'admins'
  /** Left out, whoever was called stays called, as far as the words still say so. */
  mentionIds: readonly string[] | undefined
}

/**
 * Writes down who is called by name in a comment of a keep that is locked: of those given, members who see the keep and
 * whose name stands in the words. Throws ROLE_TOO_LOW for a guest, who calls nobody.
 */
export async function writeMentions(
  tx: Tx,
  scope: ReaderScope,
  { commentId, body, visibility, mentionIds }: Said,
): Promise<void> {
  const { circleId } = scope
  if (scope.userId === null && mentionIds?.length) throw new DomainError('ROLE_TOO_LOW')
  const before = await tx
    .selectFrom('commentMentions')
    .select(['userId', 'said'])
    .where('circleId', '=', circleId)
    .where('commentId', '=', commentId)
    .execute()
  const stay = before.filter(
    ({ userId, said }) => isSaid(said, body) && (!mentionIds || mentionIds.includes(userId)),
  )
  const added = (mentionIds ?? []).filter((id) => !stay.some(({ userId }) => userId === id))
  if (before.length > stay.length) {
    await tx
      .deleteFrom('commentMentions')
      .where('circleId', '=', circleId)
      .where('commentId', '=', commentId)
      .where(sql<boolean>`not (user_id = any(${stay.map(({ userId }) => userId)}::uuid[]))`)
      .execute()
  }
  if (added.length === 0) return
  const people = await selectMentionable(tx, circleId, visibility)
    .where(sql<boolean>`memberships.user_id = any(${added}::uuid[])`)
    .execute()
  const called = people.filter(({ name }) => isSaid(name, body))
  if (called.length === 0) return
  await tx
    .insertInto('commentMentions')
    .values(called.map(({ userId, name }) => ({ circleId, commentId, userId, said: name })))
    .execute()
}

function isSaid(name: string, body: string): boolean {
  return body.includes(`@${name}`)
}

import type { ListMentionable } from '@kinkeep/contracts/comments'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import { assertVisibleKeep } from '../keeps/assert-visible-keep.ts'
import type { Deps } from '../platform/deps.ts'
import { selectMentionable } from './mention-sql.ts'

/** As many as one looks through; whoever has more in their circle goes on typing. */
const peopleShown = 20

/**
 * Members who see a keep and are called as was typed so far, by name, in two statements. The caller is not among them.
 * Throws NotFound for a keep that the caller does not see.
 */
export async function listMentionable(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'comment.mention'>,
  { keepId, search = '' }: ListMentionable,
): Promise<{ people: { userId: string; name: string; avatarId: string | null }[] }> {
  const { circleId, userId } = scope
  const visibility = await assertVisibleKeep(deps, scope, keepId)
  // Any word of the name may be what somebody is called by.
  const people = await selectMentionable(deps.db, circleId, visibility)
    .where('memberships.userId', '<>', userId)
    .where(sql<boolean>`strpos(' ' || lower(users.name), ' ' || lower(${search})) > 0`)
    .orderBy('users.name')
    .orderBy('users.id')
    .limit(peopleShown)
    .execute()
  return { people }
}

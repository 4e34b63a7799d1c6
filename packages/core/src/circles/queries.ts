import type { CircleView, ListCircles, ListDeletedCircles, ListMembers } from '@kinkeep/contracts/circles'
import type { UserScope } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { decodeCursor, idPattern, toPage } from '../platform/keyset.ts'
import type { CircleScope } from './access.ts'
import { toCircleView, toDeletedCircle, toMemberView } from './rules.ts'
import { selectCircles } from './sql.ts'

/** The caller's circles, oldest membership first as ids go. */
export async function listCircles(deps: Pick<Deps, 'db'>, scope: UserScope, input: ListCircles) {
  const after = decodeCursor(input.cursor, [idPattern])
  const rows = await selectCircles(deps.db, scope.userId)
    .$if(after !== undefined, (query) => query.where('circles.id', '>', after?.[0] ?? ''))
    .orderBy('circles.id')
    .limit(input.limit + 1)
    .execute()
  return toPage(rows, input.limit, (row) => [row.id], toCircleView)
}

/** Circles that the caller deleted and may still take back. */
export async function listDeletedCircles(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: UserScope,
  input: ListDeletedCircles,
) {
  const after = decodeCursor(input.cursor, [idPattern])
  const rows = await deps.db
    .selectFrom('memberships')
    .innerJoin('circles', 'circles.id', 'memberships.circleId')
    .where('memberships.userId', '=', scope.userId)
    .where('memberships.role', '=', 'owner')
    .where('circles.deletionDueAt', '>', deps.clock.now())
    .$if(after !== undefined, (query) => query.where('circles.id', '>', after?.[0] ?? ''))
    .select(['circles.id', 'circles.name', 'circles.deletionDueAt'])
    .orderBy('circles.id')
    .limit(input.limit + 1)
    .execute()
  return toPage(rows, input.limit, (row) => [row.id], toDeletedCircle)
}

export async function getCircle(deps: Pick<Deps, 'db'>, scope: CircleScope): Promise<CircleView> {
  const row = await selectCircles(deps.db, scope.userId)
    .where('circles.id', '=', scope.circleId)
    .executeTakeFirst()
  if (!row) throw notFound()
  return toCircleView(row)
}

/**
 * Members in the order of their ids, which says nothing about them. Who they are is asked once it is known which:
 * otherwise Postgres may walk through all accounts there are up to the cursor.
 */
export async function listMembers(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'member.list'>,
  input: ListMembers,
) {
  const after = decodeCursor(input.cursor, [idPattern])
  const page = deps.db
    .selectFrom('memberships')
    .select(['userId', 'role', 'joinedAt'])
    .where('circleId', '=', scope.circleId)
    .$if(after !== undefined, (query) => query.where('userId', '>', after?.[0] ?? ''))
    .orderBy('userId')
    .limit(input.limit + 1)
  const rows = await deps.db
    .selectFrom(page.as('page'))
    .innerJoin('users', 'users.id', 'page.userId')
    .select(['page.userId', 'users.name', 'users.avatarId', 'page.role', 'page.joinedAt'])
    // Said twice, for the accounts do not follow from the page: without it they are read from the first one on.
    .$if(after !== undefined, (query) => query.where('users.id', '>', after?.[0] ?? ''))
    .orderBy('page.userId')
    .execute()
  return toPage(rows, input.limit, (row) => [row.userId], toMemberView)
}

import type { CircleScope } from '../circles/access.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'

/** For reading what belongs to a child, where an empty list leaves open whether there is one. Throws NotFound. */
export async function assertChild(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope,
  childId: string,
): Promise<void> {
  const child = await deps.db
    .selectFrom('children')
    .select('id')
    .where('circleId', '=', scope.circleId)
    .where('id', '=', childId)
    .executeTakeFirst()
  if (!child) throw notFound()
}

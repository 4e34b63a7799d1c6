import type { DeletionCheck, ListExports } from '@kinkeep/contracts/account-data'
import type { UserScope } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { decodeCursor, idPattern, toPage } from '../platform/keyset.ts'
import { isLastAdmin, selectOwnedCircles } from './deletion-sql.ts'
import { exportColumns, toExportView } from './export-rules.ts'

/** The caller's exports that are being made or can still be fetched, newest first. */
export async function listExports(deps: Pick<Deps, 'db' | 'clock'>, scope: UserScope, input: ListExports) {
  const before = decodeCursor(input.cursor, [idPattern])
  const rows = await deps.db
    .selectFrom('userExports')
    .select(exportColumns)
    .where('userId', '=', scope.userId)
    .where('expiresAt', '>', deps.clock.now())
    .$if(before !== undefined, (query) => query.where('id', '<', before?.[0] ?? ''))
    .orderBy('id', 'desc')
    .limit(input.limit + 1)
    .execute()
  return toPage(rows, input.limit, (row) => [row.id], toExportView)
}

/** What stands in the way of deleting the account, and what would go with it. Two statements. */
export async function checkDeletion(deps: Pick<Deps, 'db'>, scope: UserScope): Promise<DeletionCheck> {
  const owned = await selectOwnedCircles(deps.db, scope.userId).execute()
  const { isLast } = await isLastAdmin(deps.db, scope.userId).executeTakeFirstOrThrow()
  return {
    toHandOver: owned.filter(({ memberCount }) => memberCount > 1),
    toGo: owned.filter(({ memberCount }) => memberCount <= 1),
    isLastAdmin: isLast,
  }
}

import type { ExportView } from '@kinkeep/contracts/account-data'
import { limits } from '@kinkeep/contracts/limits'
import { sql } from 'kysely'
import type { FreshUserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { enqueue } from '../platform/jobs.ts'
import { buildExport } from './export-jobs.ts'
import { exportColumns, exportsPerPerson, toExportView } from './export-rules.ts'

/** Has everything about the caller put together. While one is being made, it is the answer. Throws TOO_MANY_REQUESTS. */
export async function requestExport(
  deps: Pick<Deps, 'transaction' | 'random' | 'limits'>,
  scope: FreshUserScope,
): Promise<ExportView> {
  await deps.limits.take({ key: `export:${scope.userId}`, limit: exportsPerPerson })
  return deps.transaction(async (tx) => {
    const now = tx.effects.clock.now()
    const made = await tx
      .insertInto('userExports')
      .values({
        id: deps.random.id(),
        userId: scope.userId,
        state: 'waiting',
        createdAt: now,
        expiresAt: addSeconds(now, limits.exportDays * secondsPerDay),
      })
      .onConflict((conflict) => conflict.column('userId').where(sql<boolean>`state = 'waiting'`).doNothing())
      .returning(exportColumns)
      .executeTakeFirst()
    if (made) {
      await enqueue(tx, buildExport, { exportId: made.id })
      await audit(tx, scope.actor, { action: 'user.exportRequested', subjectId: made.id })
      return toExportView(made)
    }
    const waiting = await tx
      .selectFrom('userExports')
      .select(exportColumns)
      .where('userId', '=', scope.userId)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    return toExportView(waiting)
  })
}

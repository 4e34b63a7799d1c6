import type { GetUser, ListAudit, ListUsers, OperatedPerson } from '@kinkeep/contracts/operators'
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { decodeCursor, idPattern, instantPattern, toPage } from '../platform/keyset.ts'
import type { OperatorScope } from './access.ts'
import { startingWith, toAuditEntryView, toOperatedUser } from './rules.ts'
import { readPerson, userColumns } from './sql.ts'

/** People whose address or name begins with the search, or all of them, newest first. That somebody looked is audited. */
export async function listUsers(deps: Pick<Deps, 'transaction'>, scope: OperatorScope, input: ListUsers) {
  const before = decodeCursor(input.cursor, [idPattern])
  const beginning = startingWith(input.search ?? '')
  return deps.transaction(async (tx) => {
    const rows = await tx
      .selectFrom('users')
      .select(userColumns)
      .$if(before !== undefined, (query) => query.where('users.id', '<', before?.[0] ?? ''))
      .$if(!!input.search, (query) =>
        query.where(({ or, eb }) =>
          or([eb('users.email', 'like', beginning), eb(sql`lower(users.name)`, 'like', beginning)]),
        ),
      )
      .orderBy('users.id', 'desc')
      .limit(input.limit + 1)
      .execute()
    await audit(tx, scope.actor, { action: 'operator.users_listed' })
    return toPage(rows, input.limit, (row) => [row.id], toOperatedUser)
  })
}

/** One person, by numbers. Throws NOT_FOUND. That somebody looked is audited. */
export async function getUser(
  deps: Pick<Deps, 'transaction'>,
  scope: OperatorScope,
  { userId }: GetUser,
): Promise<OperatedPerson> {
  return deps.transaction(async (tx) => {
    const person = await readPerson(tx, userId)
    await audit(tx, scope.actor, { action: 'operator.user_read', subjectId: userId })
    return person
  })
}

/** Audit entries, newest first. Reading them is one more. */
export async function listAudit(
  deps: Pick<Deps, 'transaction'>,
  scope: OperatorScope,
  { actorId, circleId, action, from, to, cursor, limit }: ListAudit,
) {
  const before = decodeCursor(cursor, [instantPattern, idPattern])
  return deps.transaction(async (tx) => {
    const rows = await tx
      .selectFrom('auditEntries as e')
      .leftJoin('users', 'users.id', 'e.actorId')
      .select(['e.id', 'e.at', 'e.action', 'e.actorId', 'e.circleId', 'e.subjectId', 'e.address'])
      .select(['e.requestId', 'users.email as actorEmail'])
      .$if(actorId !== undefined, (query) => query.where('e.actorId', '=', actorId ?? null))
      .$if(circleId !== undefined, (query) => query.where('e.circleId', '=', circleId ?? null))
      .$if(action !== undefined, (query) => query.where('e.action', '=', action ?? ''))
      .$if(from !== undefined, (query) => query.where('e.at', '>=', new Date(from ?? 0)))
      .$if(to !== undefined, (query) => query.where('e.at', '<', new Date(to ?? 0)))
      .$if(before !== undefined, (query) =>
        query.where(sql<boolean>`(e.at, e.id) < (${before?.[0]}::timestamptz, ${before?.[1]}::uuid)`),
      )
      .orderBy('e.at', 'desc')
      .orderBy('e.id', 'desc')
      .limit(limit + 1)
      .execute()
    await audit(tx, scope.actor, { action: 'operator.audit_read', ...(circleId ? { circleId } : {}) })
    return toPage(rows, limit, (row) => [row.at.toISOString(), row.id], toAuditEntryView)
  })
}

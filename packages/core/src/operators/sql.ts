import type { OperatedPerson } from '@kinkeep/contracts/operators'
import { sql } from 'kysely'
import type { Database, Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { toOperatedPerson } from './rules.ts'

export const userColumns = [
  'users.id',
  'users.email',
  'users.name',
  'users.role',
  'users.createdAt',
  'users.deactivatedAt',
] as const

/** One person by numbers: how much there is of what is theirs, never what it is. Throws NOT_FOUND. */
export async function readPerson(db: Database | Tx, userId: string): Promise<OperatedPerson> {
  const row = await db
    .selectFrom('users')
    .select([...userColumns, 'users.language', 'users.deletionDueAt'])
    .select([
      sql<boolean>`exists (
        select from second_factors f where f.user_id = users.id and f.confirmed_at is not null
      )`.as('hasSecondFactor'),
      sql<number>`(
        select count(*)::int from sessions s where s.user_id = users.id and s.kind = 'browser' and s.expires_at > now()
      )`.as('sessionCount'),
      sql<number>`(
        select count(*)::int from sessions s where s.user_id = users.id and s.kind = 'access_token' and s.expires_at > now()
      )`.as('tokenCount'),
      sql<number>`(select count(*)::int from passkeys p where p.user_id = users.id)`.as('passkeyCount'),
      sql<number>`(select count(*)::int from memberships m where m.user_id = users.id)`.as('circleCount'),
      sql<Date | null>`(select max(s.used_at) from sessions s where s.user_id = users.id)`.as('usedAt'),
    ])
    .where('users.id', '=', userId)
    .executeTakeFirst()
  if (!row) throw notFound()
  return toOperatedPerson(row)
}

import { sql } from 'kysely'
import { dayIn } from '../platform/clock.ts'
import type { Database } from '../platform/db.ts'
import { type Anniversary, anniversariesOf, type ProfileRow } from './rules.ts'

/** All that a circle celebrates and remembers, in one statement. Its own first day is the one in this time zone. */
export async function readAnniversaries(
  db: Database,
  circleId: string,
  timeZone: string,
): Promise<Anniversary[]> {
  const { rows } = await sql<ProfileRow & { createdAt: Date | null }>`
    select 'child' as kind, id, name, birthdate, null::date as died_on, null::timestamptz as created_at
    from children where circle_id = ${circleId}
    union all
    select 'pet', id, name, birthdate, died_on, null from pets where circle_id = ${circleId}
    union all
    select 'circle', id, name, null, null, created_at from circles where id = ${circleId}
    order by kind, id
  `.execute(db)
  return rows.flatMap(({ createdAt, ...row }) =>
    anniversariesOf(createdAt ? { ...row, birthdate: dayIn(timeZone, createdAt) } : row),
  )
}

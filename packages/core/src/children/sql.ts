import { sql } from 'kysely'
import { avatarOf } from '../platform/avatar-photo.ts'
import type { Database, Tx } from '../platform/db.ts'

/** Children of a circle. A picture shows only while the whole circle sees the keep that it is of. */
export function selectChildren(db: Database | Tx, circleId: string) {
  return db
    .selectFrom('children')
    .where('children.circleId', '=', circleId)
    .select(['children.id', 'children.name', 'children.birthdate', 'children.pronouns', 'children.sex'])
    .select('children.userId')
    .select(avatarOf<string>('children', 'id').as('avatarMediaId'))
    .select(avatarOf<number>('children', 'version').as('avatarVersion'))
}

/** Locks the keeps that show a child, before the child, as verbs that change a keep lock what it shows after it. */
export async function lockKeepsWith(tx: Tx, circleId: string, childId: string): Promise<void> {
  await sql`
    select id from keeps
    where circle_id = ${circleId} and child_ids <> '{}' and child_ids @> array[${childId}::uuid]
    order by id for no key update
  `.execute(tx)
}

/** Rows that are measurement views. */
export function selectMeasurements(db: Database | Tx, circleId: string, childId: string) {
  return db
    .selectFrom('measurements')
    .select(['id', 'measuredOn', 'heightMm', 'weightG', 'headMm'])
    .where('circleId', '=', circleId)
    .where('childId', '=', childId)
}

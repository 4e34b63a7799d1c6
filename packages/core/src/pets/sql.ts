import { sql } from 'kysely'
import type { Database, Tx } from '../platform/db.ts'

/** Pets of a circle. A picture shows only while the whole circle sees the keep that it is of. */
export function selectPets(db: Database | Tx, circleId: string) {
  return db
    .selectFrom('pets')
    .where('pets.circleId', '=', circleId)
    .select(['pets.id', 'pets.name', 'pets.kind', 'pets.breed', 'pets.birthdate', 'pets.diedOn'])
    .select(['pets.bio', 'pets.createdBy'])
    .select(avatarOf<string>('id').as('avatarMediaId'))
    .select(avatarOf<number>('version').as('avatarVersion'))
}

/** A column of the photo that is the picture. */
function avatarOf<Value>(column: 'id' | 'version') {
  return sql<Value | null>`(
    select ${sql.ref(`media.${column}`)} from media
    join keeps on keeps.circle_id = media.circle_id and keeps.id = media.keep_id
    where media.circle_id = pets.circle_id and media.id = pets.avatar_media_id
      and media.state = 'ready' and keeps.visibility = 'circle' and keeps.trashed_at is null
  )`
}

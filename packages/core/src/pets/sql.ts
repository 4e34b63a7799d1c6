import { avatarOf } from '../platform/avatar-photo.ts'
import type { Database, Tx } from '../platform/db.ts'

/** Pets of a circle. A picture shows only while the whole circle sees the keep that it is of. */
export function selectPets(db: Database | Tx, circleId: string) {
  return db
    .selectFrom('pets')
    .where('pets.circleId', '=', circleId)
    .select(['pets.id', 'pets.name', 'pets.kind', 'pets.breed', 'pets.birthdate', 'pets.diedOn'])
    .select(['pets.bio', 'pets.createdBy'])
    .select(avatarOf<string>('pets', 'id').as('avatarMediaId'))
    .select(avatarOf<number>('pets', 'version').as('avatarVersion'))
}

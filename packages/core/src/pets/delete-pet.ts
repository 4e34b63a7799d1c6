import type { OnePet } from '@kinkeep/contracts/pets'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import { lockRoles } from '../circles/sql.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { getPetForWrite } from './queries.ts'
import { mayDeletePet } from './rules.ts'

/**
 * Takes a pet's profile away, and its name from the keeps that show it, which stay. Owners and admins delete every
 * pet, members the ones they added. Throws NotFound, ROLE_TOO_LOW.
 */
export async function deletePet(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'pet.delete'>,
  { petId }: OnePet,
): Promise<void> {
  const { circleId, userId } = scope
  await deps.transaction(async (tx) => {
    const role = (await lockRoles(tx, circleId, [userId])).get(userId)
    if (!role) throw notFound()
    await lockKeepsOf(tx, circleId, petId)
    const pet = await getPetForWrite(tx, circleId, petId)
    if (!mayDeletePet({ role, userId }, pet)) throw new DomainError('ROLE_TOO_LOW')
    await tx.deleteFrom('pets').where('circleId', '=', circleId).where('id', '=', petId).execute()
    await sql`
      update keeps set pet_ids = array_remove(pet_ids, ${petId}::uuid)
      where circle_id = ${circleId} and pet_ids <> '{}' and pet_ids @> array[${petId}::uuid]
    `.execute(tx)
    await audit(tx, scope.actor, { action: 'pet.deleted', circleId, subjectId: petId })
    await publish(tx, circleId, { type: 'pet.changed', petId })
    await publish(tx, circleId, { type: 'keeps.changed' })
  })
}

/** Keeps before what they show, as verbs that change a keep lock them. One that shows the pet meanwhile holds the pet. */
async function lockKeepsOf(tx: Tx, circleId: string, petId: string): Promise<void> {
  await sql`
    select id from keeps
    where circle_id = ${circleId} and pet_ids <> '{}' and pet_ids @> array[${petId}::uuid]
    order by id for no key update
  `.execute(tx)
}

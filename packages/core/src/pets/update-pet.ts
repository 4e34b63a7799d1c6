import type { PetView, UpdatePet } from '@kinkeep/contracts/pets'
import { recordActivity } from '../activities/record-activity.ts'
import type { CircleScope } from '../circles/access.ts'
import { requireAvatarPhoto } from '../keeps/require-avatar-photo.ts'
import { audit } from '../platform/audit.ts'
import { dayIn } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import { getPetForWrite, getPetView } from './queries.ts'
import { assertLife } from './rules.ts'

/**
 * Changes a pet: what is not given stays. The first time that the day of its death is set, the circle is told.
 * Throws NotFound, MEDIA_NOT_USABLE, and INVALID_INPUT for days that cannot be.
 */
export async function updatePet(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'pet.update'>,
  input: UpdatePet,
): Promise<PetView> {
  const { circleId } = scope
  return deps.transaction(async (tx) => {
    const pet = await getPetForWrite(tx, scope, input.petId)
    const { name, kind, breed, bio, avatarMediaId } = input
    const { birthdate = pet.birthdate, diedOn = pet.diedOn } = input
    const now = tx.effects.clock.now()
    assertLife({ birthdate, diedOn }, dayIn(scope.user.timeZone, now))
    if (avatarMediaId) await requireAvatarPhoto(tx, circleId, avatarMediaId)
    await tx
      .updateTable('pets')
      .set({
        ...(name === undefined ? {} : { name }),
        ...(kind === undefined ? {} : { kind }),
        ...(breed === undefined ? {} : { breed }),
        ...(bio === undefined ? {} : { bio: bio || null }),
        ...(avatarMediaId === undefined ? {} : { avatarMediaId }),
        birthdate,
        diedOn,
        updatedAt: now,
      })
      .where('circleId', '=', circleId)
      .where('id', '=', pet.id)
      .execute()
    const view = await getPetView(tx, scope, pet.id)
    if (pet.diedOn === null && diedOn !== null) {
      await recordActivity(tx, circleId, scope, { kind: 'pet.died', petId: pet.id })
    }
    await audit(tx, scope.actor, { action: 'pet.updated', circleId, subjectId: pet.id })
    await publish(tx, circleId, { type: 'pet.changed', petId: pet.id })
    return view
  })
}

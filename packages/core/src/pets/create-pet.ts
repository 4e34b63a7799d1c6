import { limits } from '@kinkeep/contracts/limits'
import type { CreatePet, PetView } from '@kinkeep/contracts/pets'
import { recordActivity } from '../activities/record-activity.ts'
import type { CircleScope } from '../circles/access.ts'
import { assertStillMay } from '../circles/assert-still-may.ts'
import { countAdded } from '../circles/count-added.ts'
import { findMadeBefore } from '../circles/find-made-before.ts'
import { requireAvatarPhoto } from '../keeps/require-avatar-photo.ts'
import { audit } from '../platform/audit.ts'
import { dayIn } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { getPetView } from './queries.ts'
import { assertLife } from './rules.ts'

/**
 * Adds a pet, living or remembered. The same idempotency key answers the one it made before. Throws
 * TOO_MANY_PROFILES, MEDIA_NOT_USABLE, INVALID_INPUT for days that cannot be, and NotFound or ROLE_TOO_LOW for
 * somebody whose role changed meanwhile.
 */
export async function createPet(
  deps: Pick<Deps, 'transaction' | 'random'>,
  scope: CircleScope<'pet.create'>,
  input: CreatePet,
): Promise<PetView> {
  const { circleId, userId } = scope
  return deps.transaction(async (tx) => {
    await assertStillMay(tx, scope)
    const madeBefore = await findMadeBefore(tx, scope, 'pets', input.idempotencyKey)
    if (madeBefore) return getPetView(tx, scope, madeBefore)

    const count = await countAdded(tx, circleId, 'pets')
    if (count >= limits.petsPerCircle) throw new DomainError('TOO_MANY_PROFILES')
    const { birthdate = null, diedOn = null, avatarMediaId = null } = input
    const now = tx.effects.clock.now()
    assertLife({ birthdate, diedOn }, dayIn(scope.user.timeZone, now))
    if (avatarMediaId !== null) await requireAvatarPhoto(tx, circleId, avatarMediaId)
    const { id } = await tx
      .insertInto('pets')
      .values({
        circleId,
        id: deps.random.id(),
        name: input.name,
        kind: input.kind,
        breed: input.breed ?? null,
        birthdate,
        diedOn,
        bio: input.bio || null,
        avatarMediaId,
        createdBy: userId,
        idempotencyKey: input.idempotencyKey ?? null,
        createdAt: now,
        updatedAt: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const view = await getPetView(tx, scope, id)
    await recordActivity(tx, circleId, scope, { kind: 'pet.added', petId: id })
    await audit(tx, scope.actor, { action: 'pet.created', circleId, subjectId: id })
    await publish(tx, circleId, { type: 'pet.changed', petId: id })
    return view
  })
}

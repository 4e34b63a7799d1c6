import type { PetKind } from '@kinkeep/contracts/pet-kinds'
import type { PetView } from '@kinkeep/contracts/pets'
import { type CircleRole, can } from '@kinkeep/contracts/roles'
import { DomainError } from '../platform/errors.ts'

export interface PetRow {
  id: string
  name: string
  kind: PetKind
  breed: string | null
  birthdate: string | null
  diedOn: string | null
  bio: string | null
  avatarMediaId: string | null
  avatarVersion: number | null
  createdBy: string | null
}

type Reader = { role: CircleRole; userId: string | null }

export function toPetView(reader: Reader, row: PetRow): PetView {
  const { id, name, kind, breed, birthdate, diedOn, bio, avatarMediaId, avatarVersion } = row
  return {
    id,
    name,
    kind,
    breed,
    birthdate,
    diedOn,
    bio,
    avatarMediaId,
    avatarVersion,
    mayDelete: mayDeletePet(reader, row),
  }
}

/** Owners and admins delete every pet, members the ones they added. */
export function mayDeletePet(reader: Reader, pet: { createdBy: string | null }): boolean {
  if (!can(reader.role, 'pet.delete')) return false
  return can(reader.role, 'circle.update') || (reader.userId !== null && pet.createdBy === reader.userId)
}

/**
 * Throws INVALID_INPUT for days that cannot be: a death before the birth, or either after today, which is the day
 * in the caller's time zone.
 */
export function assertLife(
  { birthdate, diedOn }: { birthdate: string | null; diedOn: string | null },
  today: string,
): void {
  const invalid = (field: string) => new DomainError('INVALID_INPUT', { fields: { [field]: ['invalid'] } })
  if (birthdate !== null && birthdate > today) throw invalid('birthdate')
  if (diedOn !== null && (diedOn > today || (birthdate !== null && diedOn < birthdate)))
    throw invalid('diedOn')
}

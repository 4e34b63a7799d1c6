import type { PetKind } from '@kinkeep/contracts/pet-kinds'
import type { PetView } from '@kinkeep/contracts/pets'
import { type CircleRole, can } from '@kinkeep/contracts/roles'

export interface PetRow {
  id: string
  name: string
  kind: PetKind
  breed: string | null
  birthdate: string | null
  diedOn: string | null
  bio: string | null
  avatarMediaId: string | null
  createdBy: string | null
}

type Reader = { role: CircleRole; userId: string | null }

export function toPetView(reader: Reader, row: PetRow): PetView {
  const { id, name, kind, breed, birthdate, diedOn, bio, avatarMediaId } = row
  return {
    id,
    name,
    kind,
    breed,
    birthdate,
    diedOn,
    bio,
    avatarMediaId,
    mayDelete: mayDeletePet(reader, row),
  }
}

/** Owners and admins delete every pet, members the ones they added. */
export function mayDeletePet(reader: Reader, pet: { createdBy: string | null }): boolean {
  if (!can(reader.role, 'pet.delete')) return false
  return can(reader.role, 'circle.update') || (reader.userId !== null && pet.createdBy === reader.userId)
}

import { z } from 'zod'
import { limits } from './limits.ts'
import { pageOf, paging } from './paging.ts'
import { petKinds } from './pet-kinds.ts'
import { day, id, multiLine, name, singleLine } from './values.ts'

const inCircle = z.object({ circleId: id })
const onePet = inCircle.extend({ petId: id })
export type OnePet = z.infer<typeof onePet>

export const petView = z.object({
  id,
  name: z.string(),
  kind: z.enum(petKinds),
  breed: z.string().nullable(),
  /** null when nobody knows it. */
  birthdate: day.nullable(),
  /** The day a pet died; from then on it is remembered. */
  diedOn: day.nullable(),
  bio: z.string().nullable(),
  /** A photo of a keep that the whole circle sees; null when there is none, or it went into the trash. */
  avatarMediaId: id.nullable(),
  /** Of that photo, for its address. */
  avatarVersion: z.int().nullable(),
  /** Whether the caller made this profile, or looks after the circle. */
  mayDelete: z.boolean(),
})
export type PetView = z.infer<typeof petView>

/** In the order in which they were added. */
export const listPets = { input: inCircle.extend(paging), output: pageOf(petView) }
export type ListPets = z.infer<typeof listPets.input>

export const getPet = { input: onePet, output: petView }

const breed = singleLine(limits.breedLength)
const bio = multiLine(limits.petBioLength)

export const createPet = {
  input: inCircle.extend({
    name,
    kind: z.enum(petKinds),
    breed: breed.optional(),
    birthdate: day.optional(),
    diedOn: day.optional(),
    bio: bio.optional(),
    avatarMediaId: id.optional(),
    /** Repeating a call with the same key answers the pet that the first one made. */
    idempotencyKey: id.optional(),
  }),
  output: petView,
}
export type CreatePet = z.infer<typeof createPet.input>

/** What is not given stays; null takes it away. */
export const updatePet = {
  input: onePet.extend({
    name: name.optional(),
    kind: z.enum(petKinds).optional(),
    breed: breed.nullable().optional(),
    birthdate: day.nullable().optional(),
    diedOn: day.nullable().optional(),
    bio: bio.nullable().optional(),
    avatarMediaId: id.nullable().optional(),
  }),
  output: petView,
}
export type UpdatePet = z.infer<typeof updatePet.input>

export const deletePet = { input: onePet, output: z.object({ status: z.literal('deleted') }) }

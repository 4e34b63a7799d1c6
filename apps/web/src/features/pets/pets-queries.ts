import { limits } from '@kinkeep/contracts/limits'

/** All pets of a circle: there are never more than a page holds. */
export function petsOf(circleId: string) {
  return { circleId, limit: limits.petsPerCircle }
}

/** Keeps that show a pet, newest first. */
export function keepsWithPet(circleId: string, petId: string) {
  return { circleId, petId, limit: 24 }
}

import type { ChildView } from '@kinkeep/contracts/children'
import { limits } from '@kinkeep/contracts/limits'
import type { PetView } from '@kinkeep/contracts/pets'
import { trpc } from '../../lib/trpc.ts'

/** Events say when they change. */
const staleTime = 5 * 60_000

export interface Profiles {
  children: readonly ChildView[]
  pets: readonly PetView[]
}

/** The children and pets of a circle, all of them; undefined until they are known. */
export function useProfiles(circleId: string): Profiles | undefined {
  const children = trpc.circles.children.list.useQuery(
    { circleId, limit: limits.childrenPerCircle },
    { staleTime },
  )
  const pets = trpc.circles.pets.list.useQuery({ circleId, limit: limits.petsPerCircle }, { staleTime })
  return children.data && pets.data && { children: children.data.items, pets: pets.data.items }
}

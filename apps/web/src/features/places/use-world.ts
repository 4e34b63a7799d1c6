import { useEffect, useState } from 'react'
import { type Country, drawWorld, readCountries } from './world.ts'

interface World {
  countries: readonly Country[]
  path: Path2D
}

/** The world once it is here; null until then, and where it could not be read: the photos are there without it. */
export function useWorld(): World | null {
  const [world, setWorld] = useState<World | null>(null)
  useEffect(() => {
    let isLeft = false
    readCountries().then(
      (countries) => !isLeft && setWorld({ countries, path: drawWorld(countries) }),
      () => undefined,
    )
    return () => {
      isLeft = true
    }
  }, [])
  return world
}

import atlasUrl from 'world-atlas/countries-50m.json?url'
import { project } from './mercator.ts'

/** A country by its outlines in degrees, longitude first. */
export interface Country {
  /** As CLDR names regions; undefined of what no list has. */
  region: string | undefined
  rings: readonly (readonly [number, number])[][]
  box: { west: number; south: number; east: number; north: number }
}

/** Units of the drawn world on one side: large enough that no coast is rounded. */
export const worldUnits = 65536

interface Topology {
  transform: { scale: [number, number]; translate: [number, number] }
  arcs: [number, number][][]
  objects: { countries: { geometries: Geometry[] } }
}

type Geometry = { id?: string } & (
  | { type: 'Polygon'; arcs: number[][] }
  | { type: 'MultiPolygon'; arcs: number[][][] }
)

let reading: Promise<readonly Country[]> | undefined

/** Coasts and borders by Natural Earth, in the public domain: a file of our own, so that nobody hears where one looks. */
export function readCountries(): Promise<readonly Country[]> {
  reading ??= fetch(atlasUrl)
    .then((response) => {
      if (!response.ok) throw new Error(`atlas: ${response.status}`)
      return response.json() as Promise<Topology>
    })
    .then(decode)
    .catch((error: unknown) => {
      reading = undefined
      throw error
    })
  return reading
}

/** https://github.com/topojson/topojson-specification: borders that countries share are there once, as steps. */
export function decode({ transform, arcs, objects }: Topology): Country[] {
  const { scale, translate } = transform
  const lines = arcs.map((arc) => {
    let [x, y] = [0, 0]
    return arc.map(([stepX, stepY]): [number, number] => {
      x += stepX
      y += stepY
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]]
    })
  })
  const lineOf = (index: number) => (index < 0 ? (lines[~index]?.toReversed() ?? []) : (lines[index] ?? []))
  const ringOf = (indexes: number[]) =>
    unwrap(indexes.flatMap((index, at) => (at === 0 ? lineOf(index) : lineOf(index).slice(1))))
  return objects.countries.geometries.map((geometry) => {
    const polygons = geometry.type === 'Polygon' ? [geometry.arcs] : geometry.arcs
    const rings = polygons.flatMap((polygon) => polygon.map(ringOf))
    return { region: regionOf(geometry.id), rings, box: boxOf(rings) }
  })
}

/** South of it an outline follows the edge of the map from one end to the other, as Antarctica's does. */
const polar = -84

/** An outline over the 180th meridian in one piece: it goes on beyond it. */
function unwrap(ring: readonly [number, number][]): [number, number][] {
  let turns = 0
  return ring.map(([x, y], index) => {
    const [before, beside] = ring[index - 1] ?? [x, y]
    if (y > polar && beside > polar) {
      if (x - before > 180) turns -= 360
      else if (x - before < -180) turns += 360
    }
    return [x + turns, y]
  })
}

/** The atlas numbers countries as ISO 3166 does; the language tag's own rules know the letters. */
function regionOf(id: string | undefined): string | undefined {
  if (id === undefined || !/^\d{3}$/.test(id)) return undefined
  const [tag] = Intl.getCanonicalLocales(`und-${id}`)
  const { region } = new Intl.Locale(tag ?? 'und')
  return region !== undefined && /^[A-Z]{2}$/.test(region) ? region : undefined
}

function boxOf(rings: readonly (readonly [number, number])[][]): Country['box'] {
  const box = { west: 180, south: 90, east: -180, north: -90 }
  for (const [x, y] of rings.flat()) {
    box.west = Math.min(box.west, x)
    box.east = Math.max(box.east, x)
    box.south = Math.min(box.south, y)
    box.north = Math.max(box.north, y)
  }
  return box
}

/** What a country is called in a language; undefined at sea, and where the atlas has no name. */
export function countryAt(
  countries: readonly Country[],
  { latitude, longitude }: { latitude: number; longitude: number },
  language: string,
): string | undefined {
  const found = countries.find(
    ({ box, rings }) =>
      latitude >= box.south &&
      latitude <= box.north &&
      [longitude - 360, longitude, longitude + 360].some(
        (x) =>
          x >= box.west &&
          x <= box.east &&
          // Inside of an odd number of outlines: those of holes count too.
          rings.filter((ring) => isInside(ring, x, latitude)).length % 2 === 1,
      ),
  )
  if (!found?.region) return undefined
  return new Intl.DisplayNames(language, { type: 'region' }).of(found.region)
}

/** https://wrfranklin.org/Research/Short_Notes/pnpoly.html */
function isInside(ring: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let inside = false
  let previous = ring.at(-1)
  for (const point of ring) {
    if (previous && point[1] > y !== previous[1] > y) {
      const crossing = ((previous[0] - point[0]) * (y - point[1])) / (previous[1] - point[1]) + point[0]
      if (x < crossing) inside = !inside
    }
    previous = point
  }
  return inside
}

/** All outlines as one path, to be drawn at any scale. */
export function drawWorld(countries: readonly Country[]): Path2D {
  const path = new Path2D()
  for (const { rings } of countries) {
    for (const ring of rings) {
      ring.forEach(([longitude, latitude], index) => {
        const { x, y } = project(latitude, longitude)
        if (index === 0) path.moveTo(x * worldUnits, y * worldUnits)
        else path.lineTo(x * worldUnits, y * worldUnits)
      })
      path.closePath()
    }
  }
  return path
}

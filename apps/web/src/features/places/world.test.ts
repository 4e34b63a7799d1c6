import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { countryAt, decode } from './world.ts'

const file = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json')
const countries = decode(JSON.parse(await readFile(file, 'utf8')))

test.each([
  [52.52, 13.4, 'en', 'Germany'],
  [55.75, 37.62, 'ru', 'Россия'],
  // An enclave: a hole in one country is another.
  [-29.6, 28.2, 'en', 'Lesotho'],
  [-33.87, 151.2, 'en', 'Australia'],
  [60, -175, 'en', undefined],
  [0, -30, 'en', undefined],
  // Beyond the 180th meridian.
  [66.5, -172, 'en', 'Russia'],
  [-17.8, 178, 'en', 'Fiji'],
])('%d, %d is in %s %s', (latitude, longitude, language, name) => {
  expect(countryAt(countries, { latitude, longitude }, language)).toBe(name)
})

test('no outline crosses the world from one end to the other', () => {
  for (const { rings } of countries) {
    expect(rings.length).toBeGreaterThan(0)
    for (const ring of rings)
      for (const [index, [x]] of ring.entries()) {
        const [next] = ring[index + 1] ?? [x]
        // Antarctica's goes along the edge of the map, which nobody sees.
        if (Math.abs(next - x) > 180) expect(Math.abs(ring[index]?.[1] ?? 0)).toBeGreaterThan(84)
      }
  }
})

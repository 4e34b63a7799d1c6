import { expect, test } from 'vitest'
import { measureText, parseMeasure } from './body-units.ts'

test.each([
  ['86,5', 'metric', 865],
  ['86.5 cm', 'imperial', 865],
  ['86,5 см', 'metric', 865],
  ['1.02 m', 'metric', 1020],
  ['1 м 2 см', 'metric', 1020],
  ['865 мм', 'metric', 865],
  ['3 ft 2 in', 'metric', 965],
  ['3 ft 2 in', 'imperial', 965],
  ['3\'2"', 'imperial', 965],
  ['3’ 2.5”', 'imperial', 978],
  ['3 фута 2 дюйма', 'metric', 965],
  ['38', 'imperial', 965],
] as const)('a height written %s, in %s units, is %i mm', (text, units, mm) => {
  expect(parseMeasure('height', text, units)).toBe(mm)
})

test.each([
  ['3,45', 'metric', 3450],
  ['3450 g', 'metric', 3450],
  ['3 450 г', 'metric', 3450],
  ['3 кг 450 г', 'metric', 3450],
  ['7 lb 6 oz', 'imperial', 3345],
  ['7', 'imperial', 3175],
  ['7,5 фунтов', 'metric', 3402],
] as const)('a weight written %s, in %s units, is %i g', (text, units, grams) => {
  expect(parseMeasure('weight', text, units)).toBe(grams)
})

test.each(['', 'tall', '-5', '3 2', '2 in 3 ft', '3 ft 2 ft', '3 kg', '1,2,3', '0', '1e3', '86.5 cm!'])(
  'no height is read from "%s"',
  (text) => expect(parseMeasure('height', text, 'metric')).toBeNull(),
)

test('what is shown is read again as what it was, to what is shown of it', () => {
  for (const language of ['en', 'ru'] as const) {
    for (let mm = 200; mm <= 2500; mm += 7) {
      const metric = parseMeasure(
        'height',
        measureText('height', mm, { units: 'metric', language }),
        'metric',
      )
      expect(metric).toBe(mm)
      const text = measureText('height', mm, { units: 'imperial', language })
      expect(Math.abs((parseMeasure('height', text, 'imperial') ?? 0) - mm)).toBeLessThanOrEqual(4)
    }
    for (let grams = 500; grams <= 90_000; grams += 310) {
      const metric = measureText('weight', grams, { units: 'metric', language })
      expect(parseMeasure('weight', metric, 'metric')).toBe(grams)
      const text = measureText('weight', grams, { units: 'imperial', language })
      expect(Math.abs((parseMeasure('weight', text, 'imperial') ?? 0) - grams)).toBeLessThanOrEqual(15)
    }
  }
})

test('whoever measures in quarters of an inch and ounces reads what they wrote', () => {
  for (let quarters = 24 * 4; quarters < 80 * 4; quarters += 1) {
    const [feet, inches] = [Math.floor(quarters / 48), (quarters % 48) / 4]
    const mm = parseMeasure('height', `${feet} ft ${inches} in`, 'imperial') ?? 0
    const shown = measureText('height', mm, { units: 'imperial', language: 'en' })
    expect(shown).toBe(inches === 0 ? `${feet} ft` : `${feet} ft ${inches} in`)
  }
  expect(measureText('weight', 3345, { units: 'imperial', language: 'en' })).toBe('7 lb 6 oz')
  expect(measureText('head', 460, { units: 'imperial', language: 'en' })).toBe('18 in')
})

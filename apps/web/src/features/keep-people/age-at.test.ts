import { expect, test } from 'vitest'
import { translatorOf } from '../../lib/i18n/translate.ts'
import en from '../../locales/family/en.json' with { type: 'json' }
import ru from '../../locales/family/ru.json' with { type: 'json' }
import { ageAt } from './age-at.ts'

test.each([
  ['2025-05-20T10:00:00', '2 y 3 m', '2 г. 3 мес.'],
  ['2028-02-14T00:00:00', '5 y', '5 л.'],
  ['2023-05-14T23:59:59', '3 m', '3 мес.'],
  ['2023-03-01T12:00:00', '2 weeks', '2 недели'],
  ['2023-02-19T12:00:00', '5 days', '5 дней'],
  ['2023-02-14T12:00:00', 'newborn', 'день рождения'],
])('somebody born on 14 February 2023 is on %s: %s', (on, english, russian) => {
  expect(ageAt(translatorOf('en', en), '2023-02-14', on)).toBe(english)
  expect(ageAt(translatorOf('ru', ru), '2023-02-14', on)).toBe(russian)
})

test('before the birth there is no age', () => {
  expect(ageAt(translatorOf('en', en), '2023-02-14', '2023-02-13T23:59:59')).toBeUndefined()
})

test.each([
  ['2026-05-01T00:00:00', 'month', 'about 3 y', 'примерно 3 г.'],
  ['2023-03-01T00:00:00', 'season', 'about 2 m', 'примерно 2 мес.'],
  ['2028-01-01T00:00:00', 'year', 'about 5 y', 'примерно 5 л.'],
] as const)('on %s, known to the %s: %s', (on, precision, english, russian) => {
  expect(ageAt(translatorOf('en', en), '2023-02-14', on, precision)).toBe(english)
  expect(ageAt(translatorOf('ru', ru), '2023-02-14', on, precision)).toBe(russian)
})

test('a decade says nothing of an age', () => {
  expect(ageAt(translatorOf('en', en), '2023-02-14', '2020-01-01T00:00:00', 'decade')).toBeUndefined()
})

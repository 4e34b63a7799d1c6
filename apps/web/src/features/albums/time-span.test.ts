import { expect, test } from 'vitest'
import { timeSpan } from './time-span.ts'

test.each([
  ['2020-06-01T23:30:00', '2020-06-30T01:00:00', 'en', 'June 2020'],
  ['2020-06-01T00:00:00', '2020-08-30T00:00:00', 'en', 'June – August 2020'],
  ['2019-12-31T23:59:59', '2020-01-01T00:00:00', 'ru', 'декабрь 2019 г. – январь 2020 г.'],
])('%s to %s in %s is %s', (from, to, language, expected) => {
  expect(timeSpan({ from, to }, language)?.replace(/\s/g, ' ')).toBe(expected)
})

test('an empty album has no time', () => {
  expect(timeSpan({ from: null, to: null }, 'en')).toBeNull()
})

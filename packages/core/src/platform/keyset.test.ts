import { expect, test } from 'vitest'
import { decodeCursor, encodeCursor, idPattern, instantPattern, wallClockPattern } from './keyset.ts'

const someId = '019a8a6e-0000-7000-8000-000000000000'

test('a cursor is read as it was written', () => {
  const now = new Date().toISOString()
  expect(decodeCursor(encodeCursor([now, someId]), [instantPattern, idPattern])).toEqual([now, someId])
  const key = ['2024-02-29T23:59:59', someId]
  expect(decodeCursor(encodeCursor(key), [wallClockPattern, idPattern])).toEqual(key)
  expect(decodeCursor(undefined, [idPattern])).toBeUndefined()
})

test.each([
  ['no JSON', 'bm90IGpzb24'],
  ['no list', Buffer.from('{"length":2}').toString('base64url')],
  ['too short', encodeCursor(['2024-02-29T23:59:59'])],
  ['a time that never was', encodeCursor(['2023-02-29T23:59:59', someId])],
  ['a year that Postgres does not know', encodeCursor(['0000-01-01T00:00:00', someId])],
  ['an id of dashes', encodeCursor(['2024-02-29T23:59:59', '-'.repeat(36)])],
  ['SQL', encodeCursor(["2024-02-29T23:59:59'; --", someId])],
])('a forged cursor is refused before Postgres meets it: %s', (_, cursor) => {
  expect(() => decodeCursor(cursor, [wallClockPattern, idPattern])).toThrow('INVALID_INPUT')
})

import { expect, test } from 'vitest'
import { firstLetter } from './first-letter.tsx'

test.each([
  [' vera', 'V'],
  ['ёлка', 'Ё'],
  ['7 Linds', '7'],
  ['и\u0306од', 'И\u0306'],
  ['e\u0301mile', 'E\u0301'],
  ['1\ufe0f\u20e3 house', '1\ufe0f\u20e3'],
  ['👨‍👩‍👧 us', '👨‍👩‍👧'],
  ['🇫🇮 north', '🇫🇮'],
  ['각하', '각'],
  ['  ', ''],
])('of %j a person sees %j first', (name, letter) => {
  expect(firstLetter(name)).toBe(letter)
})

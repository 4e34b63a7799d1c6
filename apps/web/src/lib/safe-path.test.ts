import { expect, test } from 'vitest'
import { safePath } from './safe-path.ts'

test.each(['/', '/c/1?add=true#today', '/invitations/a%20b'])('keeps %s', (path) => {
  expect(safePath(path)).toBe(path)
})

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  'javascript:alert(1)',
  'c/1',
  '',
  undefined,
  ['/'],
])('refuses %s', (value) => {
  expect(safePath(value)).toBeUndefined()
})

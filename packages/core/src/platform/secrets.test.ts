import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSecrets, type SecretKey } from './secrets.ts'

const indexKey = randomBytes(32)
const key = (id: string): SecretKey => ({ id, key: randomBytes(32) })

test('a secret opens where it belongs, and nowhere else', () => {
  const secrets = createSecrets({ keys: [key('a')], indexKey })
  const sealed = secrets.seal('+49 170 1234567', 'users.phone:1')
  expect(sealed.includes('1234567')).toBe(false)
  expect(secrets.open(sealed, 'users.phone:1')).toBe('+49 170 1234567')
  expect(() => secrets.open(sealed, 'users.phone:2')).toThrow()
})

test('the same secret looks different each time', () => {
  const secrets = createSecrets({ keys: [key('a')], indexKey })
  expect(secrets.seal('x', 'c').equals(secrets.seal('x', 'c'))).toBe(false)
})

test('no byte of it can be changed unnoticed', () => {
  const secrets = createSecrets({ keys: [key('a')], indexKey })
  const sealed = secrets.seal('a secret', 'c')
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => secrets.open(changed, 'c')).toThrow()
    expect(() => secrets.open(sealed.subarray(0, at), 'c')).toThrow()
  }
})

test('a key is replaced: old secrets open, are wrapped anew, and then do without it', () => {
  const [old, fresh] = [key('2025'), key('2026')]
  const sealed = createSecrets({ keys: [old], indexKey }).seal('kept', 'c')
  const both = createSecrets({ keys: [fresh, old], indexKey })
  expect(both.open(sealed, 'c')).toBe('kept')
  const rewrapped = both.rewrap(sealed, 'c')
  if (!rewrapped) throw new Error('should have been wrapped anew')
  expect(both.rewrap(rewrapped, 'c')).toBeUndefined()

  const after = createSecrets({ keys: [fresh], indexKey })
  expect(after.open(rewrapped, 'c')).toBe('kept')
  expect(() => after.open(sealed, 'c')).toThrow('2025')
})

test('values are found by their index, apart for each purpose and key', () => {
  const secrets = createSecrets({ keys: [key('a')], indexKey })
  expect(secrets.index('phone', '1')).toEqual(secrets.index('phone', '1'))
  expect(secrets.index('phone', '1')).not.toEqual(secrets.index('code', '1'))
  const another = createSecrets({ keys: [key('a')], indexKey: randomBytes(32) })
  expect(secrets.index('phone', '1')).not.toEqual(another.index('phone', '1'))
})

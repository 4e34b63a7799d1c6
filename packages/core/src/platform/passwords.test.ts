import { hash } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { createPasswordHasher } from './passwords.ts'

const hasher = createPasswordHasher()

test('a hash is argon2id with the parameters of the OWASP cheat sheet and one pass more, and salted', async () => {
  const [first, second] = await Promise.all([hasher.hash('a quiet evening'), hasher.hash('a quiet evening')])
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=3,p=1\$/)
  expect(second).not.toBe(first)
})

test('a password matches its own hash, and nobody’s', async () => {
  const stored = await hasher.hash('a quiet evening')
  expect(await hasher.verify(stored, 'a quiet evening')).toBe(true)
  expect(await hasher.verify(stored, 'a quiet evening ')).toBe(false)
  expect(await hasher.verify(null, 'a quiet evening')).toBe(false)
  expect(await hasher.verify(null, 'nobody has this password')).toBe(false)
})

test('a flood is refused beyond those who wait, and everybody else is served', async () => {
  const small = createPasswordHasher({ concurrency: 1, maxWaiting: 2 })
  const flood = await Promise.allSettled(Array.from({ length: 5 }, () => small.hash('a quiet evening')))
  expect(flood.map((each) => each.status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
  ])
  expect(flood[4]).toMatchObject({ reason: { reason: 'UNAVAILABLE', retryAfter: 5 } })
  await expect(small.hash('a quiet evening')).resolves.toBeDefined()
})

test('a hash that took less work is known by its parameters', async () => {
  const passwords = createPasswordHasher()
  const dated = await hash('a quiet evening', { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  expect(await passwords.verify(dated, 'a quiet evening')).toBe(true)
  expect([passwords.isDated(dated), passwords.isDated(await passwords.hash('x'))]).toEqual([true, false])
})

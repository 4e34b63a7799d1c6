import { createHash, randomBytes } from 'node:crypto'
import { limits } from '@kinkeep/contracts/limits'
import { expect, test } from 'vitest'
import { hashParts } from './file-hashes.ts'

const { partBytes } = limits
const hexOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

test('a file that is sent as a whole has one hash', async () => {
  for (const bytes of [Buffer.alloc(0), randomBytes(1000), randomBytes(limits.wholeUploadBytes)]) {
    expect(await hashParts(new Blob([bytes]), () => undefined)).toEqual({ sha256: hexOf(bytes), parts: [] })
  }
})

test('a larger one has a hash of each part too, and is read a part at a time', async () => {
  const bytes = randomBytes(2 * partBytes + 7)
  const read: number[] = []
  const { sha256, parts } = await hashParts(new Blob([bytes]), (sum) => read.push(sum))
  expect(sha256).toBe(hexOf(bytes))
  expect(parts).toEqual(
    [0, 1, 2].map((index) => hexOf(bytes.subarray(index * partBytes, (index + 1) * partBytes))),
  )
  expect(read).toEqual([partBytes, 2 * partBytes, bytes.length])
})

test('plain HTTP, where the browser keeps its own hashes to itself, finds the same', async () => {
  const bytes = randomBytes(partBytes + 7)
  const { subtle } = crypto
  Object.defineProperty(crypto, 'subtle', { value: undefined, configurable: true })
  try {
    const { sha256, parts } = await hashParts(new Blob([bytes]), () => undefined)
    expect(sha256).toBe(hexOf(bytes))
    expect(parts[1]).toBe(hexOf(bytes.subarray(partBytes)))
  } finally {
    Object.defineProperty(crypto, 'subtle', { value: subtle, configurable: true })
  }
})

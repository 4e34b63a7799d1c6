import { randomBytes, randomInt } from 'node:crypto'
import { v7 } from 'uuid'

/** Randomness and ids are passed in, so that a test may choose them. */
export interface Random {
  /** A UUIDv7: unguessable in its last 62 bits and sorted by time in its first 48. RFC 9562. */
  id(): string
  /** 32 random bytes as base64url, 43 characters: for links and cookies. */
  token(): string
  /** So many decimal digits, zeros in front among them, each string as likely as any other. */
  digits(count: number): string
}

export const systemRandom: Random = {
  id: () => v7(),
  token: () => randomBytes(32).toString('base64url'),
  digits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
}

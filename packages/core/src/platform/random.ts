import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/** Randomness and ids are passed in, so that a test may choose them. */
export interface Random {
  /** A UUIDv7: unguessable in its last 62 bits and sorted by time in its first 48. RFC 9562. */
  id(): string
  /** 32 random bytes as base64url, 43 characters: for links and cookies. */
  token(): string
}

export const systemRandom: Random = {
  id: () => v7(),
  token: () => randomBytes(32).toString('base64url'),
}

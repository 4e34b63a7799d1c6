import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * SHA-256 of an unguessable token: what the database keeps instead of it. Tokens carry 256 bits of
 * randomness, so a slow hash would add nothing.
 */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Whether a token is the one whose hash was kept, in constant time. */
export function isTokenOf(token: string | undefined, hash: Buffer): boolean {
  return token !== undefined && timingSafeEqual(hashToken(token), hash)
}

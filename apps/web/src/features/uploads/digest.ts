import { sha256 } from '@noble/hashes/sha2.js'

/** SHA-256 in hex of bytes that are in memory. */
export async function digest(bytes: ArrayBuffer): Promise<string> {
  // Typed as always there, but only secure contexts have it.
  const subtle: SubtleCrypto | undefined = crypto.subtle
  return toHex(subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : sha256(new Uint8Array(bytes)))
}

export function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

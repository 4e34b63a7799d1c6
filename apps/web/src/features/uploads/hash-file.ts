/** Larger files are sent without a checksum: hashing reads a file into memory at once. */
const largest = 100 * 1024 * 1024

/** SHA-256 in hex; undefined where the browser offers none (plain HTTP). Rejects when the file cannot be read. */
export async function hashFile(file: Blob): Promise<string | undefined> {
  // Typed as always there, but only secure contexts have it.
  const subtle: SubtleCrypto | undefined = crypto.subtle
  if (!subtle || file.size > largest) return undefined
  const digest = await subtle.digest('SHA-256', await file.arrayBuffer())
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

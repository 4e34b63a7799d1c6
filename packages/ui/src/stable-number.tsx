/**
 * A whole number below `limit` that is always the same for the same text, and well spread over ids that differ in a
 * few characters only. FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function stableNumber(text: string, limit: number): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return ((hash ^ (hash >>> 15)) >>> 0) % limit
}

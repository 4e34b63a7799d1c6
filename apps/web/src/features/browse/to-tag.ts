/** What a person typed as the server will keep it: a word or two in lower case, without the sign before it. */
export function toTag(typed: string): string {
  return typed.normalize('NFC').trim().replace(/^#+/, '').replace(/\s+/g, ' ').trim().toLowerCase()
}

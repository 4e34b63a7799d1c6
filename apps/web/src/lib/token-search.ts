/** The token of a link from a mail. Search values are parsed as JSON where they can be; one of digits is still a text. */
export function readTokenSearch(search: Record<string, unknown>): { token?: string } {
  const { token } = search
  return typeof token === 'string' || typeof token === 'number' ? { token: String(token) } : {}
}

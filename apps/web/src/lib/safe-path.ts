/**
 * The path to go to after signing in, or undefined when the value would lead to another site: what a link says is
 * not to be trusted. https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html
 */
export function safePath(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.startsWith('/')) return undefined
  const base = 'https://kinkeep.invalid'
  if (!URL.canParse(value, base)) return undefined
  const url = new URL(value, base)
  // `//host` and `/\host` name another host; a path that still begins with `//` would once it stands alone.
  if (url.origin !== base || url.pathname.startsWith('//')) return undefined
  return url.pathname + url.search + url.hash
}

/** What a personal access token may be allowed: reading or changing, by the first word of a procedure. Zod-free. */
export const tokenScopes = [
  'users:read',
  'circles:read',
  'circles:write',
  'keeps:read',
  'keeps:write',
  'media:read',
  'media:write',
  'operator:read',
  'operator:write',
] as const
export type TokenScope = (typeof tokenScopes)[number]

/**
 * The scope that a program needs for a procedure, by its path (`keeps.list`) and kind. undefined: none is enough,
 * as for all that has to do with signing in.
 */
export function tokenScopeOf(
  path: string,
  type: 'query' | 'mutation' | 'subscription',
): TokenScope | undefined {
  const wanted = `${path.split('.')[0]}:${type === 'mutation' ? 'write' : 'read'}`
  return tokenScopes.find((scope) => scope === wanted)
}

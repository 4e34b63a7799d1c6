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
 * Hands out what was kept, by an address, a link or a way into the circle that goes on when the token has ended: whoever
 * may write could read all of it that way.
 */
const handsOut = [
  'keeps.shareLinks.create',
  'keeps.exports.download',
  'keeps.books.download',
  'circles.guestLinks.create',
  'circles.invitations.send',
  'circles.invitations.resend',
  'circles.invitations.createLink',
  'circles.calendar.createFeed',
]

/**
 * The scope that a program needs for a procedure, by its path (`keeps.list`) and kind. undefined: none is enough,
 * as for all that has to do with signing in, and for what hands out more than a scope says.
 */
export function tokenScopeOf(
  path: string,
  type: 'query' | 'mutation' | 'subscription',
): TokenScope | undefined {
  if (handsOut.includes(path)) return undefined
  const wanted = `${path.split('.')[0]}:${type === 'mutation' ? 'write' : 'read'}`
  return tokenScopes.find((scope) => scope === wanted)
}

const before = '/invitations/'

/** Where an invitation is answered. */
export function invitationPath(token: string): string {
  return before + encodeURIComponent(token)
}

/** The token of the invitation that a path leads to, for whoever signs up on the way there. */
export function invitationIn(path: string | undefined): string | undefined {
  if (!path?.startsWith(before)) return undefined
  return decodeURIComponent(path.slice(before.length).replace(/[/?#].*$/, '')) || undefined
}

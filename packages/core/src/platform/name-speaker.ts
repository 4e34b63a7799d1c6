import type { Speaker } from '@kinkeep/contracts/speakers'

/** Whose a row is, joined with their names: a member, a guest link, or nobody any more. */
export interface SpeakerRow {
  userId: string | null
  userName: string | null
  userAvatarId: string | null
  guestLinkId: string | null
  guestName: string | null
  /** Who said it elsewhere, from where it was brought. */
  toldBy?: string | null
}

/** Who it was, as everybody in the circle sees them. A guest's name is the link's, and never says which link. */
export function nameSpeaker({ userId, userName, userAvatarId, guestName, toldBy }: SpeakerRow): Speaker {
  if (userId !== null && userName !== null) {
    return { kind: 'member', id: userId, name: userName, avatarId: userAvatarId }
  }
  if (guestName !== null) return { kind: 'guest', name: guestName }
  return toldBy ? { kind: 'told', name: toldBy } : { kind: 'gone' }
}

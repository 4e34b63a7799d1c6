import type { Speaker } from '@kinkeep/contracts/speakers'
import type { ReaderScope } from '../guest-links/access.ts'

/** Whose a row is, joined with their names: a member, a guest link, or nobody any more. */
export interface SpeakerRow {
  userId: string | null
  userName: string | null
  userAvatarId: string | null
  guestLinkId: string | null
  guestName: string | null
}

/** Who said something, and whether that is the reader. A guest's name is the link's, and never says which link. */
export function describeSpeaker(scope: ReaderScope, row: SpeakerRow): { author: Speaker; isOwn: boolean } {
  return { author: toSpeaker(row), isOwn: isOwn(scope, row) }
}

function toSpeaker({ userId, userName, userAvatarId, guestName }: SpeakerRow): Speaker {
  if (userId !== null && userName !== null) {
    return { kind: 'member', id: userId, name: userName, avatarId: userAvatarId }
  }
  return guestName === null ? { kind: 'gone' } : { kind: 'guest', name: guestName }
}

function isOwn(scope: ReaderScope, row: SpeakerRow): boolean {
  return scope.userId === null ? row.guestLinkId === scope.guestLinkId : row.userId === scope.userId
}

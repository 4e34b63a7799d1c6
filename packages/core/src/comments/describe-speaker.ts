import type { Speaker } from '@kinkeep/contracts/speakers'
import type { ReaderScope } from '../guest-links/access.ts'
import { nameSpeaker, type SpeakerRow } from '../platform/name-speaker.ts'

/** Who said something, and whether that is the reader. Of members, a guest learns the name and no face. */
export function describeSpeaker(scope: ReaderScope, row: SpeakerRow): { author: Speaker; isOwn: boolean } {
  const author = nameSpeaker(row)
  const hidesFace = scope.userId === null && author.kind === 'member'
  return { author: hidesFace ? { ...author, avatarId: null } : author, isOwn: isOwn(scope, row) }
}

function isOwn(scope: ReaderScope, row: SpeakerRow): boolean {
  return scope.userId === null ? row.guestLinkId === scope.guestLinkId : row.userId === scope.userId
}

import type { Speaker } from '@kinkeep/contracts/speakers'
import type { ReaderScope } from '../guest-links/access.ts'
import { nameSpeaker, type SpeakerRow } from './name-speaker.ts'

export type { SpeakerRow } from './name-speaker.ts'

/** Who said something, and whether that is the reader. */
export function describeSpeaker(scope: ReaderScope, row: SpeakerRow): { author: Speaker; isOwn: boolean } {
  return { author: nameSpeaker(row), isOwn: isOwn(scope, row) }
}

function isOwn(scope: ReaderScope, row: SpeakerRow): boolean {
  return scope.userId === null ? row.guestLinkId === scope.guestLinkId : row.userId === scope.userId
}

import type { ReactionKind } from '@kinkeep/contracts/reaction-kinds'
import type { KeepReactions, ReactionCounts, ReactionView } from '@kinkeep/contracts/reactions'
import { describeSpeaker } from '../comments/describe-speaker.ts'
import type { ReaderScope } from '../guest-links/access.ts'
import type { SpeakerRow } from '../platform/name-speaker.ts'

export interface ReactionRow extends SpeakerRow {
  id: string
  kind: ReactionKind
  createdAt: Date
}

export function toReactionView(scope: ReaderScope, row: ReactionRow): ReactionView {
  const { id, kind, createdAt } = row
  return { id, kind, ...describeSpeaker(scope, row), createdAt: createdAt.toISOString() }
}

export interface CountsRow {
  likeCount: number
  loveCount: number
  laughCount: number
  wowCount: number
  celebrateCount: number
}

export function toKeepReactions(row: CountsRow, myReaction: ReactionKind | null): KeepReactions {
  const reactions: ReactionCounts = {
    like: row.likeCount,
    love: row.loveCount,
    laugh: row.laughCount,
    wow: row.wowCount,
    celebrate: row.celebrateCount,
  }
  return { reactions, myReaction }
}

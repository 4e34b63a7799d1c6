import type { ActivityView } from '@kinkeep/contracts/activities'
import type { ActivityKind } from '@kinkeep/contracts/activity-kinds'
import type { KeepKind } from '@kinkeep/contracts/keep-kinds'
import type { InvitableRole } from '@kinkeep/contracts/roles'
import { nameSpeaker, type SpeakerRow } from '../platform/name-speaker.ts'

export interface ActivityRow extends SpeakerRow {
  id: string
  kind: ActivityKind
  updatedAt: Date
  itemCount: number
  role: InvitableRole | null
  otherId: string | null
  otherName: string | null
  childId: string | null
  childName: string | null
  petId: string | null
  petName: string | null
  albumId: string | null
  albumTitle: string | null
  keepId: string | null
  keepKind: KeepKind | null
  keepTitle: string | null
  happenedAt: string | null
  /** Those that are still there, of a keep's entry. */
  keepsAdded: number | null
  photosAdded: number | null
  comments: number | null
  photos: ActivityView['photos']
}

export function toActivityView(row: ActivityRow): ActivityView {
  const { id, kind, role, photos } = row
  return {
    id,
    kind,
    who: nameSpeaker(row),
    at: row.updatedAt.toISOString(),
    count: countOf(row),
    photoCount: row.photosAdded ?? 0,
    photos,
    keep: keepOf(row),
    child: named(row.childId, row.childName),
    pet: named(row.petId, row.petName),
    album: named(row.albumId, row.albumTitle),
    other: named(row.otherId, row.otherName),
    role,
  }
}

/** Somebody may have said more since, or deleted some of it: never more than happened, never more than is there. */
function countOf({ kind, itemCount, keepsAdded, comments }: ActivityRow): number {
  if (kind === 'keeps.added') return keepsAdded ?? 0
  if (kind === 'keep.commented') return Math.min(itemCount, comments ?? 0)
  return itemCount
}

function keepOf({ keepId, keepKind, keepTitle, happenedAt, photos }: ActivityRow): ActivityView['keep'] {
  if (keepId === null || keepKind === null || happenedAt === null) return null
  return { id: keepId, kind: keepKind, title: keepTitle, happenedAt, photoId: photos[0]?.id ?? null }
}

function named(id: string | null, name: string | null) {
  return id === null || name === null ? null : { id, name }
}

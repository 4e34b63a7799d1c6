import type { Visibility } from '@kinkeep/contracts/keep-kinds'
import type { KeepView } from '@kinkeep/contracts/keeps'
import type { MediaView } from '@kinkeep/contracts/media'
import type { DateSource } from '@kinkeep/contracts/media-states'
import { type CircleRole, can } from '@kinkeep/contracts/roles'
import { DomainError } from '../platform/errors.ts'

/** When something happened: wall clock there, minutes east of UTC if known, and what that rests on. */
export interface MemoryDate {
  happenedAt: string
  happenedOffset: number | null
  dateSource: DateSource
}

/** What a keep tells of people: whom it shows, who may know of it, and what everybody says to it. */
export type KeepPeople = Pick<
  KeepView,
  | 'visibility'
  | 'childIds'
  | 'petIds'
  | 'tags'
  | 'datePrecision'
  | 'toldBy'
  | 'isFavourite'
  | 'reactions'
  | 'myReaction'
  | 'commentCount'
>

export interface KeepRow extends MemoryDate {
  id: string
  kind: KeepView['kind']
  title: string | null
  body: string | null
  milestone: KeepView['milestone']
  createdAt: Date
  editedAt: Date | null
  trashedAt: Date | null
  authorId: string | null
  authorName: string | null
  authorAvatarId: string | null
  media: MediaView[]
  people: KeepPeople
}

export function toKeepView({ people, ...row }: KeepRow): KeepView {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    body: row.body,
    milestone: row.milestone,
    happenedAt: row.happenedAt,
    happenedOffset: row.happenedOffset,
    dateSource: row.dateSource,
    author:
      row.authorId && row.authorName !== null
        ? { id: row.authorId, name: row.authorName, avatarId: row.authorAvatarId }
        : null,
    media: row.media,
    visibility: people.visibility,
    childIds: people.childIds,
    petIds: people.petIds,
    tags: people.tags,
    datePrecision: people.datePrecision,
    toldBy: people.toldBy,
    isFavourite: people.isFavourite,
    reactions: people.reactions,
    myReaction: people.myReaction,
    commentCount: people.commentCount,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    trashedAt: row.trashedAt?.toISOString() ?? null,
  }
}

/** The same for whoever reads: of those who keep things, a guest learns the name and no face. */
export function toKeepViewFor(reader: { userId: string | null }, row: KeepRow): KeepView {
  const keep = toKeepView(row)
  if (reader.userId !== null || keep.author === null) return keep
  return { ...keep, author: { ...keep.author, avatarId: null } }
}

/** Authors change their own keeps, owners and admins everybody's. */
export function mayChangeKeep(
  member: { userId: string | null; role: CircleRole },
  keep: { authorId: string | null },
): boolean {
  return (
    member.role === 'owner' ||
    member.role === 'admin' ||
    (member.userId !== null && keep.authorId === member.userId)
  )
}

/** Whether a reader may know of a keep: what only admins see is for everybody else not there. */
export function isKnownTo(reader: { role: CircleRole }, keep: { visibility: Visibility }): boolean {
  return keep.visibility === 'circle' || can(reader.role, 'keep.restrict')
}

/** Whether a reader finds a keep on the timeline: what only admins see, admins alone, and what is in the trash, nobody. */
export function isShownTo(
  reader: { role: CircleRole },
  keep: { visibility: Visibility; trashedAt: Date | null },
): boolean {
  return keep.trashedAt === null && isKnownTo(reader, keep)
}

/** Throws ROLE_TOO_LOW when somebody who may not keep a keep from the others wants to. */
export function assertMayRestrict(member: { role: CircleRole }, visibility: Visibility | undefined): void {
  if (visibility === 'admins' && !can(member.role, 'keep.restrict')) throw new DomainError('ROLE_TOO_LOW')
}

/** How far a source is trusted, best first: 0 is what a person said. */
export const trust: Record<DateSource, number> = {
  person: 0,
  exif: 1,
  xmp: 1,
  fileName: 2,
  fileTime: 3,
  posted: 4,
}

/** The date of a keep from its media: the earliest of the best known ones. */
export function pickDate(dates: readonly MemoryDate[]): MemoryDate | undefined {
  return dates.toSorted(
    (a, b) => trust[a.dateSource] - trust[b.dateSource] || (a.happenedAt < b.happenedAt ? -1 : 1),
  )[0]
}

import type { AlbumView } from '@kinkeep/contracts/albums'
import { can, type MemberRole } from '@kinkeep/contracts/roles'

export interface AlbumRow {
  id: string
  title: string
  description: string | null
  createdAt: Date
  creatorId: string | null
  creatorName: string | null
  cover: AlbumView['cover']
  contents: Pick<AlbumView, 'keepCount' | 'from' | 'to'>
  holds: boolean | null
}

export function toAlbumView({ creatorId, creatorName, contents, ...row }: AlbumRow): AlbumView {
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    cover: row.cover,
    keepCount: contents.keepCount,
    from: contents.from,
    to: contents.to,
    createdBy: creatorId !== null && creatorName !== null ? { id: creatorId, name: creatorName } : null,
    createdAt: row.createdAt.toISOString(),
    holds: row.holds,
  }
}

/** Whoever made it, and admins: what is in it are everybody's keeps, the order they were put in is its maker's. */
export function mayDeleteAlbum(
  member: { userId: string; role: MemberRole },
  album: { createdBy: string | null },
): boolean {
  return album.createdBy === member.userId || can(member.role, 'keep.restrict')
}

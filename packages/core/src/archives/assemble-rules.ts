import type { ArchivedKeep, ArchivedKeepMedia, ArchivedMedia } from '@kinkeep/contracts/archive'
import { mediaTypes } from '@kinkeep/contracts/media-states'
import { mediaFile } from './archive-rules.ts'
import type { CommentArchiveRow, KeepArchiveRow, MediaArchiveRow, ReactionArchiveRow } from './archive-sql.ts'

/** Ids under which things leave: the first ones they were known by. */
export type OriginOf = (localId: string) => string

/** An original with its live half, as rows; what they are called in the archive is `archived`. */
export interface MediaPair {
  row: MediaArchiveRow
  archived: ArchivedMedia
  live: { row: MediaArchiveRow; archived: ArchivedMedia } | null
}

/** Media of one keep in their order, each with the half that moves. */
export function pairMedia(keepId: string, rows: readonly MediaArchiveRow[], originOf: OriginOf): MediaPair[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return rows
    .filter((row) => row.keepId === keepId && row.liveOfId === null)
    .map((row) => {
      const half = row.liveId ? byId.get(row.liveId) : undefined
      return {
        row,
        archived: toArchivedMedia(row, originOf),
        live: half ? { row: half, archived: toArchivedMedia(half, originOf) } : null,
      }
    })
}

function toArchivedMedia(row: MediaArchiveRow, originOf: OriginOf): ArchivedMedia {
  const id = originOf(row.id)
  const type = mediaTypes.find((known) => known === (row.mime ?? row.contentType))
  return {
    id,
    file: mediaFile({ id, name: row.name, happenedAt: row.happenedAt }),
    kind: row.kind,
    name: row.name,
    byteSize: row.byteSize,
    contentType: type ?? (row.kind === 'video' ? 'video/mp4' : 'image/jpeg'),
    rotation: row.rotation as ArchivedMedia['rotation'],
    happenedAt: row.happenedAt,
    happenedOffset: row.happenedOffset,
    dateSource: row.dateSource,
    latitude: row.latitude,
    longitude: row.longitude,
    createdAt: row.createdAt.toISOString(),
    isMissing: false,
  }
}

export function toArchivedKeep(
  row: KeepArchiveRow,
  parts: {
    media: readonly MediaPair[]
    comments: readonly CommentArchiveRow[]
    reactions: readonly ReactionArchiveRow[]
  },
  originOf: OriginOf,
): ArchivedKeep {
  const places = new Map(parts.comments.map(({ id }, index) => [id, index]))
  return {
    id: originOf(row.id),
    kind: row.kind,
    title: row.title,
    body: row.body,
    milestone: row.milestone,
    happenedAt: row.happenedAt,
    happenedOffset: row.happenedOffset,
    dateSource: row.dateSource,
    datePrecision: row.datePrecision,
    by: row.toldBy ?? row.authorName,
    visibility: row.visibility,
    childIds: row.childIds.map(originOf),
    petIds: row.petIds.map(originOf),
    tags: row.tags,
    isFavourite: row.isFavourite,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    media: parts.media.map(
      ({ archived, live }): ArchivedKeepMedia => ({ ...archived, live: live?.archived ?? null }),
    ),
    comments: parts.comments.map((comment) => ({
      answers: comment.parentId === null ? null : (places.get(comment.parentId) ?? null),
      by: comment.body === null ? null : (comment.userName ?? comment.guestName ?? comment.toldBy),
      body: comment.body,
      createdAt: comment.createdAt.toISOString(),
      editedAt: comment.editedAt?.toISOString() ?? null,
    })),
    reactions: parts.reactions.map((reaction) => ({
      by: reaction.userName ?? reaction.guestName ?? reaction.toldBy ?? '',
      kind: reaction.kind,
      createdAt: reaction.createdAt.toISOString(),
    })),
  }
}

import { lostFailures } from '@kinkeep/contracts/media-states'
import { can } from '@kinkeep/contracts/roles'
import { type NotNull, sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import type { Database, Tx } from '../platform/db.ts'
import { selectVisibleMedia } from './sql.ts'

export interface Duplicate {
  /** As it was asked for. */
  uploadKey: string
  mediaId: string
  keepId: string
  inTrash: boolean
  mayRestore: boolean
}

/**
 * Files that the circle has already, by their SHA-256 (hex), as far as the caller may know of them: what only admins
 * see, what lies in somebody else's trash, what nobody has put into a keep yet, and what is not proven to be that file is
 * as if it were not there. Of several, one on the timeline before one in the trash. One statement.
 */
export async function findDuplicates(
  db: Database | Tx,
  scope: CircleScope<'media.upload'>,
  files: readonly { uploadKey: string; sha256: string }[],
): Promise<Duplicate[]> {
  const keys = files.map((file) => file.uploadKey)
  const contents = files.map((file) => Buffer.from(file.sha256, 'hex'))
  const asked = sql<{ uploadKey: string; content: Buffer }>`unnest(${keys}::uuid[], ${contents}::bytea[])`
  const rows = await selectVisibleMedia(db, scope)
    .innerJoin(asked.as<'asked'>(sql`asked (upload_key, content)`), (join) =>
      join.on(sql<boolean>`coalesce(media.sha256, media.claimed_sha256) = asked.content`),
    )
    .where(sql<boolean>`media.state <> 'requested' and media.keep_id is not null`)
    // Nothing makes way for bytes that are only said to be the same: were they not, the file would be nowhere.
    .where('media.verifiedAt', 'is not', null)
    .where((media) =>
      media.or([media('media.failure', 'is', null), media('media.failure', 'not in', lostFailures)]),
    )
    // What was asked for before is the same upload, and no duplicate of anything.
    .where(
      sql<boolean>`not exists (
        select from media mine where mine.circle_id = ${scope.circleId} and mine.uploader_id = ${scope.userId}
          and mine.upload_key = asked.upload_key)`,
    )
    .select(['asked.uploadKey', 'media.id as mediaId', 'media.keepId', 'keeps.trashedAt', 'keeps.authorId'])
    .$narrowType<{ keepId: NotNull }>()
    .distinctOn('asked.uploadKey')
    .orderBy('asked.uploadKey')
    .orderBy(sql`keeps.trashed_at is not null`)
    .orderBy('media.id')
    .execute()
  return rows.map(({ uploadKey, mediaId, keepId, trashedAt, authorId }) => ({
    uploadKey,
    mediaId,
    keepId,
    inTrash: trashedAt !== null,
    mayRestore: trashedAt !== null && (authorId === scope.userId || can(scope.role, 'keep.restrict')),
  }))
}

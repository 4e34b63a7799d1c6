import type { ArchiveKind, ArchiveState } from '@kinkeep/contracts/archive-kinds'
import { archivePrefix, importKey } from '@kinkeep/core/archives/rules'
import { addSeconds, secondsPerDay } from '@kinkeep/core/platform/clock'
import type { Deps } from '@kinkeep/core/platform/deps'
import type { TestUser } from './new-user.ts'

/** An archive, a book or an import as it is when it is done; or one that is being sent. Only its row. */
export async function newArchive(
  deps: Deps,
  circle: { id: string },
  asker: TestUser,
  { kind = 'export', state = 'ready' }: { kind?: ArchiveKind; state?: ArchiveState } = {},
): Promise<{ id: string }> {
  const id = deps.random.id()
  const now = deps.clock.now()
  const isMade = state === 'ready' && kind !== 'import'
  const isSent = state === 'sending'
  return deps.db
    .insertInto('archives')
    .values({
      circleId: circle.id,
      id,
      kind,
      state,
      failure: state === 'failed' ? 'INTERNAL' : null,
      userId: asker.id,
      language: 'en',
      paper: kind === 'book' ? 'a4' : null,
      title: kind === 'book' ? 'The first year' : null,
      byteSize: kind === 'import' ? 1000 : null,
      uploadId: isSent ? await deps.storage.parts.begin(importKey(circle.id, id), 'application/zip') : null,
      storageKey: isMade ? `${archivePrefix(circle.id, kind, id)}made` : null,
      bytes: isMade ? 1000 : null,
      createdAt: now,
      finishedAt: state === 'ready' ? now : null,
      expiresAt: addSeconds(now, 7 * secondsPerDay),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
}

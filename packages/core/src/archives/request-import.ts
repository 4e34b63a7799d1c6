import type { RequestImport } from '@kinkeep/contracts/archives'
import { limits } from '@kinkeep/contracts/limits'
import type { FreshCircleScope } from '../circles/access.ts'
import { assertStillMay } from '../circles/assert-still-may.ts'
import { audit } from '../platform/audit.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { archiveColumns, importKey, importPartBytes, importsPerPerson, toArchiveView } from './rules.ts'

/**
 * Begins to bring in an archive, which is then sent in parts. One of the same size that the caller is sending already
 * is the answer. Throws ARCHIVE_BUSY while another one is sent or read, TOO_MANY_REQUESTS.
 */
export async function requestImport(
  deps: Pick<Deps, 'db' | 'transaction' | 'random' | 'limits' | 'storage'>,
  scope: FreshCircleScope<'archive.import'>,
  { byteSize }: RequestImport,
) {
  const { circleId, userId } = scope
  await deps.limits.take({ key: `import:${userId}`, limit: importsPerPerson })
  const row = await deps.transaction(async (tx) => {
    await assertStillMay(tx, scope)
    const busy = await tx
      .selectFrom('archives')
      .select([...archiveColumns, 'userId', 'uploadId'])
      .where('circleId', '=', circleId)
      .where('kind', '=', 'import')
      .where('state', 'in', ['sending', 'waiting'])
      .executeTakeFirst()
    if (busy) return busy
    const now = tx.effects.clock.now()
    const id = deps.random.id()
    const made = await tx
      .insertInto('archives')
      .values({
        circleId,
        id,
        kind: 'import',
        state: 'sending',
        userId,
        language: scope.user.language,
        byteSize,
        createdAt: now,
        expiresAt: addSeconds(now, limits.exportDays * secondsPerDay),
      })
      .returning([...archiveColumns, 'userId', 'uploadId'])
      .executeTakeFirstOrThrow()
    await audit(tx, scope.actor, { action: 'archive.importRequested', circleId, subjectId: id })
    await publish(tx, circleId, { type: 'archive.changed', archiveId: id })
    return made
  })
  const isSame = row.userId === userId && row.state === 'sending' && row.byteSize === byteSize
  if (!isSame) throw new DomainError('ARCHIVE_BUSY')
  if (!row.uploadId) await beginUpload(deps, circleId, row.id)
  return { import: toArchiveView(row), partBytes: importPartBytes }
}

/** After the row that it goes with: whatever happens in between, nothing lies in the store that nobody knows of. */
async function beginUpload(
  deps: Pick<Deps, 'db' | 'storage'>,
  circleId: string,
  importId: string,
): Promise<void> {
  const key = importKey(circleId, importId)
  const uploadId = await deps.storage.parts.begin(key, 'application/zip')
  const taken = await deps.db
    .updateTable('archives')
    .set({ uploadId })
    .where('circleId', '=', circleId)
    .where('id', '=', importId)
    .where('state', '=', 'sending')
    .where('uploadId', 'is', null)
    .returning('id')
    .executeTakeFirst()
  // Another call was first.
  if (!taken) await deps.storage.parts.abort({ key, uploadId })
}

import type { ArchiveView, RequestBook } from '@kinkeep/contracts/archives'
import { limits } from '@kinkeep/contracts/limits'
import { sql } from 'kysely'
import { getAlbumForWrite } from '../albums/queries.ts'
import type { CircleScope } from '../circles/access.ts'
import { audit } from '../platform/audit.ts'
import { addSeconds, secondsPerDay } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { publish } from '../platform/events.ts'
import { enqueue } from '../platform/jobs.ts'
import { printBook } from './jobs.ts'
import { archiveColumns, booksPerPerson, toArchiveView } from './rules.ts'
import { selectOwn } from './sql.ts'

/**
 * Has a book made of an album, of some days, or of all that the caller sees. While one is being made for them, it is
 * the answer. Throws NOT_FOUND for an album of no circle or another, and TOO_MANY_REQUESTS.
 */
export async function requestBook(
  deps: Pick<Deps, 'transaction' | 'random' | 'limits'>,
  scope: CircleScope<'book.request'>,
  input: RequestBook,
): Promise<ArchiveView> {
  const { circleId, userId } = scope
  await deps.limits.take({ key: `book:${userId}`, limit: booksPerPerson })
  return deps.transaction(async (tx) => {
    if (input.albumId) await getAlbumForWrite(tx, scope, input.albumId)
    const now = tx.effects.clock.now()
    const made = await tx
      .insertInto('archives')
      .values({
        circleId,
        id: deps.random.id(),
        kind: 'book',
        state: 'waiting',
        userId,
        language: scope.user.language,
        paper: input.paper,
        title: input.title,
        albumId: input.albumId ?? null,
        fromDay: input.from ?? null,
        toDay: input.to ?? null,
        createdAt: now,
        expiresAt: addSeconds(now, limits.exportDays * secondsPerDay),
      })
      .onConflict((conflict) =>
        conflict
          .columns(['circleId', 'userId'])
          // Written out: as parameters they would hide the index from a prepared statement.
          .where(sql<boolean>`state = 'waiting' and kind = 'book'`)
          .doNothing(),
      )
      .returning(archiveColumns)
      .executeTakeFirst()
    if (!made) {
      const own = selectOwn(tx, circleId, userId, 'book').where('state', '=', 'waiting')
      return toArchiveView(await own.select(archiveColumns).executeTakeFirstOrThrow())
    }
    await enqueue(tx, printBook, { circleId, archiveId: made.id })
    await audit(tx, scope.actor, { action: 'book.requested', circleId, subjectId: made.id })
    await publish(tx, circleId, { type: 'archive.changed', archiveId: made.id })
    return toArchiveView(made)
  })
}

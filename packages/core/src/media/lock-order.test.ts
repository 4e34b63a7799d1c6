import { newCircle, scopeIn } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { lockCircle } from '../circles/lock-circle.ts'
import { updateKeep } from '../keeps/update-keep.ts'
import { finishMedia } from './finish-media.ts'

const deps = await createTestDeps()

test.each(['a photo that becomes ready', 'a keep that becomes the admins’'])(
  '%s waits for the circle and holds nothing that whoever has the circle wants',
  async (what) => {
    const circle = await newCircle(deps)
    const { id: mediaId } = await newMedia(deps, circle, circle.owner, { state: 'processing' })
    const keep = await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [mediaId] })
    const scope = await scopeIn(deps, circle, circle.owner, 'keep.update')
    const begin = () =>
      what.startsWith('a photo')
        ? deps.transaction((tx) => finishMedia(tx, { circleId: circle.id, mediaId }, read))
        : updateKeep(deps, scope, { circleId: circle.id, keepId: keep.id, visibility: 'admins' })
    let begun: Promise<unknown> | undefined
    await deps.transaction(async (tx) => {
      await lockCircle(tx, circle.id)
      begun = begin()
      await someoneWaits()
      await sql`select id from keeps where circle_id = ${circle.id} for update nowait`.execute(tx)
      await sql`select id from media where circle_id = ${circle.id} for update nowait`.execute(tx)
    })
    await expect(begun).resolves.not.toBeInstanceOf(Error)
  },
)

const read = {
  mime: 'image/jpeg' as const,
  sha256: '00'.repeat(32),
  width: 4,
  height: 3,
  thumbHash: '',
  durationMs: null,
  taken: { at: '2025-05-05T10:00:00', offsetMinutes: null, source: 'exif' as const },
  recordedAt: null,
  place: null,
  contentId: null,
  derivedBytes: 7,
  renditionBytes: null,
}

/** Until some session in this database waits for another's lock. */
async function someoneWaits(): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'
      `.execute(deps.db)
      return rows[0]?.count
    })
    .toBe(1)
}

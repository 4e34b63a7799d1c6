import { limits } from '@kinkeep/contracts/limits'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import type { Tx } from '../platform/db.ts'
import { DomainError } from '../platform/errors.ts'

/** Puts keeps into an album that is locked; those in it stay as they are. Answers how many came in. Throws ALBUM_FULL. */
export async function putKeeps(
  tx: Tx,
  { circleId, userId }: CircleScope,
  albumId: string,
  keepIds: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ added: number; held: number }>`
    with added as (
      insert into album_keeps (circle_id, album_id, keep_id, added_by, added_at)
      select ${circleId}, ${albumId}, wanted.id, ${userId}, ${tx.effects.clock.now()}
      from unnest(${keepIds}::uuid[]) as wanted (id)
      on conflict do nothing
      returning keep_id
    )
    select (select count(*) from added)::int as added, (
      select count(*) from album_keeps where circle_id = ${circleId} and album_id = ${albumId}
    )::int as held
  `.execute(tx)
  const { added = 0, held = 0 } = rows[0] ?? {}
  // Both see the album as it was before.
  if (added + held > limits.keepsPerAlbum) throw new DomainError('ALBUM_FULL')
  return added
}

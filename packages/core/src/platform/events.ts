import type { StoredCircleEvent } from '@kinkeep/contracts/events'
import { sql } from 'kysely'
import type { Tx } from './db.ts'

/** The channel every server listens on; the payload is a circle's id. */
export const eventChannel = 'kinkeep_events'

/**
 * Tells everyone in a circle, when the transaction commits. Call it last: it holds the circle's stream row,
 * so that sequence numbers appear in commit order, without gaps.
 */
export async function publish(tx: Tx, circleId: string, event: StoredCircleEvent): Promise<void> {
  const now = tx.effects.clock.now()
  await sql`
    with next as (
      insert into circle_streams (circle_id, last_seq) values (${circleId}, 1)
      on conflict (circle_id) do update set last_seq = circle_streams.last_seq + 1
      returning last_seq
    ), stored as (
      insert into events (circle_id, seq, payload, created_at)
      select ${circleId}, last_seq, ${JSON.stringify(event)}::jsonb, ${now} from next
    )
    select pg_notify(${eventChannel}, ${circleId}::text) from next
  `.execute(tx)
}

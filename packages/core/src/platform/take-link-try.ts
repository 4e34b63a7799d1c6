import { limits } from '@kinkeep/contracts/limits'
import { sql } from 'kysely'
import type { Database } from './db.ts'
import { DomainError } from './errors.ts'
import { takeTry } from './take-try.ts'

/** Where the tries at a link's PIN or password are written down. */
const places = {
  guest: { table: sql.table('guest_links'), tries: sql.ref('pin_tries_at') },
  share: { table: sql.table('share_links'), tries: sql.ref('password_tries_at') },
}

/**
 * Takes one of `limits.pinTries` tries at a link's PIN or password before it is looked at; coming in with the right one
 * forgets them. Answers whether this try was the last. Throws TOO_MANY_REQUESTS with `retryAfter`.
 */
export async function takeLinkTry(
  db: Database,
  place: keyof typeof places,
  { circleId, id }: { circleId: string; id: string },
): Promise<{ isLast: boolean }> {
  const isRow = sql`circle_id = ${circleId} and id = ${id}`
  const taken = await takeTry(db, { ...places[place], isRow, limit: limits.pinTries })
  if ('retryAfter' in taken) throw new DomainError('TOO_MANY_REQUESTS', taken)
  return taken
}

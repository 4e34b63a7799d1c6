import type { DB } from '@kinkeep/db/types.gen'
import type { ExpressionBuilder } from 'kysely'
import { hashToken } from '../platform/token-hash.ts'

/** Where alone a code may be typed: by this session, for this challenge, in this browser. One at least. */
export interface CodeBinding {
  sessionId?: string | undefined
  challengeId?: string | undefined
  browserToken?: string | undefined
}

interface BoundColumns {
  sessionId: string | null
  challengeId: string | null
  browserHash: Buffer | null
}

/** Throws when a code would be bound to nothing, and so could be typed by anybody. */
export function toBoundColumns({ sessionId, challengeId, browserToken }: CodeBinding): BoundColumns {
  if (!(sessionId || challengeId || browserToken)) throw new Error('a code must be bound to something')
  return {
    sessionId: sessionId ?? null,
    challengeId: challengeId ?? null,
    browserHash: browserToken === undefined ? null : hashToken(browserToken),
  }
}

/** Codes bound to exactly this: what is not given must be empty there too. */
export function boundTo(columns: BoundColumns) {
  return (eb: ExpressionBuilder<DB, 'codes'>) =>
    eb.and([
      columns.sessionId === null
        ? eb('codes.sessionId', 'is', null)
        : eb('codes.sessionId', '=', columns.sessionId),
      columns.challengeId === null
        ? eb('codes.challengeId', 'is', null)
        : eb('codes.challengeId', '=', columns.challengeId),
      columns.browserHash === null
        ? eb('codes.browserHash', 'is', null)
        : eb('codes.browserHash', '=', columns.browserHash),
    ])
}

import { type Adapter, Lucia, TimeSpan } from 'lucia'
import type { Database, Tx } from './db.ts'
import type { Random } from './random.ts'
import { hashToken } from './token-hash.ts'

export const sessionCookieName = 'kinkeep_session'

/** What a statement that finds a session must answer about it. */
export interface SessionRow {
  sessionId: string
  userId: string
  remembered: boolean
  expiresAt: Date
}

export interface SessionCookie {
  token: string
  /** false: the browser forgets it when it closes. */
  remembered: boolean
}

/** A remembered session lives 30 days from its last use, another one a day. */
const lifetimes = { remembered: new TimeSpan(30, 'd'), passing: new TimeSpan(1, 'd') }

export function sessionSeconds(remembered: boolean): number {
  return (remembered ? lifetimes.remembered : lifetimes.passing).seconds()
}

/** Opens a session and answers the token for its cookie: the only place where the token itself exists. */
export async function openSession(
  tx: Tx,
  random: Random,
  userId: string,
  remembered: boolean,
): Promise<SessionCookie> {
  const token = random.token()
  const adapter = adapterOf(tx, remembered)
  await luciaOn(adapter, remembered).createSession(userId, {}, { sessionId: token })
  return { token, remembered }
}

/**
 * Finds out whose session a cookie's token is, with the caller's own statement, so that it may join whatever
 * the request needs. Answers null for an unknown or ended session; one past half its life is prolonged.
 */
export async function readSession<Row extends SessionRow>(
  db: Database,
  token: string,
  read: (tokenHash: Buffer) => Promise<Row | undefined>,
): Promise<{ row: Row; prolonged: boolean } | null> {
  const row = await read(hashToken(token))
  if (!row) return null
  const { session } = await luciaOn(adapterOf(db, row.remembered, row), row.remembered).validateSession(token)
  return session ? { row, prolonged: session.fresh } : null
}

export async function endSession(db: Database | Tx, token: string): Promise<void> {
  await luciaOn(adapterOf(db, true), true).invalidateSession(token)
}

function luciaOn(adapter: Adapter, remembered: boolean): Lucia {
  return new Lucia(adapter, { sessionExpiresIn: remembered ? lifetimes.remembered : lifetimes.passing })
}

/** lucia calls the token a session's id; the database keeps only its hash. */
function adapterOf(db: Database | Tx, remembered: boolean, found?: SessionRow): Adapter {
  return {
    async getSessionAndUser(token) {
      if (!found) return [null, null]
      const { userId, expiresAt } = found
      return [
        { id: token, userId, expiresAt, attributes: {} },
        { id: userId, attributes: {} },
      ]
    },
    async setSession({ id, userId, expiresAt }) {
      await db
        .insertInto('sessions')
        .values({ tokenHash: hashToken(id), userId, remembered, createdAt: new Date(), expiresAt })
        .execute()
    },
    async updateSessionExpiration(token, expiresAt) {
      await db.updateTable('sessions').set({ expiresAt }).where('tokenHash', '=', hashToken(token)).execute()
    },
    async deleteSession(token) {
      await db.deleteFrom('sessions').where('tokenHash', '=', hashToken(token)).execute()
    },
    async deleteUserSessions(userId) {
      await db.deleteFrom('sessions').where('userId', '=', userId).execute()
    },
    async deleteExpiredSessions() {
      await db.deleteFrom('sessions').where('expiresAt', '<', new Date()).execute()
    },
    async getUserSessions() {
      // Only hashes are stored, so lucia's list, which is keyed by tokens, cannot be given.
      return []
    },
  }
}

import { sql } from 'kysely'
import { type Adapter, Lucia, TimeSpan } from 'lucia'
import type { Database, Tx } from './db.ts'
import type { Random } from './random.ts'
import { hashToken } from './token-hash.ts'

export const sessionCookieName = 'kinkeep_session'

/** The channel on which servers hear whose sessions ended; the payload is a user's id. */
export const sessionChannel = 'kinkeep_sessions'

const touchSeconds = 5 * 60

/** What a statement that finds a session must answer about it. */
export interface SessionRow {
  sessionId: string
  userId: string
  kind: 'browser' | 'access_token'
  remembered: boolean
  expiresAt: Date
  usedAt: Date
}

/** What a session remembers of where it is used, for its owner's list. */
export interface SessionPlace {
  address: string | undefined
  userAgent?: string | undefined
}

export interface NewSession {
  userId: string
  remembered: boolean
  place: SessionPlace
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
  { userId, remembered, place }: NewSession,
): Promise<SessionCookie> {
  const token = random.token()
  const now = tx.effects.clock.now()
  const opened = { ...toColumns(place), createdAt: new Date(), provenAt: now, usedAt: now }
  const adapter = adapterOf(tx, remembered, { opened })
  await luciaOn(adapter, remembered).createSession(userId, {}, { sessionId: token })
  return { token, remembered }
}

/**
 * Ends sessions of a user, access tokens among them, and the streams that are open under them, on every server.
 * `keep` is the session that goes on.
 */
export async function endSessions(
  tx: Tx,
  userId: string,
  which: { keep?: string | undefined; only?: string; kind?: SessionRow['kind'] } = {},
): Promise<string[]> {
  const ended = await tx
    .deleteFrom('sessions')
    .where('userId', '=', userId)
    .$if(which.keep !== undefined, (query) => query.where('id', '!=', which.keep ?? ''))
    .$if(which.only !== undefined, (query) => query.where('id', '=', which.only ?? ''))
    .$if(which.kind !== undefined, (query) => query.where('kind', '=', which.kind ?? 'browser'))
    .returning('id')
    .execute()
  if (ended.length > 0) await sql`select pg_notify(${sessionChannel}, ${userId}::text)`.execute(tx)
  return ended.map(({ id }) => id)
}

/** Writes down that a session is in use, and where. Seldom: `touchSeconds` is all that a list needs. */
async function touch(db: Database, sessionId: string, place: SessionPlace): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ ...toColumns(place), usedAt: new Date() })
    .where('id', '=', sessionId)
    .execute()
}

function toColumns({ address, userAgent }: SessionPlace) {
  return { address: address ?? null, userAgent: userAgent?.slice(0, 300) ?? null }
}

/**
 * Finds out whose session a cookie's token is, with the caller's own statement, so that it may join whatever
 * the request needs. Answers null for an unknown or ended session; one past half its life is prolonged.
 */
export async function readSession<Row extends SessionRow>(
  db: Database,
  { token, kind, place }: { token: string; kind: SessionRow['kind']; place: SessionPlace },
  read: (tokenHash: Buffer) => Promise<Row | undefined>,
): Promise<{ row: Row; prolonged: boolean } | null> {
  const row = await read(hashToken(token))
  // What was made for a program opens nothing as a cookie, nor the other way round.
  if (!row || row.kind !== kind) return null
  const isStale = Date.now() - row.usedAt.getTime() > touchSeconds * 1000
  if (kind === 'access_token') {
    if (row.expiresAt.getTime() <= Date.now()) return null
    if (isStale) await touch(db, row.sessionId, place)
    return { row, prolonged: false }
  }
  const { session } = await luciaOn(
    adapterOf(db, row.remembered, { found: row }),
    row.remembered,
  ).validateSession(token)
  if (!session) return null
  if (isStale) await touch(db, row.sessionId, place)
  return { row, prolonged: session.fresh }
}

function luciaOn(adapter: Adapter, remembered: boolean): Lucia {
  return new Lucia(adapter, { sessionExpiresIn: remembered ? lifetimes.remembered : lifetimes.passing })
}

type OpenedColumns = ReturnType<typeof toColumns> & Record<'createdAt' | 'provenAt' | 'usedAt', Date>

/** lucia calls the token a session's id; the database keeps only its hash. */
function adapterOf(
  db: Database | Tx,
  remembered: boolean,
  { found, opened }: { found?: SessionRow; opened?: OpenedColumns } = {},
): Adapter {
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
      if (!opened) throw new Error('sessions are opened by openSession alone')
      await db
        .insertInto('sessions')
        .values({ tokenHash: hashToken(id), userId, remembered, expiresAt, ...opened })
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

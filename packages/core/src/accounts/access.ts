import type { Language } from '@kinkeep/contracts/languages'
import type { Expression } from 'kysely'
import type { Actor } from '../platform/audit.ts'
import { compiledStatement, type Database } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { readSession, type SessionCookie, type SessionRow } from '../platform/sessions.ts'

/** What the transport knows about a caller before anything is proven. */
export interface Caller {
  /** From the session cookie, if there is one. */
  sessionToken: string | undefined
  requestId: string
  /** The caller's address as the trusted proxies report it. */
  address: string
  /** Told when the session's life was prolonged: its cookie must last as long, whoever asked. */
  onProlonged?: (session: SessionCookie) => void
}

export interface SignedInUser {
  id: string
  email: string
  name: string
  language: Language
  timeZone: string
  createdAt: Date
}

/** Proof that a session is valid, and whose it is. Only this file makes one. */
class UserProof {
  readonly #user: SignedInUser
  readonly sessionId: string
  readonly actor: Actor

  constructor(user: SignedInUser, sessionId: string, actor: Actor) {
    this.#user = user
    this.sessionId = sessionId
    this.actor = actor
  }

  get user(): SignedInUser {
    return this.#user
  }

  get userId(): string {
    return this.#user.id
  }
}

export type { UserProof as UserScope }

/** What a statement must answer for `authenticateBy`; more columns may ride along. */
export interface SessionUserRow extends SessionRow, Omit<SignedInUser, 'id'> {}

/** The statement that finds a session and its user; features join their own proof to it. */
export function selectSession(db: Database, tokenHash: Buffer | Expression<Buffer>) {
  return db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.userId')
    .where('sessions.tokenHash', '=', tokenHash)
    .select([
      'sessions.id as sessionId',
      'sessions.userId',
      'sessions.remembered',
      'sessions.expiresAt',
      'users.email',
      'users.name',
      'users.language',
      'users.timeZone',
      'users.createdAt',
    ])
}

export interface Authenticated<Row> {
  scope: UserProof
  row: Row
}

/** Proves a caller with a statement of the caller's choice; null when nobody is signed in. */
export async function authenticateBy<Row extends SessionUserRow>(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  read: (tokenHash: Buffer) => Promise<Row | undefined>,
): Promise<Authenticated<Row> | null> {
  if (!caller.sessionToken) return null
  const found = await readSession(deps.db, caller.sessionToken, read)
  if (!found) return null
  const { row, prolonged } = found
  const { userId: id, email, name, language, timeZone, createdAt } = row
  const actor = { userId: id, requestId: caller.requestId, address: caller.address }
  if (prolonged) caller.onProlonged?.({ token: caller.sessionToken, remembered: row.remembered })
  return {
    scope: new UserProof({ id, email, name, language, timeZone, createdAt }, row.sessionId, actor),
    row,
  }
}

const readSessionUser = compiledStatement<{ tokenHash: Buffer }>()((db, parameter) =>
  selectSession(db, parameter('tokenHash')),
)

/** Proves a caller; null when nobody is signed in. One statement. */
export function authenticate(deps: Pick<Deps, 'db'>, caller: Caller) {
  return authenticateBy(deps, caller, async (tokenHash) => (await readSessionUser(deps.db, { tokenHash }))[0])
}

/** Proves a caller or throws NOT_SIGNED_IN. */
export async function requireUser(deps: Pick<Deps, 'db'>, caller: Caller) {
  const found = await authenticate(deps, caller)
  if (!found) throw new DomainError('NOT_SIGNED_IN')
  return found
}

import type { Language } from '@kinkeep/contracts/languages'
import { limits } from '@kinkeep/contracts/limits'
import type { PlatformRole } from '@kinkeep/contracts/roles'
import type { SecondFactorWay } from '@kinkeep/contracts/second-factors'
import type { TokenScope } from '@kinkeep/contracts/token-scopes'
import type { Units } from '@kinkeep/contracts/units'
import type { Expression } from 'kysely'
import type { Actor } from '../platform/audit.ts'
import { addSeconds, type Clock } from '../platform/clock.ts'
import { compiledStatement, type Database } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { readSession, type SessionCookie, type SessionRow } from '../platform/sessions.ts'

/** What the transport knows about a caller before anything is proven. */
export interface Caller {
  /** From the session cookie, or a program's Authorization header. */
  sessionToken: string | undefined
  /** Whether the token came as a program's: those never act as a browser's session. */
  isProgram?: boolean
  /** Which scope a program's token needs for what is asked; without one no program may ask it. */
  tokenScope?: TokenScope | undefined
  /** Bound to what this browser began and has not finished: a sign-up, a challenge, a journey to a provider. */
  browserToken?: string | undefined
  /** From the cookie of a trusted device. */
  deviceToken?: string | undefined
  /** From the cookie of a browser that came in by a guest link. */
  guestToken?: string | undefined
  /** From the cookie of a browser that came in by a share link. */
  shareToken?: string | undefined
  userAgent?: string | undefined
  requestId: string
  /** The caller's address as the trusted proxies report it. */
  address: string
  /** Told when the session's life was prolonged: its cookie must last as long, whoever asked. */
  onProlonged?: (session: SessionCookie) => void
  /** The same for a guest's browser. */
  onGuestProlonged?: (guestToken: string) => void
}

/** A caller whose browser can be told from others, although nobody is signed in. */
export interface BrowserCaller extends Caller {
  browserToken: string
}

export interface SignedInUser {
  id: string
  email: string
  name: string
  language: Language
  timeZone: string
  units: Units
  role: PlatformRole
  avatarId: string | null
  deletionDueAt: Date | null
  createdAt: Date
}

/** Proof that a session is valid, and whose it is. Only this file makes one. */
class UserProof {
  readonly #user: SignedInUser
  readonly sessionId: string
  /** When the person last proved who they are in this session. */
  readonly provenAt: Date
  readonly actor: Actor

  constructor(user: SignedInUser, session: ProofSession, actor: Actor) {
    this.#user = user
    this.sessionId = session.sessionId
    this.provenAt = session.provenAt
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

/** Proof that the person showed within the last minutes that it is them. Only this file makes one. */
class FreshUserProof extends UserProof {
  readonly #isFresh = true

  get isFresh(): boolean {
    return this.#isFresh
  }
}

export type { FreshUserProof as FreshUserScope }

type ProofSession = Pick<SessionUserRow, 'sessionId' | 'provenAt'>

/** What a statement must answer for `authenticateBy`; more columns may ride along. */
export interface SessionUserRow extends SessionRow, Omit<SignedInUser, 'id' | 'role'> {
  platformRole: PlatformRole
  provenAt: Date
  scopes: string[]
}

/** The statement that finds a session and its user; features join their own proof to it. */
export function selectSession(db: Database, tokenHash: Buffer | Expression<Buffer>) {
  return db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.userId')
    .where('sessions.tokenHash', '=', tokenHash)
    .where('users.deactivatedAt', 'is', null)
    .select([
      'sessions.id as sessionId',
      'sessions.userId',
      'sessions.kind',
      'sessions.scopes',
      'sessions.remembered',
      'sessions.expiresAt',
      'sessions.provenAt',
      'sessions.usedAt',
      'users.email',
      'users.name',
      'users.language',
      'users.timeZone',
      'users.units',
      'users.role as platformRole',
      'users.avatarId',
      'users.deletionDueAt',
      'users.createdAt',
    ])
}

export interface Authenticated<Row> {
  scope: UserProof
  row: Row
}

/**
 * Proves a caller with a statement of the caller's choice; null when nobody is signed in. Throws
 * TOKEN_SCOPE_TOO_LOW for a program that may not ask this.
 */
export async function authenticateBy<Row extends SessionUserRow>(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  read: (tokenHash: Buffer) => Promise<Row | undefined>,
): Promise<Authenticated<Row> | null> {
  if (!caller.sessionToken) return null
  const kind = caller.isProgram ? 'access_token' : 'browser'
  const found = await readSession(deps.db, { token: caller.sessionToken, kind, place: caller }, read)
  if (!found) return null
  const { row, prolonged } = found
  if (caller.isProgram && !(caller.tokenScope && row.scopes.includes(caller.tokenScope))) {
    throw new DomainError('TOKEN_SCOPE_TOO_LOW')
  }
  if (prolonged) caller.onProlonged?.({ token: caller.sessionToken, remembered: row.remembered })
  return { scope: new UserProof(toUser(row), row, actorOf(caller, row.userId)), row }
}

function actorOf({ requestId, address }: Caller, userId: string): Actor {
  return { userId, requestId, address }
}

function toUser(row: SessionUserRow): SignedInUser {
  const { userId: id, email, name, language, timeZone, units, avatarId, deletionDueAt, createdAt } = row
  return {
    id,
    email,
    name,
    language,
    timeZone,
    units,
    role: row.platformRole,
    avatarId,
    deletionDueAt,
    createdAt,
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

/**
 * Proves a caller who signed in, or proved again who they are, within `limits.freshMinutes`. Throws NOT_SIGNED_IN,
 * REAUTHENTICATION_REQUIRED; a program is never fresh.
 */
export async function requireFreshUser(
  deps: Pick<Deps, 'db' | 'clock'>,
  caller: Caller,
): Promise<{ scope: FreshUserProof }> {
  const { scope, row } = await requireUser(deps, caller)
  assertFresh(deps.clock, row)
  return { scope: new FreshUserProof(scope.user, row, scope.actor) }
}

/** Throws REAUTHENTICATION_REQUIRED when the proof is older than `limits.freshMinutes`, and for every program. */
export function assertFresh(clock: Clock, row: Pick<SessionUserRow, 'provenAt' | 'kind'>): void {
  const isFresh = row.provenAt > addSeconds(clock.now(), -limits.freshMinutes * 60)
  if (!isFresh || row.kind !== 'browser') throw new DomainError('REAUTHENTICATION_REQUIRED')
}

/** What a right first factor leads to. */
export type SignInOutcome =
  | { status: 'signedIn'; session: SessionCookie }
  | {
      status: 'twoFactorRequired'
      challengeId: string
      methods: SecondFactorWay[]
      preferred: SecondFactorWay
    }

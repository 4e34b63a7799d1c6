import type { CodeChannel, CodePurpose } from '@kinkeep/contracts/codes'
import { limits } from '@kinkeep/contracts/limits'
import { sql } from 'kysely'
import { addSeconds } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { enqueue } from '../platform/jobs.ts'
import { maskEmail } from '../platform/mask-email.ts'
import { indexPhone, maskPhone, userPhoneContext } from '../platform/phone-numbers.ts'
import { sendCode } from './jobs.ts'
import { codePhoneContext, codesPerDestination, waitForTurn } from './rules.ts'
import { boundTo, type CodeBinding, toBoundColumns } from './sql.ts'

export interface NewCode extends CodeBinding {
  purpose: CodePurpose
  channel: CodeChannel
  /**
   * Whose code it is. null for `phone_sign_in`: whether somebody has the number is found out by the worker, so that
   * whoever asks can neither read it nor time it.
   */
  userId: string | null
  /** E.164. Without it an SMS goes to the number that is linked to the user. */
  phone?: string | undefined
}

export interface IssuedCode {
  codeId: string
  /** The number or address, masked. */
  sentTo: string
}

/**
 * Has the worker make six digits and send them; an earlier code for the same purpose and binding is worth nothing
 * from now on. Throws TOO_MANY_REQUESTS for a number or mailbox that had its codes, SECOND_FACTOR_MISSING when an
 * SMS is wanted for a user without a number.
 */
export async function issueCode(
  tx: Tx,
  deps: Pick<Deps, 'random' | 'secrets'>,
  code: NewCode,
): Promise<IssuedCode> {
  const id = deps.random.id()
  const destination = await findDestination(tx, deps, code)
  await takeTurn(tx, destination)
  const now = tx.effects.clock.now()
  const bound = toBoundColumns(code)
  await tx
    .updateTable('codes')
    .set({ expiresAt: now })
    .where('purpose', '=', code.purpose)
    .where(boundTo(bound))
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .execute()
  await tx
    .insertInto('codes')
    .values({
      id,
      purpose: code.purpose,
      channel: code.channel,
      userId: code.userId,
      ...bound,
      phoneIndex: destination.phoneIndex,
      phoneSealed: code.phone === undefined ? null : deps.secrets.seal(code.phone, codePhoneContext(id)),
      // Postgres's own time, by which turns are counted: a server with a wrong clock opens no limit.
      createdAt: sql`clock_timestamp()`,
      expiresAt: addSeconds(now, limits.codeMinutes * 60),
    })
    .execute()
  await enqueue(tx, sendCode, { codeId: id })
  return { codeId: id, sentTo: destination.masked }
}

interface Destination {
  phoneIndex: Buffer | null
  /** Whose mailbox, when it is one. */
  userId: string | null
  masked: string
}

async function findDestination(
  tx: Tx,
  { secrets }: Pick<Deps, 'secrets'>,
  { channel, phone, userId }: NewCode,
): Promise<Destination> {
  if (phone !== undefined) {
    return { phoneIndex: indexPhone(secrets, phone), userId: null, masked: maskPhone(phone) }
  }
  const user = await tx
    .selectFrom('users')
    .select(['id', 'email', 'phoneIndex', 'phoneSealed'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  if (channel === 'email') return { phoneIndex: null, userId: user.id, masked: maskEmail(user.email) }
  if (!user.phoneSealed) throw new DomainError('SECOND_FACTOR_MISSING')
  const number = secrets.open(user.phoneSealed, userPhoneContext(user.id))
  return { phoneIndex: user.phoneIndex, userId: null, masked: maskPhone(number) }
}

/** One after the other for each destination, so that parallel requests count each other. */
async function takeTurn(tx: Tx, { phoneIndex, userId }: Destination): Promise<void> {
  const key = phoneIndex ? `sms:${phoneIndex.toString('base64url')}` : `email:${userId}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${`codes:${key}`}, 0))`.execute(tx)
  const query = tx
    .selectFrom('codes')
    .select(sql<number>`extract(epoch from clock_timestamp() - created_at)::float8`.as('age'))
    .where('channel', '=', phoneIndex ? 'sms' : 'email')
    .orderBy('createdAt', 'desc')
    .limit(Math.max(...codesPerDestination.map(({ count }) => count)))
  const sent = await (phoneIndex
    ? query.where('phoneIndex', '=', phoneIndex)
    : query.where('userId', '=', userId)
  ).execute()
  const wait = waitForTurn(sent.map(({ age }) => age))
  if (wait > 0) throw new DomainError('TOO_MANY_REQUESTS', { retryAfter: wait })
}

import type { CodeChannel, CodePurpose } from '@kinkeep/contracts/codes'
import type { Language } from '@kinkeep/contracts/languages'
import { limits } from '@kinkeep/contracts/limits'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { userPhoneContext } from '../platform/phone-numbers.ts'
import { SmsRefusedError } from '../platform/sms.ts'
import { codeEmail } from './emails.ts'
import type { sendCode } from './jobs.ts'
import { codePhoneContext, hashCode, useOf } from './rules.ts'
import { codeText } from './sms-rules.ts'

/**
 * Makes the digits, keeps their HMAC and sends them, in this order: a try that failed after sending leaves an older
 * SMS behind, whose code is replaced by the one of the next. What nobody has asked for is never made.
 */
export async function handleSendCode(
  deps: Pick<WorkerDeps, 'db' | 'clock' | 'random' | 'secrets' | 'mailer' | 'sms' | 'publicUrl' | 'log'>,
  { codeId }: z.infer<typeof sendCode.payload>,
  { jobId }: Pick<JobRun, 'jobId'>,
): Promise<void> {
  const found = await deps.db
    .selectFrom('codes')
    .select(['purpose', 'channel', 'userId', 'phoneIndex', 'phoneSealed'])
    .where('id', '=', codeId)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', deps.clock.now())
    .executeTakeFirst()
  const user = found && (await findReader(deps, found))
  if (!found || !user) return
  const number = openNumber(deps, codeId, found, user)
  if (found.channel === 'sms' && number === undefined) return

  const code = deps.random.digits(limits.codeDigits)
  await deps.db
    .updateTable('codes')
    .set({ codeHash: hashCode(deps.secrets, codeId, code) })
    .where('id', '=', codeId)
    .execute()
  const use = useOf[found.purpose]
  if (number === undefined) {
    const mail = await codeEmail({ language: user.language, code, use })
    return deps.mailer.send({ ...mail, to: user.email, messageKey: jobId })
  }
  const host = new URL(deps.publicUrl).hostname
  const text = codeText({ language: user.language, code, use, host })
  try {
    await deps.sms.send({ to: number, text, messageKey: jobId })
  } catch (error) {
    if (!(error instanceof SmsRefusedError)) throw error
    // The person sees no more than that nothing came: which numbers take no SMS is nobody else's to know.
    deps.log.warn({ err: error, codeId }, 'an SMS was refused for good')
  }
}

/** Who gets the code: the user it was made for, or whoever has the number, if anybody has. */
function findReader(
  { db }: Pick<WorkerDeps, 'db'>,
  { purpose, userId, phoneIndex }: { purpose: CodePurpose; userId: string | null; phoneIndex: Buffer | null },
): Promise<Reader | undefined> {
  const query = db
    .selectFrom('users')
    .select(['id', 'email', 'language', 'phoneSealed'])
    .where('deactivatedAt', 'is', null)
  return (
    purpose === 'phone_sign_in' ? query.where('phoneIndex', '=', phoneIndex) : query.where('id', '=', userId)
  ).executeTakeFirst()
}

interface Reader {
  id: string
  email: string
  language: Language
  phoneSealed: Buffer | null
}

function openNumber(
  { secrets }: Pick<WorkerDeps, 'secrets'>,
  codeId: string,
  code: { channel: CodeChannel; phoneSealed: Buffer | null },
  user: Reader,
): string | undefined {
  if (code.channel === 'email') return undefined
  if (code.phoneSealed) return secrets.open(code.phoneSealed, codePhoneContext(codeId))
  // The number that the user has now, which may be another than when the code was asked for.
  return user.phoneSealed ? secrets.open(user.phoneSealed, userPhoneContext(user.id)) : undefined
}

/** Codes stay a day after they were asked for, by Postgres's clock: turns are counted by them. */
export async function handleSweepCodes(deps: Pick<WorkerDeps, 'db'>): Promise<void> {
  await sql`delete from codes where created_at < clock_timestamp() - interval '25 hours'`.execute(deps.db)
}

import { limits } from '@kinkeep/contracts/limits'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { SmsRefusedError } from '../platform/sms.ts'
import { codeEmail } from './emails.ts'
import type { sendCode } from './jobs.ts'
import { codePhoneContext, hashCode, useOf, userPhoneContext } from './rules.ts'
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
    .innerJoin('users', 'users.id', 'codes.userId')
    .select(['codes.purpose', 'codes.channel', 'codes.phoneSealed', 'users.id as userId'])
    .select(['users.email', 'users.language', 'users.phoneSealed as userPhoneSealed'])
    .where('codes.id', '=', codeId)
    .where('codes.usedAt', 'is', null)
    .where('codes.expiresAt', '>', deps.clock.now())
    .where('users.deactivatedAt', 'is', null)
    .executeTakeFirst()
  if (!found) return
  const number = openNumber(deps, codeId, found)
  if (found.channel === 'sms' && number === undefined) return

  const code = deps.random.digits(limits.codeDigits)
  await deps.db
    .updateTable('codes')
    .set({ codeHash: hashCode(deps.secrets, codeId, code) })
    .where('id', '=', codeId)
    .execute()
  const use = useOf[found.purpose]
  if (number === undefined) {
    const mail = await codeEmail({ language: found.language, code, use })
    return deps.mailer.send({ ...mail, to: found.email, messageKey: jobId })
  }
  const host = new URL(deps.publicUrl).hostname
  const text = codeText({ language: found.language, code, use, host })
  try {
    await deps.sms.send({ to: number, text, messageKey: jobId })
  } catch (error) {
    if (!(error instanceof SmsRefusedError)) throw error
    // The person sees no more than that nothing came: which numbers take no SMS is nobody else's to know.
    deps.log.warn({ err: error, codeId }, 'an SMS was refused for good')
  }
}

function openNumber(
  { secrets }: Pick<WorkerDeps, 'secrets'>,
  codeId: string,
  code: { channel: string; phoneSealed: Buffer | null; userId: string; userPhoneSealed: Buffer | null },
): string | undefined {
  if (code.channel === 'email') return undefined
  if (code.phoneSealed) return secrets.open(code.phoneSealed, codePhoneContext(codeId))
  // The number that the user has now, which may be another than when the code was asked for.
  return code.userPhoneSealed ? secrets.open(code.userPhoneSealed, userPhoneContext(code.userId)) : undefined
}

/** Codes stay a day after they were asked for, by Postgres's clock: turns are counted by them. */
export async function handleSweepCodes(deps: Pick<WorkerDeps, 'db'>): Promise<void> {
  await sql`delete from codes where created_at < clock_timestamp() - interval '25 hours'`.execute(deps.db)
}

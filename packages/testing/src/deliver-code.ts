import { handleSendCode } from '@kinkeep/core/codes/handlers'
import type { Deps } from '@kinkeep/core/platform/deps'
import { createOutbox } from './outbox.ts'
import { createSmsOutbox } from './sms-outbox.ts'

/** Does for one code what the worker does, and answers the digits that were sent; undefined: nothing was. */
export async function deliverCode(deps: Deps, codeId: string): Promise<string | undefined> {
  const mailer = createOutbox()
  const sms = createSmsOutbox()
  await handleSendCode({ ...deps, mailer, sms }, { codeId }, { jobId: codeId })
  const [text] = [...mailer.mails, ...sms.messages].map((sent) => sent.text)
  return text?.match(/\b\d{6}\b/)?.[0]
}

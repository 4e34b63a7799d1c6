import { type SmsSender, smsTimeoutMs } from './sms.ts'

/** Hands messages to a catcher by HTTP, as JSON: `apps/standalone` has one. Nothing leaves the building. */
export function createCatcherSms({ url }: { url: string }): SmsSender {
  return {
    async send({ to, text, messageKey }) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ to, text, messageKey }),
        redirect: 'error',
        signal: AbortSignal.timeout(smsTimeoutMs),
      })
      await response.body?.cancel()
      if (!response.ok) throw new Error(`the SMS catcher answered ${response.status}`)
    },
    close: () => undefined,
  }
}

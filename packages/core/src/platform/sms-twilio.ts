import { z } from 'zod'
import { SmsRefusedError, type SmsSender, smsTimeoutMs } from './sms.ts'

export interface TwilioOptions {
  accountSid: string
  authToken: string
  /** A number of ours, a short code or an alphanumeric name; or else a messaging service chooses. */
  sender: { from: string } | { messagingServiceSid: string }
  /** `https://api.twilio.com`, or another region's. */
  apiUrl: string
  timeoutMs?: number
}

/**
 * What is wrong with our own account or sender, although the answer is a 400 like those about a number. Tried again
 * and left among the dead letters, where an operator sees it. https://www.twilio.com/docs/api/errors
 */
const ourOwnFaults: ReadonlySet<number> = new Set([
  20003, // authentication
  20404, // no such account
  21212, // From is no number
  21603, // From is missing
  21606, // From cannot send SMS
  21659, // From is not Twilio's
  21660, // From belongs to another account
  21701, // no such messaging service
  21703, // the messaging service has no sender
  21704, // the messaging service has no sender for this country
  30002, // account suspended
])

const failure = z.object({ code: z.number() })

/** https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource */
export function createTwilioSms(options: TwilioOptions): SmsSender {
  const { accountSid, authToken, sender, apiUrl, timeoutMs = smsTimeoutMs } = options
  const url = `${apiUrl}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const from: Record<string, string> =
    'from' in sender ? { From: sender.from } : { MessagingServiceSid: sender.messagingServiceSid }

  return {
    async send({ to, text }) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { authorization },
        body: new URLSearchParams({ ...from, To: to, Body: text }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      })
      if (response.ok) {
        await response.body?.cancel()
        return
      }
      // Its message repeats the number, so only the code goes on.
      const code = failure.safeParse(await response.json().catch(() => undefined)).data?.code
      if (response.status === 400 && code !== undefined && !ourOwnFaults.has(code)) {
        throw new SmsRefusedError('Twilio', code)
      }
      throw new Error(`Twilio answered ${response.status}, error ${code ?? 'unknown'}`)
    },
    close: () => undefined,
  }
}

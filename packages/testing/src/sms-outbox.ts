import type { Sms, SmsSender } from '@kinkeep/core/platform/sms'

export interface SmsOutbox extends SmsSender {
  messages: Sms[]
}

/** A sender that keeps what it is given; `failures` of its first sendings fail. */
export function createSmsOutbox({ failures = 0 } = {}): SmsOutbox {
  const messages: Sms[] = []
  let left = failures
  return {
    messages,
    async send(sms) {
      if (left > 0) {
        left -= 1
        throw new Error('the SMS provider is away')
      }
      messages.push(sms)
    },
    close: () => undefined,
  }
}

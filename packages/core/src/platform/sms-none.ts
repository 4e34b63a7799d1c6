import type { SmsSender } from './sms.ts'

/** Where no provider is set: the job fails and says which setting is missing. */
export function createNoSms(): SmsSender {
  return {
    send: () => Promise.reject(new Error('no SMS can be sent: SMS_PROVIDER is not set')),
    close: () => undefined,
  }
}

export interface Sms {
  /** E.164. */
  to: string
  text: string
  /** The same for every try of one job, so that a receiver can tell a repeat. */
  messageKey: string
}

/** The way out for SMS, with an adapter for each provider beside this file. */
export interface SmsSender {
  /**
   * Resolves when the provider took the message. Throws SmsRefusedError for one that it will never take, and
   * another error when a later try may succeed. Neither tells the number or the text.
   */
  send(sms: Sms): Promise<void>
  close(): void
}

/** This message to this number will not be taken however often it is tried: opted out, no such number, … */
export class SmsRefusedError extends Error {
  constructor(provider: string, code: string | number) {
    super(`${provider} refused the message: ${code}`)
    this.name = 'SmsRefusedError'
  }
}

/** Milliseconds for one call of a provider. A job has its own patience, and tries again. */
export const smsTimeoutMs = 10_000

export interface Sms {
  /** E.164. */
  to: string
  text: string
  /** The same for every try of one job. */
  messageKey: string
}

export interface SmsSender {
  /** Throws when the provider did not take it; a later try may succeed. */
  send(sms: Sms): Promise<void>
  close(): void
}

/** Where no provider is set: the job fails and says which setting is missing. */
export function createNoSms(): SmsSender {
  return {
    send: () => Promise.reject(new Error('no SMS can be sent: SMS_PROVIDER is not set')),
    close: () => undefined,
  }
}

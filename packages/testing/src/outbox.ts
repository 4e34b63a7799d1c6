import type { Mail, Mailer } from '@kinkeep/core/platform/mail'

export interface Outbox extends Mailer {
  mails: Mail[]
}

/** A mailer that keeps what it is given; `failures` of its first sendings fail. */
export function createOutbox({ failures = 0 } = {}): Outbox {
  const mails: Mail[] = []
  let left = failures
  return {
    mails,
    async send(mail) {
      if (left > 0) {
        left -= 1
        throw new Error('the mail server is away')
      }
      mails.push(mail)
    },
    close: () => undefined,
  }
}

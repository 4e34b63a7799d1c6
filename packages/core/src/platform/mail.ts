import { createTransport } from 'nodemailer'

export interface Mail {
  to: string
  subject: string
  html: string
  text: string
  /** The same for every try of one job, so that a receiver can tell a repeat. RFC 5322, 3.6.4. */
  messageKey: string
}

export interface Mailer {
  send(mail: Mail): Promise<void>
  close(): void
}

export interface MailerOptions {
  smtpUrl: string
  /** `Kinkeep <hello@example.org>` */
  from: string
}

export function createMailer({ smtpUrl, from }: MailerOptions): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 2,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  })
  const host = from.match(/@([^>\s]+)/)?.[1] ?? 'kinkeep.invalid'
  return {
    async send({ messageKey, ...mail }) {
      await transport.sendMail({
        ...mail,
        from,
        messageId: `<${messageKey}@${host}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      })
    },
    close: () => transport.close(),
  }
}

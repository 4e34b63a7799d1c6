import { mkdir } from 'node:fs/promises'
import type { Part } from './lifetime.ts'
import { freePort } from './ports.ts'

export interface MailCatcher extends Part {
  smtpUrl: string
  /** Its page and its API (`GET /api/email`). */
  mailUrl: string
}

export interface MailCatcherOptions {
  host: string
  webPort: number | undefined
  /** Where mails are kept, also over a restart. */
  directory: string
}

/** maildev: takes every mail that is sent to it and delivers none; a page shows them. */
export async function startMailCatcher(options: MailCatcherOptions): Promise<MailCatcher> {
  const { host, directory } = options
  const { MailDev } = await import('maildev')
  const smtpPort = await freePort('127.0.0.1')
  const webPort = options.webPort ?? (await freePort(host))
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const maildev = new MailDev({
    smtp: smtpPort,
    ip: '127.0.0.1',
    web: webPort,
    webIp: host,
    silent: true,
    maxEmails: 1_000,
    mailDirectory: directory,
  })
  await quietly(() => maildev.start())
  return {
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    mailUrl: `http://${host === '0.0.0.0' ? 'localhost' : host}:${webPort}`,
    stop: () => maildev.stop(),
  }
}

/** maildev announces its address with console.info however silent it is told to be; ours is printed elsewhere. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { info } = console
  console.info = () => undefined
  try {
    return await work()
  } finally {
    console.info = info
  }
}

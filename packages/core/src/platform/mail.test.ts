import { randomUUID } from 'node:crypto'
import { testServices } from '@kinkeep/testing/services'
import { expect, onTestFinished, test } from 'vitest'
import { createMailer, type Mail } from './mail.ts'

const { smtpUrl, mailUrl } = await testServices()

test('a mail arrives whole, in both versions and any script, and says that a machine wrote it', async () => {
  const mail = aMail({ subject: 'Круг «Ивановы» ждёт вас', text: 'Привет', html: '<p>Привет</p>' })
  await send(mail)
  expect(await received(mail)).toMatchObject([
    {
      subject: 'Круг «Ивановы» ждёт вас',
      from: [{ name: 'Kinkeep', address: 'hello@kinkeep.test' }],
      to: [{ address: mail.to }],
      text: 'Привет',
      html: '<p>Привет</p>',
      headers: { 'auto-submitted': 'auto-generated', 'message-id': `<${mail.messageKey}@kinkeep.test>` },
    },
  ])
})

test('a line break in a subject makes no header', async () => {
  const mail = aMail({ subject: 'Hello\r\nX-Injected: yes\r\n\r\nand a body' })
  await send(mail)
  const [found] = await received(mail)
  expect(found?.headers).not.toHaveProperty('x-injected')
  expect(found?.text).toBe('Text')
})

test('a mail server that is away is an error, so that the job can try again', async () => {
  const mailer = createMailer({ smtpUrl: 'smtp://127.0.0.1:1', from: 'Kinkeep <hello@kinkeep.test>' })
  onTestFinished(() => mailer.close())
  await expect(mailer.send(aMail())).rejects.toThrow('ECONNREFUSED')
})

function aMail(mail: Partial<Mail> = {}): Mail {
  const messageKey = randomUUID()
  return {
    to: `${messageKey}@example.org`,
    subject: 'Hello',
    text: 'Text',
    html: '<p>Text</p>',
    messageKey,
    ...mail,
  }
}

async function send(mail: Mail): Promise<void> {
  const mailer = createMailer({ smtpUrl, from: 'Kinkeep <hello@kinkeep.test>' })
  await mailer.send(mail)
  mailer.close()
}

interface Received {
  subject: string
  text: string
  html: string
  from: { name: string; address: string }[]
  to: { address: string }[]
  headers: Record<string, string>
}

/** What the catcher has for an address, once there is something. */
async function received({ to }: Mail): Promise<Received[]> {
  let mails: Received[] = []
  await expect
    .poll(async () => {
      const response = await fetch(new URL('/api/email', mailUrl))
      const all = (await response.json()) as Received[]
      mails = all.filter((mail) => mail.to.some(({ address }) => address === to))
      return mails.length
    })
    .toBeGreaterThan(0)
  return mails.map((mail) => ({ ...mail, text: mail.text.trim(), html: mail.html.trim() }))
}

import { appendFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { createCatcherSms } from '@kinkeep/core/platform/sms-catcher'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { startSmsCatcher } from './sms-catcher.ts'
import type { CaughtSms } from './sms-folder.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'kinkeep-sms-'))
})
afterEach(() => rm(directory, { recursive: true }))

async function start() {
  const names = ['kinkeep.example']
  const catcher = await startSmsCatcher({ host: '127.0.0.1', webPort: undefined, directory, names })
  onTestFinished(() => catcher.stop())
  const sender = createCatcherSms({ url: catcher.catcherUrl })
  return {
    ...catcher,
    send: (messageKey: string, to = '+4915123456789') =>
      sender.send({ to, text: `Hello <b>${messageKey}</b>`, messageKey }),
    list: async () => {
      const response = await fetch(`${catcher.smsUrl}/api/sms`)
      return (await response.json()) as CaughtSms[]
    },
  }
}

test('keeps what it catches, newest first, also over a restart', async () => {
  const first = await start()
  await first.send('a')
  await first.send('b', '+79161234567')
  expect((await first.list()).map(({ to, text: said }) => [to, said])).toEqual([
    ['+79161234567', 'Hello <b>b</b>'],
    ['+4915123456789', 'Hello <b>a</b>'],
  ])
  await first.stop()
  const second = await start()
  expect((await second.list()).map(({ messageKey }) => messageKey)).toEqual(['b', 'a'])
})

test('shows the last try of a message alone', async () => {
  const { send, list } = await start()
  await send('a')
  await send('b')
  await send('a')
  expect((await list()).map(({ messageKey }) => messageKey)).toEqual(['a', 'b'])
})

test('passes over a line that a power cut left unfinished', async () => {
  const first = await start()
  await first.send('a')
  await first.stop()
  await appendFile(path.join(directory, 'messages.jsonl'), '{"to":"+49')
  const second = await start()
  await second.send('b')
  expect((await second.list()).map(({ messageKey }) => messageKey)).toEqual(['b', 'a'])
})

test('many at once are all kept', async () => {
  const { send, list } = await start()
  await Promise.all(Array.from({ length: 50 }, (_, i) => send(`${i}`)))
  expect(await list()).toHaveLength(50)
})

test('its files are for their owner alone', async () => {
  const { send } = await start()
  await send('a')
  for (const name of await readdir(directory)) {
    expect((await stat(path.join(directory, name))).mode & 0o077).toBe(0)
  }
})

test('its page loads nothing from anywhere else, and runs nothing that stands in it', async () => {
  const { smsUrl } = await start()
  const response = await fetch(smsUrl)
  const html = await response.text()
  expect(response.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; .*frame-ancestors 'none'/,
  )
  expect(html).not.toMatch(/https?:|<style|style=|<script>| on\w+=/)
  const [, ...files] = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, file]) => file)
  expect(files).toHaveLength(1)
  expect((await fetch(`${smsUrl}/page.js`)).headers.get('content-type')).toBe(
    'text/javascript; charset=utf-8',
  )
  expect((await fetch(`${smsUrl}/nothing`)).status).toBe(404)
})

test('takes messages from this machine, as JSON, and nothing at its page’s address', async () => {
  const { smsUrl, catcherUrl, list } = await start()
  const body = JSON.stringify({ to: '+4915123456789', text: 'x', messageKey: 'x' })
  const post = (url: string, type: string, sent = body) =>
    fetch(url, { method: 'POST', headers: { 'content-type': type }, body: sent }).then(({ status }) => status)
  expect(new URL(catcherUrl).hostname).toBe('127.0.0.1')
  expect(await post(`${smsUrl}/api/sms`, 'application/json')).toBe(405)
  expect(await post(catcherUrl, 'text/plain')).toBe(400)
  expect(await post(catcherUrl, 'application/json', '{}')).toBe(400)
  expect(await post(catcherUrl, 'application/json', `"${'x'.repeat(70_000)}"`)).toBe(400)
  expect(await list()).toEqual([])
})

test.each([
  ['localhost:1', 200],
  ['127.0.0.1', 200],
  ['[::1]:4043', 200],
  ['kinkeep.example', 200],
  ['evil.example', 403],
])('asked as %s, it answers %i', async (host, status) => {
  const { smsUrl } = await start()
  const answered = await new Promise<number | undefined>((resolve, reject) => {
    request(`${smsUrl}/api/sms`, { headers: { host } }, async (response) => {
      await text(response)
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
  expect(answered).toBe(status)
})

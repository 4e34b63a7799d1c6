import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdtemp, readdir, rm, watch, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { inheritedEnv } from './config.ts'
import { openDataFolder } from './data-folder.ts'

const main = path.join(import.meta.dirname, 'main.ts')

let folder: string
let launched: ChildProcess[]
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinkeep-launcher-'))
  launched = []
})
afterEach(async () => {
  for (const child of launched) child.kill('SIGKILL')
  await rm(folder, { recursive: true, maxRetries: 5 })
})

function launch(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = fork(main, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...inheritedEnv, TMPDIR: folder, KINKEEP_DATA: path.join(folder, 'data'), ...env },
  })
  launched.push(child)
  const exited = once(child, 'exit').then(([code]: unknown[]) => code)
  const errors = child.stderr ? text(child.stderr) : Promise.resolve('')
  // Server and worker write to the same pipe: it ends when none of them is left.
  const allGone = child.stdout ? text(child.stdout) : Promise.resolve('')
  const ready = Promise.race([
    once(child, 'message').then(([message]) => message),
    exited.then(async (code) => Promise.reject(new Error(`ended with ${code}: ${await errors}`))),
  ])
  ready.catch(() => undefined)
  return { child, exited, errors, allGone, ready }
}

/** A connection that tells when its server goes away. */
async function connect(connectionString: string) {
  const client = new pg.Client({ connectionString })
  client.on('error', () => undefined)
  await client.connect()
  return { client, lost: new Promise((resolve) => client.once('end', resolve)) }
}

async function hasThrowaway(): Promise<boolean> {
  return (await readdir(folder)).some((name) => name.startsWith('kinkeep-'))
}
async function untilThrowawayIsGone(): Promise<boolean> {
  for await (const _ of watch(folder)) {
    if (!(await hasThrowaway())) return true
  }
  return false
}

describe('services', () => {
  test('answer where they are, and end with nothing left when the parent lets go', async () => {
    const { child, ready, exited } = launch(['services'])
    const services = await ready
    const { lost } = await connect(services.postgresUrl)
    expect((await fetch(`${services.mailUrl}/api/email`)).status).toBe(200)
    expect(await (await fetch(`${services.smsUrl}/api/sms`)).json()).toEqual([])
    expect((await fetch(services.store.endpoint)).status).toBe(403)
    expect(services).toMatchObject({ type: 'ready', smtpUrl: expect.stringMatching(/^smtp:/) })

    child.disconnect()
    await lost
    expect(await exited).toBe(0)
    await expect(fetch(services.store.endpoint)).rejects.toThrow()
    expect(await hasThrowaway()).toBe(false)
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('stop on %s', async (signal) => {
    const { child, ready, exited } = launch(['services', '--only=postgres'])
    const { lost } = await connect((await ready).postgresUrl)
    child.kill(signal)
    await lost
    expect(await exited).toBe(0)
  })

  test('when the launcher is killed, Postgres ends and takes its data with it', async () => {
    const { child, ready } = launch(['services', '--only=postgres'])
    const { lost } = await connect((await ready).postgresUrl)
    const cleared = untilThrowawayIsGone()
    child.kill('SIGKILL')
    await lost
    expect(await cleared).toBe(true)
  })

  test('that nobody knows are named', async () => {
    const { errors, exited } = launch(['services', '--only=redis'])
    expect(await errors).toContain('There is no service "redis"')
    expect(await exited).toBe(1)
  })
})

describe('start', () => {
  test('on data that another one has says so', async () => {
    const data = await openDataFolder(path.join(folder, 'data'))
    await data.announce('http://localhost:1')
    const { errors, exited } = launch(['start'])
    expect(await errors).toContain(
      `already running on ${folder}/data (process ${process.pid}, http://localhost:1)`,
    )
    expect(await exited).toBe(1)
    await data.stop()
  })

  test('with a port that is taken names it', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? String(address?.port) : ''
    const { errors, exited } = launch(['start'], { PORT: port })
    expect(await errors).toContain(`Port ${port} on 127.0.0.1 is taken (PORT=${port})`)
    expect(await exited).toBe(1)
    server.close()
  })

  test('with wrong settings lists every one of them', async () => {
    const wrong = { PORT: 'x', SMTP_URL: 'nowhere', LOG_LEVEL: 'loud', SMS_PROVIDER: 'twilio' }
    const { errors, exited } = launch(['start'], wrong)
    expect(await errors).toMatch(/PORT: .*\n.*SMTP_URL: .*\n.*LOG_LEVEL: .*\n.*TWILIO_ACCOUNT_SID: /)
    expect(await exited).toBe(1)
  })

  test('where no data can be written says so', async () => {
    await writeFile(path.join(folder, 'file'), '')
    const { errors, exited } = launch(['start'], { KINKEEP_DATA: path.join(folder, 'file/data') })
    expect(await errors).toContain(`The data folder ${folder}/file/data is not a folder`)
    expect(await exited).toBe(1)
  })

  test('killed leaves no process, and the next start finds the same data', async () => {
    const first = launch(['start'])
    const { origin, smsUrl } = await first.ready
    expect((await fetch(`${origin}/ready`)).status).toBe(200)
    expect(await (await fetch(`${smsUrl}/api/sms`)).json()).toEqual([])
    expect(await (await fetch(origin)).text()).toContain('<!doctype html>')
    first.child.kill('SIGKILL')
    await first.allGone

    const second = launch(['start'])
    const again = await second.ready
    expect((await fetch(`${again.origin}/ready`)).status).toBe(200)
    second.child.disconnect()
    await second.allGone
    expect(await second.exited).toBe(0)
    await expect(access(path.join(folder, 'data/postgres/postmaster.pid'))).rejects.toThrow()
  }, 90_000)
})

import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { toAppUrl } from './app-url.ts'
import { type Launched, launch } from './launcher.ts'
import type { ServicesReply, TestServices } from './services.ts'

const templateDatabase = 'kinkeep_template'

/**
 * Runs once, in vitest's main process: answers every worker that asks for services with the same ones, and
 * starts them for the first that does.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let running: Promise<Launched<TestServices>> | undefined

  const answer = async (socket: Socket) => {
    running ??= prepare()
    const reply: ServicesReply = await running.then(
      (services) => ({ services }),
      (error: Error) => ({ error: error.message }),
    )
    socket.end(JSON.stringify(reply))
  }
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    void answer(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  project.provide('servicesPort', (server.address() as AddressInfo).port)

  return async () => {
    server.close()
    const started = await running?.catch(() => undefined)
    await started?.stop()
  }
}

async function prepare(): Promise<Launched<TestServices>> {
  const services = await launch('services')
  try {
    await createTemplate(services.postgresUrl)
  } catch (error) {
    await services.stop()
    throw error
  }
  return { ...services, templateDatabase }
}

async function createTemplate(postgresUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl })
  await client.connect()
  try {
    await client.query(`create database ${templateDatabase}`)
    const url = new URL(postgresUrl)
    url.pathname = templateDatabase
    // Loaded here, so that runs without a database do not wait for it.
    const { migrate } = await import('@kinkeep/core/migrate')
    await migrate(url.href, toAppUrl(url.href))
  } finally {
    await client.end()
  }
}

import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { inject } from 'vitest'
import type { Services } from './launcher.ts'

export interface TestServices extends Services {
  /** The name of a migrated, empty database to clone. */
  templateDatabase: string
}

export type ServicesReply = { services: TestServices } | { error: string }

declare module 'vitest' {
  interface ProvidedContext {
    servicesPort: number
  }
}

let asked: Promise<TestServices> | undefined

/**
 * Postgres, object store and mail catcher of this test run. The first test that asks starts them (about 2 s); a
 * run in which nobody asks starts nothing.
 */
export function testServices(): Promise<TestServices> {
  asked ??= ask(inject('servicesPort'))
  return asked
}

async function ask(port: number): Promise<TestServices> {
  const reply: ServicesReply = JSON.parse(await text(connect(port, '127.0.0.1')))
  if ('error' in reply) throw new Error(reply.error)
  return reply.services
}

import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { type AddressInfo, isIP } from 'node:net'
import { z } from 'zod'
import type { Part } from './lifetime.ts'
import { pageFiles } from './sms-catcher-page.ts'
import { openSmsFolder } from './sms-folder.ts'

export interface SmsCatcher extends Part {
  /** Where the worker hands messages in; on this machine alone. */
  catcherUrl: string
  /** Its page and its API (`GET /api/sms`). */
  smsUrl: string
}

export interface SmsCatcherOptions {
  host: string
  /** undefined for any free one. */
  webPort: number | undefined
  /** Where messages are kept, also over a restart. */
  directory: string
  /** What people call this machine, beside `localhost` and its addresses. */
  names: readonly string[]
}

const bodyBytesMax = 64 * 1024
const incoming = z.object({
  to: z.string().max(32),
  text: z.string().max(2000),
  messageKey: z.string().max(200),
})

/**
 * Takes every SMS that the worker sends and delivers none; a page shows them. Messages come in at a port that only
 * this machine reaches, as mails do, and are read where the mail catcher's are.
 */
export async function startSmsCatcher(options: SmsCatcherOptions): Promise<SmsCatcher> {
  const { host, webPort = 0, directory } = options
  const folder = await openSmsFolder(directory)
  const names = new Set([...options.names, 'localhost'])

  const intake = await listen(0, '127.0.0.1', (request, response) => {
    void takeMessage(request).then(
      async (message) => {
        await folder.add(message)
        response.writeHead(204).end()
      },
      () => response.writeHead(400).end(),
    )
  })
  const page = await listen(webPort, host, (request, response) => {
    // A foreign page whose name was pointed at us would read codes through its visitor's browser.
    if (!isOwnName(request.headers.host, names)) return void response.writeHead(403).end()
    const { pathname } = new URL(request.url ?? '/', 'http://catcher')
    if (request.method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end()
    if (pathname === '/api/sms') return send(response, 'application/json', JSON.stringify(folder.list()))
    const file = pageFiles.get(pathname)
    if (file) return send(response, file.type, file.content)
    response.writeHead(404).end()
  })
  return {
    catcherUrl: `http://127.0.0.1:${intake.port}/api/sms`,
    smsUrl: `http://${host === '0.0.0.0' ? 'localhost' : host}:${page.port}`,
    async stop() {
      await Promise.all([intake.stop(), page.stop()])
      await folder.stop()
    },
  }
}

/** Only as JSON, which no page of somebody else's can make a browser send here. */
async function takeMessage(request: IncomingMessage) {
  if (request.method !== 'POST' || request.headers['content-type'] !== 'application/json') {
    throw new Error('not a message')
  }
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > bodyBytesMax) throw new Error('too large')
    chunks.push(chunk)
  }
  return incoming.parse(JSON.parse(Buffer.concat(chunks).toString()))
}

function isOwnName(header: string | undefined, names: ReadonlySet<string>): boolean {
  if (header === undefined || !URL.canParse(`http://${header}`)) return false
  const { hostname } = new URL(`http://${header}`)
  return names.has(hostname) || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
}

function send(response: ServerResponse, type: string, content: string): void {
  response.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  })
  response.end(content)
}

async function listen(port: number, host: string, handle: RequestListener): Promise<Part & { port: number }> {
  const server = createServer({ requestTimeout: 10_000 }, handle).listen(port, host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

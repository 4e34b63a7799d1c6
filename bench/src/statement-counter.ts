import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface StatementCounter {
  /** The database behind the counter. */
  databaseUrl: string
  /** How many times a statement was executed through it so far. */
  count(): number
  stop(): void
}

const execute = 'E'.charCodeAt(0)
const simpleQuery = 'Q'.charCodeAt(0)

/**
 * A proxy before Postgres that counts Execute and Query messages, whoever sends them and by whatever library.
 * https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export async function startStatementCounter(databaseUrl: string): Promise<StatementCounter> {
  const url = new URL(databaseUrl)
  const [host, port] = [url.hostname, Number(url.port)]
  const sockets = new Set<Socket>()
  let statements = 0
  const server = createServer((client) => {
    const upstream = connect(port, host)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    }
    const read = createMessageReader((type) => {
      if (type === execute || type === simpleQuery) statements += 1
    })
    client.on('data', read)
    client.pipe(upstream).pipe(client)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url.port = String((server.address() as AddressInfo).port)
  return {
    databaseUrl: url.href,
    count: () => statements,
    stop() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Follows the frontend's messages over chunks: the startup message has no type, all others have one. */
function createMessageReader(onMessage: (type: number) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  let isStarted = false
  return (chunk) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    for (;;) {
      const head = isStarted ? 1 : 0
      if (rest.length < head + 4) return
      const length = head + rest.readUInt32BE(head)
      if (rest.length < length) return
      if (isStarted) onMessage(rest.readUInt8(0))
      isStarted = true
      rest = rest.subarray(length)
    }
  }
}

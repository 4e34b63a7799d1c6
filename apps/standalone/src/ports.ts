import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { StartError } from './start-error.ts'

/** A port nobody listens on at this moment. */
export async function freePort(host: string): Promise<number> {
  const port = await tryPort(host, 0)
  if (!port) throw new StartError(`There is no free port on ${host}.`)
  return port
}

/** The wished port, or the next free one of 50; `onTaken` hears when it is another. */
export async function portFrom(
  host: string,
  wished: number,
  onTaken?: (taken: number, next: number) => void,
): Promise<number> {
  for (let port = wished; port < wished + 50; port += 1) {
    if (!(await tryPort(host, port))) continue
    if (port !== wished) onTaken?.(wished, port)
    return port
  }
  return freePort(host)
}

/** The port a person asked for by name. Throws StartError when it is taken or not allowed. */
export async function requirePort(host: string, port: number, key: string): Promise<number> {
  if (await tryPort(host, port)) return port
  throw new StartError(
    `Port ${port} on ${host} is taken (${key}=${port}). Stop what listens there, or choose another ${key}.`,
  )
}

/** Listens for a moment; undefined when the port is in use or needs more rights. Throws on an unknown host. */
async function tryPort(host: string, port: number): Promise<number | undefined> {
  const server = createServer()
  try {
    server.listen({ host, port, exclusive: true })
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EADDRINUSE' || code === 'EACCES') return undefined
    throw new StartError(`Cannot listen on ${host}: ${(error as Error).message}.`)
  } finally {
    server.close()
  }
}

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Part } from '../lifetime.ts'
import { authenticate, type Credentials } from './authenticate.ts'
import { createBlobs } from './blobs.ts'
import { openCatalog } from './catalog.ts'
import type { StoreContext } from './context.ts'
import { type AllowedOrigins, allowOrigin, answerPreflight } from './cors.ts'
import { findOperation } from './operations.ts'
import { postObject } from './post-object.ts'
import { S3Error, toS3Error } from './s3-error.ts'
import { parseRequest, type S3Request } from './s3-request.ts'
import { createUploads } from './uploads.ts'
import { xmlDocument } from './xml.ts'

export interface ObjectStore extends Part {
  port: number
}

export interface ObjectStoreOptions {
  folder: string
  host: string
  /** 0 for any free one. */
  port: number
  bucket: string
  credentials: Credentials
  allowedOrigins: AllowedOrigins
  /** Answer only when the disk has it; false for data that is thrown away. */
  durable: boolean
  now(): Date
  /** Somebody should look at what the client was told nothing about. */
  onError(error: unknown): void
  /** Of one body. S3 takes 5 GiB. */
  bytesMax?: number
}

const s3BytesMax = 5 * 1024 ** 3
const idleMs = 120_000
/** What open requests get when the store stops. */
const patienceMs = 3_000
/** A refused body up to this size is read to its end; a longer one is cut off. */
const drainBytesMax = 64 * 1024 ** 2

/**
 * Serves one bucket over S3's HTTP interface, path style, from a folder: the bytes in `blobs`, what shows them in
 * `catalog.sqlite`. Requires the exclusive use of the folder. Throws when it cannot listen or write.
 */
export async function startObjectStore(options: ObjectStoreOptions): Promise<ObjectStore> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 })
  const blobs = await createBlobs({ folder: path.join(options.folder, 'blobs'), durable: options.durable })
  const catalog = openCatalog(path.join(options.folder, 'catalog.sqlite'), options.durable)
  if (!catalog.wasClosed) {
    const known = catalog.allFiles()
    await blobs.sweep((file) => known.has(file))
  }
  const context: StoreContext = {
    blobs,
    catalog,
    uploads: createUploads(catalog),
    now: options.now,
    newId: () => randomBytes(16).toString('hex'),
    bytesMax: options.bytesMax ?? s3BytesMax,
  }
  let stopped: Promise<void> | undefined
  const working = new Set<Promise<void>>()
  const take = (incoming: IncomingMessage, response: ServerResponse) => {
    const work = serve(context, options, incoming, response)
    working.add(work)
    void work.finally(() => working.delete(work))
  }
  // A body of gigabytes takes its time; a connection on which nothing moves does not get it.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 5_000 }, take)
  server.on('checkContinue', take)
  server.setTimeout(idleMs)
  server.listen(options.port, options.host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      stopped ??= stop()
      return stopped
    },
  }

  async function stop(): Promise<void> {
    const closed = once(server, 'close')
    server.close()
    server.closeIdleConnections()
    const patience = setTimeout(() => server.closeAllConnections(), patienceMs)
    await closed
    clearTimeout(patience)
    await Promise.allSettled(working)
    catalog.close()
  }
}

async function serve(
  context: StoreContext,
  options: ObjectStoreOptions,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = context.newId()
  response.setHeader('x-amz-request-id', requestId)
  let request: S3Request | undefined
  try {
    request = parseRequest(incoming, response)
    await perform(context, options, request)
  } catch (error) {
    // A client that went away is no failure of ours, and there is nobody left to tell.
    if (response.destroyed || incoming.errored) return
    const refusal = toS3Error(error)
    if (refusal.status >= 500) options.onError(error)
    refuse(incoming, response, refusal, requestId)
  }
}

async function perform(
  context: StoreContext,
  options: ObjectStoreOptions,
  request: S3Request,
): Promise<void> {
  if (request.method === 'OPTIONS') return answerPreflight(request, options.allowedOrigins)
  allowOrigin(request, options.allowedOrigins)
  const isForm = request.header('content-type')?.startsWith('multipart/form-data') ?? false
  if (request.method === 'POST' && request.key === '' && isForm) {
    requireBucket(request, options.bucket)
    return postObject(context, request, options.credentials)
  }
  const payload = authenticate(request, options.credentials, context.now())
  requireBucket(request, options.bucket)
  await findOperation(request)(context, request, payload)
}

function requireBucket(request: S3Request, bucket: string): void {
  if (request.bucket !== bucket) throw new S3Error('NoSuchBucket', 'The specified bucket does not exist')
}

function refuse(
  incoming: IncomingMessage,
  response: ServerResponse,
  error: S3Error,
  requestId: string,
): void {
  if (response.headersSent) {
    // Part of a body is out already: breaking the connection is the only way left to say that it is not whole.
    response.destroy()
    return
  }
  const body = xmlDocument('Error', {
    Code: error.code,
    Message: error.message,
    Resource: incoming.url?.split('?')[0],
    RequestId: requestId,
  })
  // What is left of the body is read and dropped: a client that still sends would not hear the answer.
  if (Number(incoming.headers['content-length'] ?? 0) > drainBytesMax)
    response.setHeader('connection', 'close')
  else incoming.removeAllListeners('readable').resume()
  response.writeHead(error.status, {
    'content-type': 'application/xml',
    'content-length': Buffer.byteLength(body),
  })
  response.end(incoming.method === 'HEAD' ? undefined : body)
}

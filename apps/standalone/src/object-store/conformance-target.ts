import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { readForeignStore } from '../config.ts'
import { startObjectStore } from './object-store.ts'

/** The store under test: ours, in a folder of its own, or the one that S3_ENDPOINT and its like name. */
export interface ConformanceTarget {
  client: S3Client
  endpoint: string
  bucket: string
  credentials: { accessKeyId: string; secretAccessKey: string }
  region: string
  /** A key nobody else uses. */
  newKey(name?: string): string
  stop(): Promise<void>
}

export async function openConformanceTarget(): Promise<ConformanceTarget> {
  const foreign = readForeignStore()
  const own = foreign ? undefined : await startOwn()
  const credentials = foreign
    ? { accessKeyId: foreign.S3_ACCESS_KEY_ID, secretAccessKey: foreign.S3_SECRET_ACCESS_KEY }
    : ownCredentials
  const endpoint = foreign?.S3_ENDPOINT ?? `http://127.0.0.1:${own?.port}`
  const region = foreign?.S3_REGION ?? 'home'
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1 })
  return {
    client,
    endpoint,
    bucket: foreign?.S3_BUCKET ?? 'photos',
    credentials,
    region,
    newKey: (name = 'object') => `conformance/${randomUUID()}/${name}`,
    async stop() {
      client.destroy()
      await own?.stop()
    },
  }
}

const ownCredentials = { accessKeyId: 'test', secretAccessKey: randomBytes(18).toString('base64url') }

async function startOwn() {
  const folder = await mkdtemp(path.join(tmpdir(), 'kinkeep-store-'))
  const store = await startObjectStore({
    folder,
    host: '127.0.0.1',
    port: 0,
    bucket: 'photos',
    credentials: { ...ownCredentials, region: 'home' },
    allowedOrigins: ['https://family.example'],
    durable: false,
    now: () => new Date(),
    onError: (error) => console.error(error),
  })
  return {
    port: store.port,
    async stop() {
      await store.stop()
      await rm(folder, { recursive: true })
    },
  }
}

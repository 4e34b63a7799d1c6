import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { Progress } from './console.ts'
import type { Lifetime, Part } from './lifetime.ts'
import { type MailCatcher, startMailCatcher } from './mail-catcher.ts'
import type { ObjectStoreOptions } from './object-store/object-store.ts'
import { type Postgres, startPostgres } from './postgres/postgres.ts'
import { type SmsCatcher, startSmsCatcher } from './sms-catcher.ts'
import { createThrowawayFolder } from './throwaway-folder.ts'

export const serviceNames = ['postgres', 'store', 'mail', 'sms'] as const
export type ServiceName = (typeof serviceNames)[number]

/** The object store as a client needs it. */
export interface StoreAccess {
  endpoint: string
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
}

export interface StoreService extends Part {
  access: StoreAccess
}

export interface ThrowawayServices {
  postgres(): Promise<Postgres>
  store(): Promise<StoreService>
  mail(): Promise<MailCatcher>
  sms(): Promise<SmsCatcher>
}

/** What Kinkeep needs of the outside, on free ports, with data that is thrown away. Each starts when it is called. */
export async function prepareThrowawayServices(
  lifetime: Lifetime,
  progress: Progress,
): Promise<ThrowawayServices> {
  const folder = await lifetime.own(createThrowawayFolder())
  return {
    postgres: () =>
      lifetime.own(
        startPostgres({
          folder: path.join(folder.path, 'postgres'),
          password: randomBytes(18).toString('base64url'),
          durable: false,
          remove: folder.path,
          onWarning: progress.warn,
        }),
      ),
    store: () =>
      lifetime.own(
        startStore({
          folder: path.join(folder.path, 'store'),
          accessKeyId: 'kinkeep',
          secretAccessKey: randomBytes(18).toString('base64url'),
          host: '127.0.0.1',
          port: 0,
          allowedOrigins: ['*'],
          durable: false,
          onError: (error) => progress.warn(`Object store: ${String(error)}`),
        }),
      ),
    mail: () =>
      lifetime.own(
        startMailCatcher({
          host: '127.0.0.1',
          webPort: undefined,
          directory: path.join(folder.path, 'mail'),
        }),
      ),
    sms: () =>
      lifetime.own(
        startSmsCatcher({
          host: '127.0.0.1',
          webPort: undefined,
          directory: path.join(folder.path, 'sms'),
          names: [],
        }),
      ),
  }
}

const region = 'home'
const bucket = 'kinkeep'

export interface StoreOptions extends Omit<ObjectStoreOptions, 'bucket' | 'credentials' | 'now'> {
  accessKeyId: string
  secretAccessKey: string
}

/** Starts the object store and answers how processes on this machine reach it. */
export async function startStore(options: StoreOptions): Promise<StoreService> {
  const { accessKeyId, secretAccessKey, host } = options
  // Loaded when it is needed: a test that wants Postgres alone does not wait for the rest.
  const { startObjectStore } = await import('./object-store/object-store.ts')
  const store = await startObjectStore({
    ...options,
    bucket,
    credentials: { accessKeyId, secretAccessKey, region },
    now: () => new Date(),
  })
  const endpoint = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${store.port}`
  return { stop: store.stop, access: { endpoint, region, bucket, accessKeyId, secretAccessKey } }
}

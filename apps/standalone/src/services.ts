import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { Progress } from './console.ts'
import type { Lifetime, Part } from './lifetime.ts'
import { type MailCatcher, startMailCatcher } from './mail-catcher.ts'
import { type ObjectStoreOptions, startObjectStore } from './object-store/object-store.ts'
import { type Postgres, startPostgres } from './postgres/postgres.ts'
import { createThrowawayFolder } from './throwaway-folder.ts'

export const serviceNames = ['postgres', 'store', 'mail'] as const
export type ServiceName = (typeof serviceNames)[number]

/** The object store as a client needs it. */
export interface StoreAccess {
  endpoint: string
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
}

export interface Services {
  postgres: Postgres
  store: Part & { access: StoreAccess }
  mail: MailCatcher
}

/** Postgres, object store and mail catcher on free ports with data that is thrown away; those that are wanted. */
export async function startThrowawayServices(
  lifetime: Lifetime,
  progress: Progress,
  wanted: readonly ServiceName[] = serviceNames,
): Promise<Partial<Services>> {
  const folder = await lifetime.own(createThrowawayFolder())
  const start = {
    postgres: () =>
      startPostgres({
        folder: path.join(folder.path, 'postgres'),
        password: randomBytes(18).toString('base64url'),
        durable: false,
        remove: folder.path,
        onWarning: progress.warn,
      }),
    store: () =>
      startStore({
        folder: path.join(folder.path, 'store'),
        keys: createStoreKeys(),
        host: '127.0.0.1',
        port: 0,
        allowedOrigins: ['*'],
        durable: false,
        onError: (error) => progress.warn(`Object store: ${String(error)}`),
      }),
    mail: () => startMailCatcher({ host: '127.0.0.1', webPort: undefined, directory: undefined }),
  }
  const own = <T extends Part>(name: ServiceName, begin: () => Promise<T>) =>
    wanted.includes(name) ? lifetime.own(begin()) : undefined
  const [postgres, store, mail] = await Promise.all([
    own('postgres', start.postgres),
    own('store', start.store),
    own('mail', start.mail),
  ])
  return { ...(postgres && { postgres }), ...(store && { store }), ...(mail && { mail }) }
}

export interface StoreKeys {
  accessKeyId: string
  secretAccessKey: string
}

/** Keys nobody has had before, for a store that is only ours. */
export function createStoreKeys(): StoreKeys {
  return {
    accessKeyId: `kinkeep${randomBytes(6).toString('hex')}`,
    secretAccessKey: randomBytes(24).toString('base64url'),
  }
}

const region = 'home'
const bucket = 'kinkeep'

/** Starts the object store and answers how to reach it; `publicUrl` is how browsers do, when that differs. */
export async function startStore(
  options: Omit<ObjectStoreOptions, 'bucket' | 'credentials' | 'now'> & {
    keys: StoreKeys
    publicUrl?: string
  },
): Promise<Services['store']> {
  const { keys, publicUrl, ...rest } = options
  const store = await startObjectStore({
    ...rest,
    bucket,
    credentials: { ...keys, region },
    now: () => new Date(),
  })
  const endpoint = publicUrl ?? `http://127.0.0.1:${store.port}`
  return { stop: store.stop, access: { endpoint, region, bucket, ...keys } }
}

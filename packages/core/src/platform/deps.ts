import { type Clock, systemClock } from './clock.ts'
import { createDatabase, createTransaction, type Database, type InTransaction } from './db.ts'
import { createEventHub, type EventHub } from './event-hub.ts'
import { createIdentityProviders } from './identity-providers/create-identity-providers.ts'
import type { IdentityProviders } from './identity-providers/identity-provider.ts'
import type { ProviderSettings } from './identity-providers/settings.ts'
import type { ImageProcessor } from './images/images.ts'
import { createJobSender } from './jobs.ts'
import type { Log } from './log.ts'
import type { Mailer } from './mail.ts'
import { createPasswordHasher, type PasswordHasher } from './passwords.ts'
import { type Random, systemRandom } from './random.ts'
import { createRateLimits, type RateLimits } from './rate-limits.ts'
import { createSecrets, type Secrets, type SecretsOptions } from './secrets.ts'
import type { SmsSender } from './sms.ts'
import { createStorage, type Storage, type StorageOptions } from './storage.ts'
import type { VideoProcessor } from './videos/videos.ts'

/** Everything a verb may need of the world. Each verb asks for its part: `Pick<Deps, 'db' | 'clock'>`. */
export interface Deps {
  db: Database
  transaction: InTransaction
  clock: Clock
  random: Random
  passwords: PasswordHasher
  secrets: Secrets
  limits: RateLimits
  storage: Storage
  hub: EventHub
  /** Those that are configured. */
  identityProviders: IdentityProviders
  /** Whether there is anybody to send SMS. */
  canSendSms: boolean
  log: Log
  /** Where people reach Kinkeep, without a slash at the end. */
  publicUrl: string
}

export interface DepsOptions {
  databaseUrl: string
  databaseConnections: number
  /** false behind a transaction pooler. */
  prepareStatements: boolean
  /** LISTEN needs a connection of its own, past any pooler. */
  directDatabaseUrl: string
  applicationName: string
  storage: StorageOptions
  publicUrl: string
  secrets: SecretsOptions
  /** Nobody signs in with a provider where this is absent. */
  identityProviders?: ProviderSettings
  /** What needs an SMS is not offered unless this is set. */
  canSendSms?: boolean
  log: Log
  clock?: Clock
  random?: Random
}

/** Opens what a process needs. `close` ends it in the opposite order. */
export async function createDeps(options: DepsOptions): Promise<Deps & { close(): Promise<void> }> {
  const { log, clock = systemClock, random = systemRandom } = options
  const db = createDatabase({
    connectionString: options.databaseUrl,
    max: options.databaseConnections,
    applicationName: options.applicationName,
    prepare: options.prepareStatements,
    onError: (error) => log.warn({ err: error }, 'an idle database connection failed'),
  })
  const jobs = await createJobSender(db, (error) => log.warn({ err: error }, 'job sender'))
  const limits = createRateLimits(db, clock, (error) =>
    log.warn({ err: error }, 'sharing rate limits failed'),
  )
  const storage = createStorage(options.storage, clock)
  const hub = createEventHub(options.directDatabaseUrl, db, log)

  return {
    db,
    transaction: createTransaction(db, jobs, clock, (error) => log.warn({ err: error }, 'deadlock; again')),
    clock,
    random,
    passwords: createPasswordHasher(),
    secrets: createSecrets(options.secrets),
    limits,
    storage,
    hub,
    identityProviders: createIdentityProviders(options.identityProviders ?? {}, clock),
    canSendSms: options.canSendSms ?? false,
    log,
    publicUrl: options.publicUrl,
    async close() {
      await hub.stop()
      await limits.stop().catch(() => undefined)
      await jobs.stop()
      storage.close()
      await db.destroy()
    },
  }
}

/** What handlers have beside: the ways out of the building, which no request may take. */
export interface WorkerDeps extends Deps {
  mailer: Mailer
  sms: SmsSender
  images: ImageProcessor
  videos: VideoProcessor
}

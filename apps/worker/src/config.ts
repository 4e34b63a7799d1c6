import { commonSettings, positive, readSettings } from '@kinkeep/core/platform/config'
import type { SecretsOptions } from '@kinkeep/core/platform/secrets'
import { smsSettings } from '@kinkeep/core/platform/sms-settings'
import { z } from 'zod'

const ownSettings = commonSettings.extend({
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  MAIL_FROM: z.string().default('Kinkeep <hello@kinkeep.localhost>'),
  /** Photos read at once, each in a process of its own. */
  IMAGE_PROCESSES: positive.default(2),
  /** Seconds and megabytes after which such a process is killed. */
  IMAGE_TIMEOUT_SECONDS: positive.default(60),
  IMAGE_MEMORY_MB: positive.default(900),
  /** Videos read at once, each in a process of its own. One worker takes one at a time from the queue. */
  VIDEO_PROCESSES: positive.default(1),
  /** Seconds until a video has to be known: hashed, read through once, and its poster made. */
  VIDEO_LOOK_SECONDS: positive.default(300),
  /** Minutes that encoding any video may take; a short one has to be ready sooner. The queue gives up after 12 hours. */
  VIDEO_TIMEOUT_MINUTES: positive.max(700).default(690),
  VIDEO_MEMORY_MB: positive.default(1200),
})
// Side by side, so that what is wrong in either is named at once.
const settings = ownSettings.and(smsSettings)
export type WorkerSettings = z.infer<typeof settings>

/** Reads the environment. Throws ConfigError with every key that is wrong. */
export function readConfig(): WorkerSettings {
  return readSettings(settings, process.env)
}

/** What migrating needs: where the database is, for its owner and for the application. */
export function readMigrationConfig(): { ownerUrl: string; appUrl: string } {
  const databases = commonSettings.pick({ DATABASE_URL: true }).extend({
    /** As the owner of the tables, past any pooler. */
    MIGRATION_DATABASE_URL: commonSettings.shape.DATABASE_URL.optional(),
  })
  const { DATABASE_URL, MIGRATION_DATABASE_URL } = readSettings(databases, process.env)
  return { ownerUrl: MIGRATION_DATABASE_URL ?? DATABASE_URL, appUrl: DATABASE_URL }
}

/** What commands on the database need. */
export function readToolConfig(): { connectionString: string; prepare: boolean } {
  const { DATABASE_URL, PREPARE_STATEMENTS } = readSettings(
    commonSettings.pick({ DATABASE_URL: true, PREPARE_STATEMENTS: true }),
    process.env,
  )
  return { connectionString: DATABASE_URL, prepare: PREPARE_STATEMENTS }
}

/** The keys, for the command that rotates them. */
export function readSecretsConfig(): SecretsOptions {
  const { SECRET_KEYS: keys, INDEX_KEY: indexKey } = readSettings(
    commonSettings.pick({ SECRET_KEYS: true, INDEX_KEY: true }),
    process.env,
  )
  return { keys, indexKey }
}

import { z } from 'zod'
import { logLevels } from './log.ts'

const url = (protocol: RegExp) => z.url({ protocol })
const positive = z.coerce.number().int().positive()
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

/** Settings that every process needs. Each app extends them and reads its environment once, in its config.ts. */
export const commonSettings = z.object({
  DATABASE_URL: url(/^postgres(ql)?$/),
  /** Past any pooler: LISTEN needs a connection that is its own. */
  DIRECT_DATABASE_URL: url(/^postgres(ql)?$/).optional(),
  DATABASE_CONNECTIONS: positive.default(10),
  /** false behind a pooler that shares connections between transactions. */
  PREPARE_STATEMENTS: flag.default(true),
  /** Where people reach Kinkeep: in mails, for the Origin check and for cookies. */
  PUBLIC_URL: url(/^https?$/).transform((value) => value.replace(/\/+$/, '')),
  S3_ENDPOINT: url(/^https?$/),
  /** Where browsers reach the store, when that is another address. */
  S3_PUBLIC_ENDPOINT: url(/^https?$/).optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_BUCKET: z.string().min(1),
  S3_ACCESS_KEY_ID: z.string().min(1),
  S3_SECRET_ACCESS_KEY: z.string().min(1),
  LOG_LEVEL: z.enum(logLevels).default('info'),
})
export type CommonSettings = z.infer<typeof commonSettings>

export { flag, positive }

/** Every setting that is missing or wrong, by name and never by value: a value may be a secret. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`These settings are missing or wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
  }
}

/** Reads settings from an environment. Empty counts as absent. Throws ConfigError with the whole list. */
export function readSettings<Settings extends z.ZodType>(
  settings: Settings,
  environment: Record<string, string | undefined>,
): z.infer<Settings> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = settings.safeParse(given)
  if (parsed.success) return parsed.data
  throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
}

/** The part of `createDeps`' options that comes from settings. */
export function toDepsOptions(settings: CommonSettings) {
  return {
    databaseUrl: settings.DATABASE_URL,
    directDatabaseUrl: settings.DIRECT_DATABASE_URL ?? settings.DATABASE_URL,
    databaseConnections: settings.DATABASE_CONNECTIONS,
    prepareStatements: settings.PREPARE_STATEMENTS,
    publicUrl: settings.PUBLIC_URL,
    storage: {
      endpoint: settings.S3_ENDPOINT,
      publicEndpoint: settings.S3_PUBLIC_ENDPOINT ?? settings.S3_ENDPOINT,
      region: settings.S3_REGION,
      bucket: settings.S3_BUCKET,
      accessKeyId: settings.S3_ACCESS_KEY_ID,
      secretAccessKey: settings.S3_SECRET_ACCESS_KEY,
    },
  }
}

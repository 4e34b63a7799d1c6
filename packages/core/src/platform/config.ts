import { z } from 'zod'
import { logLevels } from './log.ts'

const url = (protocol: RegExp) => z.url({ protocol })
const positive = z.coerce.number().int().positive()
const bytes32 = z.base64url().refine((text) => Buffer.from(text, 'base64url').length === 32, {
  message: 'must be 32 bytes as base64url',
})
const secretKey = z
  .templateLiteral([z.string().regex(/^[\w-]{1,32}/), ':', z.string()])
  .transform((text) => text.split(':'))
  .pipe(z.tuple([z.string(), bytes32]))
  .transform(([id, key]) => ({ id, key: Buffer.from(key, 'base64url') }))
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
  /** `<id>:<32 bytes as base64url>`, comma-separated. The first seals, all open: see docs/operations.md. */
  SECRET_KEYS: z
    .string()
    .min(1)
    .transform((list) => list.split(','))
    .pipe(z.array(secretKey).min(1)),
  /** 32 bytes as base64url, by which phone numbers are found. Never changes. */
  INDEX_KEY: bytes32.transform((text) => Buffer.from(text, 'base64url')),
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
    secrets: { keys: settings.SECRET_KEYS, indexKey: settings.INDEX_KEY },
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

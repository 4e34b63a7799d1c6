import path from 'node:path'
import { smsSettings } from '@kinkeep/core/platform/sms-settings'
import { z } from 'zod'
import { StartError } from './start-error.ts'

const repository = path.join(import.meta.dirname, '../../..')

const port = z.coerce.number().int().min(1).max(65_535)

const ownSettings = z.object({
  /** The folder with everything that must survive: database, photos, mails, keys. */
  KINKEEP_DATA: z
    .string()
    .min(1)
    .default(path.join(repository, 'data'))
    .transform((folder) => path.resolve(folder)),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** The address people open. Without it 4040, or the next free port. */
  PORT: port.optional(),
  STORE_PORT: port.optional(),
  MAIL_PORT: port.optional(),
  SMS_PORT: port.optional(),
  /** What people type, when it is not this machine's own name (a proxy in front, a phone on the same network). */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** The object store as browsers reach it, when that is not `http://<host>:<STORE_PORT>`. */
  STORE_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** A real mail server. With it no mail catcher is started. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).default('Kinkeep <kinkeep@localhost>'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).optional(),
})
// With a provider in them, no SMS catcher is started.
const schema = ownSettings.and(smsSettings)

export type Config = z.infer<typeof schema>

/** Reads the environment once. Throws StartError with every key that is wrong. */
export function readConfig(): Config {
  const parsed = schema.safeParse(process.env)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new StartError(`These settings are wrong:\n${problems.join('\n')}`)
}

const foreignStore = z.object({
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_BUCKET: z.string().min(1),
  S3_ACCESS_KEY_ID: z.string().min(1),
  S3_SECRET_ACCESS_KEY: z.string().min(1),
})

/** Another S3 on which the object store's conformance suite is to run; undefined runs it on our own. */
export function readForeignStore(): z.infer<typeof foreignStore> | undefined {
  return process.env.S3_ENDPOINT ? foreignStore.parse(process.env) : undefined
}

/** A database that a command is to work on instead of the data folder's. */
export function readForeignDatabase(): string | undefined {
  return process.env.DATABASE_URL || undefined
}

/** What our own Node processes inherit: everything, so that their settings can be given to the launcher. */
export const inheritedEnv: NodeJS.ProcessEnv = { ...process.env }

const systemKeys = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LD_LIBRARY_PATH']

/** What foreign programs inherit: nothing that could change what they do (PGDATA, PGOPTIONS, …). */
export const systemEnv: NodeJS.ProcessEnv = Object.fromEntries(
  systemKeys.flatMap((key) => (process.env[key] === undefined ? [] : [[key, process.env[key]]])),
)

/** The repository's root. */
export const repositoryFolder = path.resolve(repository)

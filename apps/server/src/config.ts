import { commonSettings, positive, readSettings } from '@kinkeep/core/platform/config'
import { providerSettings, requireWholeProviders } from '@kinkeep/core/platform/identity-providers/settings'
import { smsProviders } from '@kinkeep/core/platform/sms-settings'
import { z } from 'zod'

const settings = commonSettings.extend(providerSettings.shape).extend({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4041),
  /** As the worker has it: without anybody to send SMS, what needs one is not offered. */
  SMS_PROVIDER: z.enum(smsProviders).default('none'),
  /** The built web. Absent in development, where the dev server has it. */
  WEB_ROOT: z.string().optional(),
  /** Addresses or networks of our own proxies, comma-separated: only they are believed about X-Forwarded-For. */
  TRUSTED_PROXIES: z
    .string()
    .transform((list) => list.split(',').map((entry) => entry.trim()))
    .optional(),
  /** Sign-ins, sign-ups and the like, a minute and address. */
  AUTH_LIMIT_PER_MINUTE: positive.default(5),
  /** Everything else, a minute and user. */
  CALL_LIMIT_PER_MINUTE: positive.default(100),
})
const wholeSettings = settings.superRefine(requireWholeProviders)
export type ServerSettings = z.infer<typeof settings>

/** Reads the environment. Throws ConfigError with every key that is wrong. */
export function readConfig(): ServerSettings {
  return readSettings(wholeSettings, process.env)
}

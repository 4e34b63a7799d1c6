import { isIP } from 'node:net'
import { z } from 'zod'

const text = z.string().min(1).optional()
/** Tokens and names travel there, so it is TLS, except on this very machine. */
const issuer = z
  .url({ protocol: /^https?$/ })
  .refine((url) => url.startsWith('https:') || isLoopback(new URL(url).hostname), {
    message: 'must be https',
  })
  .transform((url) => url.replace(/\/+$/, ''))
  .optional()

/**
 * Whoever has an identifier here is offered for signing in. `<PROVIDER>_ISSUER` is another address of the same kind of
 * provider: a GitHub Enterprise, an OpenID Connect server of one's own in Google's place, or a test's.
 */
export const providerSettings = z.object({
  GOOGLE_CLIENT_ID: text,
  GOOGLE_CLIENT_SECRET: text,
  GOOGLE_ISSUER: issuer,
  APPLE_CLIENT_ID: text,
  APPLE_TEAM_ID: text,
  APPLE_KEY_ID: text,
  /** The .p8 file's text; `\n` may stand for its line breaks. */
  APPLE_PRIVATE_KEY: z
    .string()
    .transform((key) => key.replaceAll('\\n', '\n'))
    .refine((key) => key.includes('BEGIN PRIVATE KEY'), { message: 'must be a PKCS #8 key in PEM' })
    .optional(),
  APPLE_ISSUER: issuer,
  FACEBOOK_CLIENT_ID: text,
  FACEBOOK_CLIENT_SECRET: text,
  FACEBOOK_ISSUER: issuer,
  GITHUB_CLIENT_ID: text,
  GITHUB_CLIENT_SECRET: text,
  GITHUB_ISSUER: issuer,
  VK_CLIENT_ID: text,
  VK_ISSUER: issuer,
  TELEGRAM_CLIENT_ID: text,
  TELEGRAM_CLIENT_SECRET: text,
  TELEGRAM_ISSUER: issuer,
})
export type ProviderSettings = z.infer<typeof providerSettings>

/** What each provider needs beside its identifier: half a setting is a mistake, not a choice. */
const needs = {
  GOOGLE_CLIENT_ID: ['GOOGLE_CLIENT_SECRET'],
  APPLE_CLIENT_ID: ['APPLE_TEAM_ID', 'APPLE_KEY_ID', 'APPLE_PRIVATE_KEY'],
  FACEBOOK_CLIENT_ID: ['FACEBOOK_CLIENT_SECRET'],
  GITHUB_CLIENT_ID: ['GITHUB_CLIENT_SECRET'],
  TELEGRAM_CLIENT_ID: ['TELEGRAM_CLIENT_SECRET'],
} as const satisfies Partial<Record<keyof ProviderSettings, readonly (keyof ProviderSettings)[]>>

/** For `superRefine`: names every setting that a configured provider lacks. */
export function requireWholeProviders(
  settings: ProviderSettings,
  context: { addIssue(issue: { code: 'custom'; path: string[]; message: string }): void },
): void {
  for (const [identifier, others] of Object.entries(needs)) {
    if (!settings[identifier as keyof typeof needs]) continue
    for (const name of others) {
      if (settings[name]) continue
      context.addIssue({ code: 'custom', path: [name], message: `is needed with ${identifier}` })
    }
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))
}

import { homedir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { UsageError } from './usage-error.ts'

const schema = z.object({
  /** Where Kinkeep answers, as in a browser. */
  KINKEEP_URL: z.url({ protocol: /^https?$/ }).default('http://localhost:4040'),
  /** A personal access token, from "Settings, Security". */
  KINKEEP_TOKEN: z.string().min(1).optional(),
  XDG_CACHE_HOME: z.string().min(1).optional(),
})

export interface Config {
  /** Without a slash at the end. */
  url: string
  token: string | undefined
  cacheFolder: string
}

/** Reads the environment once. Throws UsageError with every key that is wrong. */
export function readConfig(): Config {
  const parsed = schema.safeParse(process.env)
  if (!parsed.success) {
    throw new UsageError(
      parsed.error.issues.map(({ path: [key], message }) => `${String(key)}: ${message}`).join('\n'),
    )
  }
  const { KINKEEP_URL, KINKEEP_TOKEN, XDG_CACHE_HOME } = parsed.data
  return {
    url: KINKEEP_URL.replace(/\/+$/, ''),
    token: KINKEEP_TOKEN,
    cacheFolder: path.join(XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'kinkeep'),
  }
}

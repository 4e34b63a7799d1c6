import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** What no line of a log may hold, by its shape. Ours are 32 bytes as base64url: sessions, links, trusted devices. */
const patterns: Record<string, RegExp> = {
  'an access token': /\bkk_[\w-]{10,}/,
  'a token': /(?<![\w-])[\w-]{43}(?![\w-])/,
  'an authenticator key': /otpauth:/i,
  'a password hash': /\$argon2/,
  'a session cookie': /kinkeep_(session|browser|device)=/,
  'an e-mail address': /[\w.+-]+@example\.(org|com|net)/,
  'a phone number': /\+[1-9]\d{9,14}\b/,
  'a JWT': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}/,
}

/** Lines that hold a secret, as `file:line: what it is`; never the secret itself. Reads a line at a time. */
export async function scanLogs(file: string): Promise<string[]> {
  const found: string[] = []
  let line = 0
  for await (const text of createInterface({ input: createReadStream(file) })) {
    line += 1
    for (const [what, pattern] of Object.entries(patterns)) {
      if (pattern.test(text)) found.push(`${file}:${line}: ${what}`)
    }
  }
  return found
}

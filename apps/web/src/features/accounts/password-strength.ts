import passwords from 'virtual:first-passwords'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'

const zxcvbn = new ZxcvbnFactory({ dictionary: { 'passwords-common': passwords } })

/** How long guessing takes, from 0 (no time) to 4 (longer than anybody has). `own` are words that a guesser knows. */
export function measureStrength(password: string, own: string[]): 0 | 1 | 2 | 3 | 4 {
  return zxcvbn.check(password.slice(0, 100), own).score
}

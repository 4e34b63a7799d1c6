import type { CodePurpose } from '@kinkeep/contracts/codes'
import type { Secrets } from '../platform/secrets.ts'

/** Codes that one number or mailbox gets, whoever asks. Sliding windows in seconds. */
export const codesPerDestination = [
  { count: 5, seconds: 60 * 60 },
  { count: 10, seconds: 24 * 60 * 60 },
] as const

/** The row's id is hashed along: equal codes look different, and a hash serves no other row. */
export function hashCode(secrets: Secrets, codeId: string, code: string): Buffer {
  return secrets.index(`codes.code_hash:${codeId}`, code)
}

export function codePhoneContext(codeId: string): string {
  return `codes.phone_sealed:${codeId}`
}

/** What its reader is about to do with a code. */
export type CodeUse = 'signIn' | 'addPhone' | 'confirm'

export const useOf: Record<CodePurpose, CodeUse> = {
  phone_sign_in: 'signIn',
  second_factor: 'signIn',
  phone_link: 'addPhone',
  reauthentication: 'confirm',
  factor_setup: 'confirm',
  factor_removal: 'confirm',
}

/** Whole seconds until a destination may have another code, by the ages of its last ones, newest first. */
export function waitForTurn(ages: readonly number[]): number {
  const waits = codesPerDestination.map(({ count, seconds }) => seconds - (ages[count - 1] ?? seconds))
  return Math.max(0, Math.ceil(Math.max(...waits)))
}

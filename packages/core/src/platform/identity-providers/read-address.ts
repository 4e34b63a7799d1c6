import { limits } from '@kinkeep/contracts/limits'
import { z } from 'zod'

const address = z.email().max(limits.emailLength)

/**
 * An address as ours are kept, or null for what is none of them. Looked at before its letters are made small: a Kelvin
 * sign becomes a `k`, and with it one mailbox another.
 */
export function readAddress(value: unknown): string | null {
  return address.safeParse(value).data?.toLowerCase() ?? null
}

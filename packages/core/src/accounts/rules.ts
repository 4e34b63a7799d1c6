import type { UserView } from '@kinkeep/contracts/accounts'
import { limits } from '@kinkeep/contracts/limits'
import type { Clock } from '../platform/clock.ts'
import { addSeconds } from '../platform/clock.ts'
import type { RateLimit } from '../platform/rate-limits.ts'
import type { SignedInUser } from './access.ts'

/** Tries at one sign-up's password from a foreign browser. */
export const confirmationTries: RateLimit = { count: 5, seconds: 15 * 60 }

/** Tries at one address, from wherever they come; the same for addresses nobody has. */
export const triesPerAddress: RateLimit = { count: 10, seconds: 15 * 60 }

/** Mails that strangers can make us send to one address. */
export const mailsPerAddress: RateLimit = { count: 5, seconds: 60 * 60 }

export function signUpExpiry(clock: Clock): Date {
  return addSeconds(clock.now(), limits.confirmationHours * 60 * 60)
}

/** What a person sees of their own account. */
export function toUserView(user: SignedInUser): UserView {
  const { id, email, name, language, timeZone, units, role, avatarId } = user
  return {
    ...{ id, email, name, language, timeZone, units, role, avatarId },
    deletionDueAt: user.deletionDueAt?.toISOString() ?? null,
    createdAt: user.createdAt.toISOString(),
  }
}

import type { FirstFactor, SecondFactor, SecondFactorWay } from '@kinkeep/contracts/second-factors'

/** What a first factor was already: asked for again, it would be the same proof twice. */
const sameChannel: Partial<Record<FirstFactor, SecondFactorWay>> = {
  email: 'email',
  phone: 'sms',
  passkey: 'passkey',
}

/**
 * The ways that are offered, the preferred one first and recovery codes last. Where the only factor is the channel
 * that the first one came through, nothing but a recovery code is left: two letters to one mailbox are one factor.
 */
export function waysAfter(
  firstFactor: FirstFactor,
  has: { factors: readonly SecondFactor[]; preferred: SecondFactor | null; hasPasskey: boolean },
): SecondFactorWay[] {
  if (has.factors.length === 0) return []
  const ways: SecondFactorWay[] = [...has.factors, ...(has.hasPasskey ? (['passkey'] as const) : [])]
  const offered = ways
    .filter((way) => way !== sameChannel[firstFactor])
    .toSorted((a, b) => Number(b === has.preferred) - Number(a === has.preferred))
  return [...offered, 'recovery']
}

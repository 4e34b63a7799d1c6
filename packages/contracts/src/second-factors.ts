/** What can be set up as a second factor. Zod-free. */
export const secondFactors = ['totp', 'sms', 'email'] as const
export type SecondFactor = (typeof secondFactors)[number]

/** All that proves the second factor when signing in: what was set up, a passkey, or a recovery code. */
export const secondFactorWays = [...secondFactors, 'passkey', 'recovery'] as const
export type SecondFactorWay = (typeof secondFactorWays)[number]

/** What somebody proved first when signing in: by password, by a link or code in their mail, by SMS, … */
export const firstFactors = ['password', 'email', 'phone', 'provider', 'passkey'] as const
export type FirstFactor = (typeof firstFactors)[number]

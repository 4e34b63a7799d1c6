/** Who may vouch for somebody's identity, in the order in which they are offered. Zod-free. */
export const identityProviders = ['google', 'apple', 'facebook', 'github', 'vk', 'telegram'] as const
export type IdentityProviderId = (typeof identityProviders)[number]

/** What somebody goes to a provider for. */
export const flowPurposes = ['sign_in', 'link', 'reauthenticate'] as const
export type FlowPurpose = (typeof flowPurposes)[number]

/** Why somebody comes back with empty hands: `?problem=` of the sign-in and the security page. */
export const flowProblems = [
  'cancelled',
  'expired',
  'refused',
  'unavailable',
  'signedOut',
  'tooMany',
] as const
export type FlowProblem = (typeof flowProblems)[number]

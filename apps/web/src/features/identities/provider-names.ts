import type { IdentityProviderId } from '@kinkeep/contracts/identity-providers'

/** As their owners write them, in every language. */
export const providerNames = {
  google: 'Google',
  apple: 'Apple',
  facebook: 'Facebook',
  github: 'GitHub',
  vk: 'VK ID',
  telegram: 'Telegram',
} as const satisfies Record<IdentityProviderId, string>

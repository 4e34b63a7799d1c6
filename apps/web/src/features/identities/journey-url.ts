import type { FlowPurpose, IdentityProviderId } from '@kinkeep/contracts/identity-providers'

interface Journey {
  purpose: FlowPurpose
  /** A path of ours to end up at. */
  redirect?: string | undefined
  remember?: boolean
}

/** Where the browser goes to be sent to a provider. A page of the server's, not of the router's. */
export function journeyUrl(provider: IdentityProviderId, { purpose, redirect, remember }: Journey): string {
  const query = new URLSearchParams({ purpose })
  if (redirect !== undefined) query.set('redirect', redirect)
  if (remember === false) query.set('remember', '0')
  return `/auth/${provider}?${query}`
}

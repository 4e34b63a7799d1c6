import type { IdentityProviderId } from '@kinkeep/contracts/identity-providers'
import { providerNames } from './provider-names.ts'

/** A letter in a ring: our own mark, since nothing is fetched from a provider before somebody goes there. */
export function ProviderMark({ provider }: { provider: IdentityProviderId }) {
  return (
    <span
      aria-hidden="true"
      data-letter={providerNames[provider].slice(0, 1)}
      className="flex size-6 shrink-0 items-center justify-center rounded-full border border-current font-semibold text-xs before:content-[attr(data-letter)]"
    />
  )
}

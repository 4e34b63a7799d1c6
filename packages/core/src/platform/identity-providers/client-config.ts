import {
  AuthorizationResponseError,
  allowInsecureRequests,
  type Configuration,
  ResponseBodyError,
} from 'openid-client'
import { ProviderError } from './identity-provider.ts'

/** Seconds that a provider may take for one answer. */
export const providerSeconds = 10

/** An address without TLS passes the settings on this machine alone. */
export function allowancesOf(issuer: string): ((config: Configuration) => void)[] {
  return issuer.startsWith('http:') ? [allowInsecureRequests] : []
}

const cancellations = ['access_denied', 'user_cancelled_authorize', 'user_cancelled_login']

/** What went wrong on the way, as a person may read it: they turned back, the provider is away, or nothing else. */
export function toProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error
  if (error instanceof AuthorizationResponseError) {
    return new ProviderError(cancellations.includes(error.error) ? 'cancelled' : 'refused', error)
  }
  return new ProviderError(isAway(error) ? 'unavailable' : 'refused', error)
}

function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof ResponseBodyError) return error.status >= 500
  const code = 'code' in error ? error.code : undefined
  if (code === 'OAUTH_TIMEOUT' || error.name === 'TimeoutError') return true
  if (error.cause instanceof Response) return error.cause.status >= 500
  // fetch names no reason of its own: https://fetch.spec.whatwg.org/#concept-network-error
  return (error instanceof TypeError && error.message === 'fetch failed') || isAway(error.cause)
}

import type { IdentityProviderId } from '@kinkeep/contracts/identity-providers'
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  customFetch,
  fetchProtectedResource,
} from 'openid-client'
import { allowancesOf, providerSeconds, toProviderError } from './client-config.ts'
import type { IdentityProvider, ProviderProfile } from './identity-provider.ts'

export interface OAuthOptions {
  id: IdentityProviderId
  /** Fixed, since no token names one. */
  issuer: string
  authorizeUrl: string
  tokenUrl: string
  clientId: string
  clientAuth: ClientAuth
  scope: string
  parameters?: Record<string, string>
  /** What the token endpoint wants of the answer beside the code. */
  tokenParameters?: (answer: URLSearchParams) => Record<string, string>
  readProfile(
    read: ReadResource,
    accessToken: string,
  ): Promise<Omit<ProviderProfile, 'issuer' | 'authenticatedAt'>>
}

/** Asks the provider with the person's access token, by POST with a form, and answers parsed JSON. */
export type ReadResource = (url: string, form?: URLSearchParams) => Promise<unknown>

/**
 * A provider that speaks OAuth 2 only: there is no ID token, so who somebody is comes from its API, asked with the
 * token that the code was traded for. It never says when they signed in there.
 */
export function createOAuthProvider(options: OAuthOptions): IdentityProvider {
  const { issuer, authorizeUrl, tokenUrl, clientId, clientAuth } = options
  const server = { issuer, authorization_endpoint: authorizeUrl, token_endpoint: tokenUrl }
  const config = new Configuration(server, clientId, undefined, clientAuth)
  for (const allow of allowancesOf(issuer)) allow(config)
  config.timeout = providerSeconds
  config[customFetch] = withoutIdToken(tokenUrl)

  return {
    id: options.id,
    answersByForm: false,
    provesAgain: false,
    async begin({ redirectUri, state, verifier }) {
      return buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: options.scope,
        state,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...options.parameters,
      })
    },
    async finish({ redirectUri, state, verifier }, answer) {
      try {
        const tokens = await authorizationCodeGrant(
          config,
          new URL(`${redirectUri}?${answer.toString()}`),
          { expectedState: state, pkceCodeVerifier: verifier },
          options.tokenParameters?.(answer),
        )
        const token = tokens.access_token
        const profile = await options.readProfile(
          (url, form) => readResource(config, token, url, form),
          token,
        )
        return { ...profile, issuer, authenticatedAt: null }
      } catch (error) {
        throw toProviderError(error)
      }
    },
  }
}

async function readResource(
  config: Configuration,
  accessToken: string,
  url: string,
  form: URLSearchParams | undefined,
): Promise<unknown> {
  const headers = new Headers({ accept: 'application/json', 'user-agent': 'Kinkeep' })
  const method = form ? 'POST' : 'GET'
  const response = await fetchProtectedResource(config, accessToken, new URL(url), method, form, headers)
  if (!response.ok) throw new Error('the provider did not say who it is', { cause: response })
  return response.json()
}

/** VK adds an ID token that is not OpenID Connect's, which would fail its checks; nothing here reads one. */
function withoutIdToken(tokenUrl: string): CustomFetch {
  return async (url, { method, headers, body, redirect, signal }) => {
    const request = { method, headers, body: body ?? null, redirect }
    const response = await fetch(url, signal ? { ...request, signal } : request)
    if (url !== tokenUrl || !response.ok) return response
    const answer: unknown = await response.json()
    const { id_token: _, ...tokens } = answer as Record<string, unknown>
    return Response.json(tokens, { status: response.status })
  }
}

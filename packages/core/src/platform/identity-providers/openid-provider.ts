import type { FlowPurpose, IdentityProviderId } from '@kinkeep/contracts/identity-providers'
import { limits } from '@kinkeep/contracts/limits'
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  type IDToken,
} from 'openid-client'
import type { Clock } from '../clock.ts'
import { allowancesOf, providerSeconds, toProviderError } from './client-config.ts'
import type { IdentityProvider, Journey, ProviderProfile } from './identity-provider.ts'
import { readAddress } from './read-address.ts'

export interface OpenIdOptions {
  id: IdentityProviderId
  issuer: string
  clientId: string
  clientAuth: ClientAuth
  scope: string
  answersByForm?: boolean
  provesAgain: boolean
  /** Whether an address that it calls verified is one that it verified itself. */
  provesEmail: boolean
  /** What the provider is asked beside the protocol's own. */
  parameters?: (purpose: FlowPurpose) => Record<string, string>
  /** A name that comes beside the ID token, as Apple's does the first time. */
  nameOf?: (claims: IDToken, answer: URLSearchParams) => unknown
}

const discoveryMs = 60 * 60 * 1000

/**
 * A provider that speaks OpenID Connect: issuer, audience, nonce, times and signature of the ID token are checked by
 * openid-client, and so are `state` and the response's `iss`, which tells a mix-up (RFC 9207).
 */
export function createOpenIdProvider(options: OpenIdOptions, clock: Clock): IdentityProvider {
  let found: { config: Promise<Configuration>; until: number } | undefined

  function discover(): Promise<Configuration> {
    const now = clock.now().getTime()
    if (found && found.until > now) return found.config
    const config = readConfiguration(options)
    const mine = { config, until: now + discoveryMs }
    found = mine
    // A provider that was away is asked again.
    config.catch(() => {
      if (found === mine) found = undefined
    })
    return config
  }

  return {
    id: options.id,
    answersByForm: options.answersByForm ?? false,
    provesAgain: options.provesAgain,
    async begin(journey) {
      try {
        return await authorizationUrl(await discover(), options, journey)
      } catch (error) {
        throw toProviderError(error)
      }
    },
    async finish(journey, answer) {
      try {
        return await readProfile(await discover(), options, journey, answer)
      } catch (error) {
        throw toProviderError(error)
      }
    },
  }
}

async function readConfiguration({ issuer, clientId, clientAuth }: OpenIdOptions): Promise<Configuration> {
  return discovery(new URL(issuer), clientId, undefined, clientAuth, {
    timeout: providerSeconds,
    execute: [...allowancesOf(issuer), enableNonRepudiationChecks],
  })
}

async function authorizationUrl(
  config: Configuration,
  { scope, answersByForm, provesAgain, parameters }: OpenIdOptions,
  { redirectUri, state, nonce, verifier, purpose }: Journey,
): Promise<URL> {
  // What an attacker in front of an open screen can leave out of the address is checked in the answer again.
  const again = {
    max_age: String(limits.freshMinutes * 60),
    claims: JSON.stringify({ id_token: { auth_time: { essential: true } } }),
  }
  return buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(answersByForm ? { response_mode: 'form_post' } : {}),
    ...(purpose === 'reauthenticate' && provesAgain ? again : {}),
    ...parameters?.(purpose),
  })
}

async function readProfile(
  config: Configuration,
  { provesEmail, nameOf }: OpenIdOptions,
  { redirectUri, state, nonce, verifier }: Journey,
  answer: URLSearchParams,
): Promise<ProviderProfile> {
  const tokens = await authorizationCodeGrant(config, new URL(`${redirectUri}?${answer.toString()}`), {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  if (!claims) throw new Error('there is no ID token')
  const email = readAddress(claims.email)
  const name = nameOf?.(claims, answer) ?? claims.name
  const username = claims.preferred_username
  return {
    issuer: claims.iss,
    subject: claims.sub,
    label: email ?? (typeof username === 'string' ? `@${username}` : typeof name === 'string' ? name : null),
    name: typeof name === 'string' ? name : null,
    email,
    // Apple writes it as a string.
    emailProven: provesEmail && (claims.email_verified === true || claims.email_verified === 'true'),
    authenticatedAt: typeof claims.auth_time === 'number' ? new Date(claims.auth_time * 1000) : null,
  }
}

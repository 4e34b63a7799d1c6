import { createHmac } from 'node:crypto'
import type { IdentityProviderId } from '@kinkeep/contracts/identity-providers'
import { importPKCS8, SignJWT } from 'jose'
import { ClientSecretBasic, ClientSecretPost, None } from 'openid-client'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { IdentityProvider, IdentityProviders } from './identity-provider.ts'
import { createOAuthProvider } from './oauth-provider.ts'
import { createOpenIdProvider } from './openid-provider.ts'
import { readAddress } from './read-address.ts'
import type { ProviderSettings } from './settings.ts'

type Create = (settings: ProviderSettings, clock: Clock) => IdentityProvider | undefined

/** Every provider with what is peculiar about it; those whose settings are absent are not there. */
const creators = {
  google: createGoogle,
  apple: createApple,
  facebook: createFacebook,
  github: createGitHub,
  vk: createVk,
  telegram: createTelegram,
} as const satisfies Record<IdentityProviderId, Create>

/** The providers that the settings name. */
export function createIdentityProviders(settings: ProviderSettings, clock: Clock): IdentityProviders {
  const made = Object.values(creators).map((create) => create(settings, clock))
  return new Map(made.filter((provider) => provider !== undefined).map((provider) => [provider.id, provider]))
}

/** https://developers.google.com/identity/openid-connect/openid-connect */
function createGoogle(settings: ProviderSettings, clock: Clock) {
  const { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: secret } = settings
  if (!clientId || !secret) return undefined
  return createOpenIdProvider(
    {
      id: 'google',
      issuer: settings.GOOGLE_ISSUER ?? 'https://accounts.google.com',
      clientId,
      clientAuth: ClientSecretPost(secret),
      scope: 'openid email profile',
      provesAgain: true,
      provesEmail: true,
      // Google's own word; another server in its place may know only OpenID Connect's.
      parameters: () => (settings.GOOGLE_ISSUER ? {} : { prompt: 'select_account' }),
    },
    clock,
  )
}

/**
 * Answers by a form from its own origin, names the person only the first time and beside the token, and wants a
 * client secret that is a JWT signed with the team's key. https://developer.apple.com/documentation/signinwithapplerestapi
 */
function createApple(settings: ProviderSettings, clock: Clock) {
  const { APPLE_CLIENT_ID: clientId, APPLE_TEAM_ID: teamId, APPLE_KEY_ID: keyId } = settings
  const { APPLE_PRIVATE_KEY: privateKey, APPLE_ISSUER: issuer = 'https://appleid.apple.com' } = settings
  if (!clientId || !teamId || !keyId || !privateKey) return undefined

  async function sign(): Promise<string> {
    const key = await importPKCS8(privateKey ?? '', 'ES256')
    const now = Math.floor(clock.now().getTime() / 1000)
    return new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: keyId ?? '' })
      .setIssuer(teamId ?? '')
      .setSubject(clientId ?? '')
      .setAudience(issuer)
      .setIssuedAt(now)
      .setExpirationTime(now + 5 * 60)
      .sign(key)
  }

  return createOpenIdProvider(
    {
      id: 'apple',
      issuer,
      clientId,
      // Made anew for each request, so that none lies about. The library waits for it, though its type says void.
      // oxlint-disable-next-line typescript/no-misused-promises
      clientAuth: async (_server, _client, body) => {
        body.set('client_id', clientId)
        body.set('client_secret', await sign())
      },
      scope: 'openid email name',
      answersByForm: true,
      provesAgain: true,
      provesEmail: true,
      nameOf: (claims, answer) => answer.get('name') ?? claims.name,
    },
    clock,
  )
}

/** https://core.telegram.org/bots/telegram-login. It knows no addresses. */
function createTelegram(settings: ProviderSettings, clock: Clock) {
  const { TELEGRAM_CLIENT_ID: clientId, TELEGRAM_CLIENT_SECRET: secret } = settings
  if (!clientId || !secret) return undefined
  return createOpenIdProvider(
    {
      id: 'telegram',
      issuer: settings.TELEGRAM_ISSUER ?? 'https://oauth.telegram.org',
      clientId,
      clientAuth: ClientSecretBasic(secret),
      scope: 'openid profile',
      provesAgain: false,
      provesEmail: false,
    },
    clock,
  )
}

const githubUser = z.object({ id: z.int(), login: z.string(), name: z.string().nullish() })
const githubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

/** Logins change hands; the number stays. https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps */
function createGitHub(settings: ProviderSettings) {
  const { GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: secret } = settings
  if (!clientId || !secret) return undefined
  const base = settings.GITHUB_ISSUER ?? 'https://github.com'
  const api = settings.GITHUB_ISSUER ? `${base}/api/v3` : 'https://api.github.com'
  return createOAuthProvider({
    id: 'github',
    issuer: `${base}/login/oauth`,
    authorizeUrl: `${base}/login/oauth/authorize`,
    tokenUrl: `${base}/login/oauth/access_token`,
    clientId,
    clientAuth: ClientSecretPost(secret),
    scope: 'read:user user:email',
    async readProfile(read) {
      const user = githubUser.parse(await read(`${api}/user`))
      const primary = githubEmails.parse(await read(`${api}/user/emails`)).find((email) => email.primary)
      return {
        subject: String(user.id),
        label: user.login,
        name: user.name ?? null,
        email: readAddress(primary?.email),
        emailProven: primary?.verified ?? false,
      }
    },
  })
}

const facebookUser = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  email: z.string().nullish(),
})
const graphVersion = 'v23.0'

/** Says an address, but not whether it was verified. https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow */
function createFacebook(settings: ProviderSettings) {
  const { FACEBOOK_CLIENT_ID: clientId, FACEBOOK_CLIENT_SECRET: secret } = settings
  if (!clientId || !secret) return undefined
  const base = settings.FACEBOOK_ISSUER ?? 'https://www.facebook.com'
  const graph = `${settings.FACEBOOK_ISSUER ?? 'https://graph.facebook.com'}/${graphVersion}`
  return createOAuthProvider({
    id: 'facebook',
    issuer: base,
    authorizeUrl: `${base}/${graphVersion}/dialog/oauth`,
    tokenUrl: `${graph}/oauth/access_token`,
    clientId,
    clientAuth: ClientSecretPost(secret),
    scope: 'public_profile email',
    async readProfile(read, accessToken) {
      // Shows that the call is the server's own: a token that leaked from elsewhere has no such proof.
      const proof = createHmac('sha256', secret).update(accessToken).digest('hex')
      const found = await read(`${graph}/me?fields=id,name,email&appsecret_proof=${proof}`)
      const { id, name, email } = facebookUser.parse(found)
      return {
        subject: id,
        label: name ?? email ?? null,
        name: name ?? null,
        email: readAddress(email),
        emailProven: false,
      }
    },
  })
}

const vkUser = z.object({
  user: z.object({
    user_id: z.union([z.string().min(1), z.int()]),
    first_name: z.string().optional(),
    last_name: z.string().optional(),
    email: z.string().optional(),
  }),
})

/** Wants back the device that it named with the code. https://id.vk.com/about/business/go/docs/ru/vkid/latest/vk-id/connection/api-integration/api-description */
function createVk(settings: ProviderSettings) {
  const { VK_CLIENT_ID: clientId } = settings
  if (!clientId) return undefined
  const base = settings.VK_ISSUER ?? 'https://id.vk.com'
  return createOAuthProvider({
    id: 'vk',
    issuer: base,
    authorizeUrl: `${base}/authorize`,
    tokenUrl: `${base}/oauth2/auth`,
    clientId,
    clientAuth: None(),
    scope: 'vkid.personal_info email',
    tokenParameters: (answer) => ({
      device_id: answer.get('device_id') ?? '',
      state: answer.get('state') ?? '',
    }),
    async readProfile(read, accessToken) {
      const form = new URLSearchParams({ client_id: clientId, access_token: accessToken })
      const { user } = vkUser.parse(await read(`${base}/oauth2/user_info`, form))
      const name = [user.first_name, user.last_name].filter(Boolean).join(' ') || null
      return {
        subject: String(user.user_id),
        label: name,
        name,
        email: readAddress(user.email),
        emailProven: false,
      }
    },
  })
}

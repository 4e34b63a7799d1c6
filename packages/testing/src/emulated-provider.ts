import type { webcrypto } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { IdentityProviderId } from '@kinkeep/contracts/identity-providers'
import { decodeJwt, exportJWK, exportPKCS8, generateKeyPair, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import Provider, { type JWK } from 'oidc-provider'

/** Somebody at the provider: whoever goes there is signed in as them. */
export interface EmulatedPerson {
  /** A number where the emulated provider has numbers. */
  subject: string
  name?: string
  email?: string
  emailVerified?: boolean
}

export interface EmulatedProvider {
  origin: string
  person: EmulatedPerson
  /** Changes an ID token before it is signed: what an attacker's or a broken provider would say. */
  forge: ((claims: JWTPayload) => JWTPayload) | undefined
  /** Answers 503 to everything while set. */
  isAway: boolean
  /** What a server must be told to use it. */
  settings: Record<string, string>
  close(): Promise<void>
}

interface Emulation {
  id: IdentityProviderId
  issuer: string
  secret: string
  apple: { publicKey: webcrypto.CryptoKey; teamId: string; keyId: string }
}

const clientId = 'kinkeep'
const deviceId = 'a device'
const teamId = 'TEAM'
const keyId = 'KEY'

/**
 * A real OpenID Connect provider in this process, behind the quirks of the one it stands for: other addresses, no ID
 * token, a signed client secret, a form from its own origin. Everybody who comes is signed in as `person` at once.
 */
export async function startEmulatedProvider(
  id: IdentityProviderId,
  { redirectUris, person }: { redirectUris: string[]; person: EmulatedPerson },
): Promise<EmulatedProvider> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const secret = 'a secret that only the two of them know'
  const signing = await generateKeyPair('RS256', { extractable: true })
  const apple = await generateKeyPair('ES256', { extractable: true })
  const jwk = { ...(await exportJWK(signing.privateKey)), kid: 'emulated', alg: 'RS256', use: 'sig' } as JWK
  const emulation: Emulation = { id, issuer, secret, apple: { publicKey: apple.publicKey, teamId, keyId } }

  const emulated: EmulatedProvider = {
    origin: issuer,
    person,
    forge: undefined,
    isAway: false,
    settings: await settingsOf(emulation, apple.privateKey),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  const provider = createProvider(emulation, emulated, { redirectUris, jwk })
  const answer = provider.callback()

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (emulated.isAway) return end(response, 503, { error: 'temporarily_unavailable' })
    const url = new URL(request.url ?? '/', issuer)
    if (url.pathname.startsWith('/interaction/')) {
      const login = { accountId: emulated.person.subject, ts: Math.floor(Date.now() / 1000) }
      // For a native application it asks each time.
      const result = { login, consent: {} }
      return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
    }
    const profile = await readProfile(provider, emulation, emulated, request, url)
    if (profile !== undefined) return end(response, profile === null ? 401 : 200, profile ?? {})
    const known = addressOf(id, url)
    request.url = known.pathname + known.search
    if (known.pathname === '/token') {
      const refusal = await prepareTokenRequest(emulation, request)
      if (refusal) return end(response, 400, { error: refusal })
      if (emulated.forge) forgeAnswer(response, signing.privateKey, emulated.forge)
    }
    changeReturn(emulation, response, redirectUris)
    if (id === 'apple') nameUser(response, emulated.person)
    await answer(request, response)
  }
  server.on('request', (request, response) => {
    serve(request, response).catch((error: unknown) => end(response, 500, { error: String(error) }))
  })
  return emulated
}

async function settingsOf({ id, issuer, secret }: Emulation, appleKey: webcrypto.CryptoKey) {
  const name = id.toUpperCase()
  const common = { [`${name}_CLIENT_ID`]: clientId, [`${name}_ISSUER`]: issuer }
  if (id === 'vk') return common
  if (id !== 'apple') return { ...common, [`${name}_CLIENT_SECRET`]: secret }
  const key = await exportPKCS8(appleKey)
  return { ...common, APPLE_TEAM_ID: teamId, APPLE_KEY_ID: keyId, APPLE_PRIVATE_KEY: key }
}

function createProvider(
  { id, issuer, secret }: Emulation,
  emulated: EmulatedProvider,
  { redirectUris, jwk }: { redirectUris: string[]; jwk: JWK },
): Provider {
  const methods = { vk: 'none', telegram: 'client_secret_basic' } as const
  const method = id === 'vk' || id === 'telegram' ? methods[id] : 'client_secret_post'
  return new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        ...(method === 'none' ? {} : { client_secret: secret }),
        redirect_uris: redirectUris,
        // Ports of loopback addresses are not compared then: a test's server has a free one. RFC 8252, 7.3.
        application_type: redirectUris.every((uri) => uri.startsWith('http:')) ? 'native' : 'web',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: method,
      },
    ],
    jwks: { keys: [jwk] },
    cookies: { keys: ['emulated'] },
    features: { devInteractions: { enabled: false }, claimsParameter: { enabled: true } },
    claims: {
      openid: ['sub'],
      auth_time: null,
      email: ['email', 'email_verified'],
      profile: ['name', 'preferred_username'],
    },
    conformIdTokenClaims: false,
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    async findAccount(_context, accountId) {
      const { name, email, emailVerified = false } = emulated.person
      const verified = id === 'apple' ? String(emailVerified) : emailVerified
      const claims = {
        sub: accountId,
        ...(name === undefined ? {} : { name }),
        ...(email === undefined ? {} : { email, email_verified: verified }),
      }
      return { accountId, claims: async () => claims }
    },
    async loadExistingGrant({ oidc }) {
      const { client, session } = oidc
      if (!client || !session?.accountId) return undefined
      const grant = new oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
}

/** Where the emulated provider has what OpenID Connect has elsewhere. */
const addresses: Partial<Record<IdentityProviderId, Record<string, string>>> = {
  github: { '/login/oauth/authorize': '/auth', '/login/oauth/access_token': '/token' },
  facebook: { '/v23.0/dialog/oauth': '/auth', '/v23.0/oauth/access_token': '/token' },
  vk: { '/authorize': '/auth', '/oauth2/auth': '/token' },
}

function addressOf(id: IdentityProviderId, url: URL): URL {
  const found = addresses[id]?.[url.pathname]
  if (found === undefined) return url
  url.pathname = found
  if (found === '/auth') url.searchParams.set('scope', 'openid email profile')
  return url
}

async function prepareTokenRequest(
  emulation: Emulation,
  request: IncomingMessage,
): Promise<string | undefined> {
  const body = await readForm(request)
  if (emulation.id === 'apple') {
    const { publicKey, teamId: issuer } = emulation.apple
    const checks = { issuer, subject: clientId, audience: emulation.issuer, algorithms: ['ES256'] }
    const proven = await jwtVerify(body.get('client_secret') ?? '', publicKey, checks).catch(() => undefined)
    if (proven?.protectedHeader.kid !== keyId) return 'invalid_client'
    body.set('client_secret', emulation.secret)
  }
  if (emulation.id === 'vk' && body.get('device_id') !== deviceId) return 'invalid_device'
  // oidc-provider takes a body that was read before it.
  Object.assign(request, { body: Object.fromEntries(body) })
  return undefined
}

/** What a provider without ID tokens says of whoever the access token is for; undefined elsewhere, null for nobody. */
async function readProfile(
  provider: Provider,
  { id }: Emulation,
  { person }: EmulatedProvider,
  request: IncomingMessage,
  { pathname }: URL,
): Promise<object | null | undefined> {
  const { subject, name = null, email, emailVerified = false } = person
  const profiles: Record<string, () => object> = {
    'github /api/v3/user': () => ({
      id: Number(subject),
      login: 'somebody',
      name,
      email: 'public@example.org',
    }),
    'github /api/v3/user/emails': () => [
      { email: 'other@example.org', primary: false, verified: true },
      ...(email === undefined ? [] : [{ email, primary: true, verified: emailVerified }]),
    ],
    'facebook /v23.0/me': () => ({ id: subject, name, ...(email === undefined ? {} : { email }) }),
    'vk /oauth2/user_info': () => ({
      user: { user_id: subject, first_name: name ?? '', last_name: '', email: email ?? '' },
    }),
  }
  const found = profiles[`${id} ${pathname}`]
  if (!found) return undefined
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const token = bearer === undefined ? undefined : await provider.AccessToken.find(bearer)
  return token ? found() : null
}

/** What comes back beside the code: VK names a device and wants it back, GitHub's issuer has a path. */
function changeReturn({ id, issuer }: Emulation, response: ServerResponse, redirectUris: string[]): void {
  const set = response.setHeader.bind(response)
  response.setHeader = (name, value) => {
    const isReturn =
      name.toLowerCase() === 'location' && redirectUris.some((uri) => String(value).startsWith(uri))
    if (!isReturn) return set(name, value)
    const url = new URL(String(value))
    if (id === 'vk') url.searchParams.set('device_id', deviceId)
    if (id === 'vk' || id === 'facebook') url.searchParams.delete('iss')
    if (id === 'github') url.searchParams.set('iss', `${issuer}/login/oauth`)
    return set(name, url.href)
  }
}

/** Apple says somebody's name in the form beside the code. */
function nameUser(response: ServerResponse, { name }: EmulatedPerson): void {
  const send = response.end.bind(response)
  const user = JSON.stringify({ name: { firstName: name } }).replaceAll('"', '&quot;')
  const named = (page: string | Buffer = '') => {
    const text = page.toString()
    const whole = text.replace('</form>', `<input type="hidden" name="user" value="${user}"/></form>`)
    if (!response.headersSent) response.setHeader('content-length', Buffer.byteLength(whole))
    return send(whole)
  }
  Object.assign(response, { end: named })
}

function forgeAnswer(
  response: ServerResponse,
  key: webcrypto.CryptoKey,
  forge: (claims: JWTPayload) => JWTPayload,
): void {
  const send = response.end.bind(response)
  const forged = async (text: string) => {
    const tokens = JSON.parse(text) as { id_token?: string }
    if (!tokens.id_token) return text
    const claims = forge(decodeJwt(tokens.id_token))
    const idToken = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'emulated' }).sign(key)
    return JSON.stringify({ ...tokens, id_token: idToken })
  }
  const later = (chunk: unknown) => {
    void forged(String(chunk)).then((text) => {
      response.setHeader('content-length', Buffer.byteLength(text))
      send(text)
    })
    return response
  }
  Object.assign(response, { end: later })
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return new URLSearchParams(Buffer.concat(chunks).toString())
}

function end(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

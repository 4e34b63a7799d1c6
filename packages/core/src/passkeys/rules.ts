import type { AuthenticationResponse, PasskeyView } from '@kinkeep/contracts/passkeys'
import { z } from 'zod'
import type { RateLimit } from '../platform/rate-limits.ts'

/** Seconds for which a challenge is worth something: long enough to fetch the phone from another room. */
export const challengeSeconds = 5 * 60

/** What the browser is told, in milliseconds. */
export const challengeTimeout = challengeSeconds * 1000

/**
 * EdDSA, ES256, RS256: what every authenticator has one of. Named here, since what the library offers by itself changes
 * with the runtime. https://www.iana.org/assignments/cose/cose.xhtml#algorithms
 */
export const algorithms = [-8, -7, -257]

/** Challenges for sign-in from one address: every visit of the page asks for one, and each is a row. */
export const challengesPerAddress: RateLimit = { count: 60, seconds: 60 }

/** Who passkeys are made for. From our own settings alone: what a request calls itself is the attacker's to choose. */
export function toRelyingParty(publicUrl: string): { id: string; origin: string } {
  const { hostname, origin } = new URL(publicUrl)
  return { id: hostname, origin }
}

/** The account's id in 16 bytes: nothing about the person, and the same for every passkey of one account. */
export function toUserHandle(userId: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(userId.replaceAll('-', ''), 'hex'))
}

export function isHandleOf(handle: string, userId: string): boolean {
  return Buffer.from(handle, 'base64url').equals(toUserHandle(userId))
}

const clientData = z.object({ challenge: z.string().min(1).max(200), crossOrigin: z.boolean().optional() })

/**
 * The challenge that was signed. undefined for what is no client data, and for a ceremony in another site's frame:
 * ours are never framed. https://www.w3.org/TR/webauthn-3/#dom-collectedclientdata-crossorigin
 */
export function findChallenge({ clientDataJSON }: { clientDataJSON: string }): string | undefined {
  try {
    const found = clientData.parse(JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()))
    return found.crossOrigin ? undefined : found.challenge
  } catch {
    return undefined
  }
}

/** What the library reads. Extensions and hints are not looked at, so they go no further. */
export function toSignedResponse({ id, rawId, type, response }: AuthenticationResponse) {
  const { userHandle, ...signed } = response
  return {
    ...{ id, rawId, type, clientExtensionResults: {} },
    response: { ...signed, ...(userHandle ? { userHandle } : {}) },
  }
}

interface PasskeyRow {
  id: string
  name: string
  backedUp: boolean
  createdAt: Date
  usedAt: Date | null
}

export function toPasskeyView({ id, name, backedUp, createdAt, usedAt }: PasskeyRow): PasskeyView {
  return {
    ...{ id, name, isBackedUp: backedUp },
    createdAt: createdAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
  }
}

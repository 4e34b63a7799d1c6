import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type {
  AuthenticationResponse,
  PasskeyCreationOptions,
  PasskeyRequestOptions,
  RegistrationResponse,
} from '@kinkeep/contracts/passkeys'

/** What an authenticator, or whoever imitates one, may do otherwise than it should. */
export interface Quirks {
  origin?: string
  rpId?: string
  challenge?: string
  type?: string
  crossOrigin?: boolean
  /** Whether the device checked its person. */
  userVerified?: boolean
  userPresent?: boolean
  counter?: number
  userHandle?: string
  /** CBOR of `{ fmt, attStmt }` other than that of no attestation. */
  attestation?: { format: string; statement: Map<string, unknown> }
}

export interface Authenticator {
  credentialId: string
  /** What the device remembers of who the passkey is for. */
  userHandle: string | undefined
  create(options: PasskeyCreationOptions, quirks?: Quirks): RegistrationResponse
  get(options: PasskeyRequestOptions, quirks?: Quirks): AuthenticationResponse
}

/** A passkey in software: ES256, attestation `none`, a counter that grows. https://www.w3.org/TR/webauthn-3/ */
export function newAuthenticator(
  origin: string,
  { credentialId = randomBytes(32).toString('base64url') }: { credentialId?: string } = {},
): Authenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  let counter = 0
  let userHandle: string | undefined

  const clientDataOf = (type: string, challenge: string, quirks: Quirks) =>
    Buffer.from(
      JSON.stringify({
        type: quirks.type ?? type,
        challenge: quirks.challenge ?? challenge,
        origin: quirks.origin ?? origin,
        crossOrigin: quirks.crossOrigin ?? false,
      }),
    )
  const nextCounter = (quirks: Quirks) => {
    counter = quirks.counter ?? counter + 1
    return counter
  }

  return {
    credentialId,
    get userHandle() {
      return userHandle
    },
    create({ challenge, rp, user }, quirks = {}) {
      userHandle = user.id
      const id = Buffer.from(credentialId, 'base64url')
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const aaguid = Buffer.alloc(16)
      const header = authenticatorData(quirks.rpId ?? rp.id, nextCounter(quirks), quirks, 0x40)
      const authData = Buffer.concat([header, aaguid, length, id, coseKey(publicKey)])
      const attestationObject = cbor(
        new Map<string, unknown>([
          ['fmt', quirks.attestation?.format ?? 'none'],
          ['attStmt', quirks.attestation?.statement ?? new Map()],
          ['authData', authData],
        ]),
      )
      return {
        id: credentialId,
        rawId: credentialId,
        type: 'public-key',
        response: {
          clientDataJSON: clientDataOf('webauthn.create', challenge, quirks).toString('base64url'),
          attestationObject: attestationObject.toString('base64url'),
          transports: ['internal'],
        },
      }
    },
    get({ challenge, rpId }, quirks = {}) {
      const clientData = clientDataOf('webauthn.get', challenge, quirks)
      const authData = authenticatorData(quirks.rpId ?? rpId, nextCounter(quirks), quirks, 0)
      const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()])
      return {
        id: credentialId,
        rawId: credentialId,
        type: 'public-key',
        response: {
          clientDataJSON: clientData.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
          userHandle: quirks.userHandle ?? userHandle,
        },
      }
    },
  }
}

function authenticatorData(rpId: string, counter: number, quirks: Quirks, flags: number): Buffer {
  const present = quirks.userPresent === false ? 0 : 0x01
  const verified = quirks.userVerified === false ? 0 : 0x04
  const tail = Buffer.alloc(5)
  tail.writeUInt8(flags | present | verified)
  tail.writeUInt32BE(counter, 1)
  return Buffer.concat([createHash('sha256').update(rpId).digest(), tail])
}

/** An ES256 key in COSE. RFC 9053, 7.1.1. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return cbor(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]),
  )
}

/** As much of CBOR as authenticators write: whole numbers, text, bytes, lists and maps. RFC 8949. */
function cbor(value: unknown): Buffer {
  if (typeof value === 'number') return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value)
  if (typeof value === 'string')
    return Buffer.concat([cborHead(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([cborHead(2, value.length), value])
  if (Array.isArray(value)) return Buffer.concat([cborHead(4, value.length), ...value.map(cbor)])
  if (value instanceof Map) {
    return Buffer.concat([cborHead(5, value.size), ...[...value].flat().map(cbor)])
  }
  throw new Error(`no CBOR for ${typeof value}`)
}

function cborHead(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length])
  if (length < 256) return Buffer.from([(major << 5) | 24, length])
  return Buffer.from([(major << 5) | 25, length >> 8, length & 0xff])
}

import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/** A master key and its name, which is written into everything that is sealed under it. */
export interface SecretKey {
  id: string
  /** 32 bytes. */
  key: Buffer
}

export interface SecretsOptions {
  /** The first one seals; the others still open what they once sealed. */
  keys: readonly SecretKey[]
  /** 32 bytes. Never changes: what was found by it would not be found again. */
  indexKey: Buffer
}

/** What the database keeps of secrets that must be read again, or found, but not by whoever steals it. */
export interface Secrets {
  /** `context` says where the secret belongs, like `users.phone:<id>`: moved elsewhere it does not open. */
  seal(plain: string, context: string): Buffer
  /** Throws when the bytes were changed, moved, or sealed under a key that is no longer there. */
  open(sealed: Buffer, context: string): string
  /** The same secret under the newest key; undefined when it is there already. */
  rewrap(sealed: Buffer, context: string): Buffer | undefined
  /** HMAC-SHA-256: equal for equal values of one purpose. For numbers to find, and codes too short to hash. */
  index(purpose: string, value: string): Buffer
}

const version = 1
const algorithm = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16
const keyBytes = 32
const wrappedBytes = ivBytes + tagBytes + keyBytes

/**
 * Envelope encryption: each secret has a data key of its own, and only that is wrapped under the master key, so
 * that keys rotate without touching the secrets. Layout: version, length and id of the key, wrapped data key, secret;
 * each of the last two as IV, tag, bytes. AES-256-GCM with random 96-bit IVs: NIST SP 800-38D.
 */
export function createSecrets({ keys, indexKey }: SecretsOptions): Secrets {
  const [newest] = keys
  if (!newest) throw new Error('there is no key to seal with')
  const byId = new Map(keys.map(({ id, key }) => [id, key]))

  function pack(dataKey: Buffer, body: Buffer, context: string, { id, key }: SecretKey): Buffer {
    const name = Buffer.from(id)
    const wrapped = encrypt(key, dataKey, `${context}|key`)
    return Buffer.concat([Buffer.from([version, name.length]), name, wrapped, body])
  }

  function unpack(sealed: Buffer, context: string) {
    if (sealed[0] !== version) throw new Error(`a secret of version ${String(sealed[0])}`)
    const start = 2 + (sealed[1] ?? 0)
    const keyId = sealed.subarray(2, start).toString()
    const key = byId.get(keyId)
    if (!key) throw new Error(`the secret key ${keyId} is not among SECRET_KEYS`)
    const dataKey = decrypt(key, sealed.subarray(start, start + wrappedBytes), `${context}|key`)
    return { keyId, dataKey, body: sealed.subarray(start + wrappedBytes) }
  }

  return {
    seal(plain, context) {
      const dataKey = randomBytes(keyBytes)
      return pack(dataKey, encrypt(dataKey, Buffer.from(plain), context), context, newest)
    },
    open(sealed, context) {
      const { dataKey, body } = unpack(sealed, context)
      return decrypt(dataKey, body, context).toString()
    },
    rewrap(sealed, context) {
      const { keyId, dataKey, body } = unpack(sealed, context)
      return keyId === newest.id ? undefined : pack(dataKey, body, context, newest)
    },
    index: (purpose, value) => createHmac('sha256', indexKey).update(`${purpose}\0${value}`).digest(),
  }
}

function encrypt(key: Buffer, plain: Buffer, context: string): Buffer {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(context))
  const bytes = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), bytes])
}

function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  const iv = sealed.subarray(0, ivBytes)
  const tag = sealed.subarray(ivBytes, ivBytes + tagBytes)
  const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(context)).setAuthTag(tag)
  return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()])
}

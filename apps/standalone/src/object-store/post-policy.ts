import { type Credentials, requireScope } from './authenticate.ts'
import { S3Error } from './s3-error.ts'
import { algorithm, hmacHex, isSameSignature, signingKey } from './sigv4.ts'

export interface LengthRange {
  min: number
  max: number
}

/** Fields that carry the policy itself; every other one must be allowed by it. */
const exempt = new Set(['policy', 'x-amz-signature', 'file'])

/**
 * Checks a browser form against its signed policy: signature, expiry, and that every field meets a condition.
 * Answers the lengths the policy allows. Throws S3's 403.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export function checkPostPolicy(
  bucket: string,
  fields: Map<string, string>,
  credentials: Credentials,
  now: Date,
): LengthRange {
  const encoded = fields.get('policy')
  if (!encoded) throw new S3Error('AccessDenied', 'The form is not signed.')
  if (fields.get('x-amz-algorithm') !== algorithm)
    throw new S3Error('AccessDenied', `Only ${algorithm} is taken.`)
  const scope = requireScope(
    fields.get('x-amz-credential') ?? '',
    fields.get('x-amz-date') ?? '',
    credentials,
  )
  const expected = hmacHex(signingKey(credentials.secretAccessKey, scope), encoded)
  if (!isSameSignature(fields.get('x-amz-signature') ?? '', expected)) {
    throw new S3Error('SignatureDoesNotMatch', 'The signature is not the one this policy would have.')
  }
  const { expiration, conditions } = parsePolicy(encoded)
  if (!(Date.parse(expiration) > now.getTime())) throw denied('Policy expired.')
  return checkConditions(conditions, new Map([...fields, ['bucket', bucket]]))
}

function parsePolicy(encoded: string): { expiration: string; conditions: unknown[] } {
  try {
    const policy: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'))
    const { expiration, conditions } = policy as { expiration: unknown; conditions: unknown }
    if (typeof expiration === 'string' && Array.isArray(conditions)) return { expiration, conditions }
  } catch {
    // Falls through: what cannot be read allows nothing.
  }
  throw denied('The policy is not one.')
}

function checkConditions(conditions: unknown[], fields: Map<string, string>): LengthRange {
  const range: LengthRange = { min: 0, max: Number.POSITIVE_INFINITY }
  const allowed = new Set(exempt)
  for (const condition of conditions.flatMap(normalise)) {
    const [operator, name, value] = condition
    if (operator === 'content-length-range') {
      range.min = Math.max(range.min, Number(name))
      range.max = Math.min(range.max, Number(value))
      continue
    }
    const field = String(name).replace(/^\$/, '').toLowerCase()
    const actual = fields.get(field) ?? ''
    const holds =
      operator === 'eq' ? actual === value : operator === 'starts-with' && actual.startsWith(String(value))
    if (!holds) throw denied(`Policy Condition failed: ${JSON.stringify(condition)}`)
    allowed.add(field)
  }
  const extra = [...fields.keys()].find((name) => !allowed.has(name) && !name.startsWith('x-ignore-'))
  if (extra) throw denied(`Extra input fields: ${extra}`)
  if (Number.isNaN(range.min) || Number.isNaN(range.max)) throw denied('The length range is not one.')
  return range
}

/** `{ "acl": "x" }` says the same as `["eq", "$acl", "x"]`. */
function normalise(condition: unknown): unknown[][] {
  if (Array.isArray(condition)) return [[String(condition[0]).toLowerCase(), condition[1], condition[2]]]
  return Object.entries(condition ?? {}).map(([name, value]: [string, unknown]) => ['eq', name, value])
}

function denied(message: string): S3Error {
  return new S3Error('AccessDenied', `Invalid according to Policy: ${message}`)
}

import { describe, expect, test } from 'vitest'
import { decodeChunked } from './chunked-body.ts'
import type { S3Error } from './s3-error.ts'
import { signingKey } from './sigv4.ts'

/** The example of AWS's own description of signed chunks, 65 KiB of `a` in two chunks. */
const scope = '20130524/us-east-1/s3/aws4_request'
const chain = {
  key: signingKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', scope),
  date: '20130524T000000Z',
  scope,
  seed: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
}
const first = 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'
const second = '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'
const last = 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'
const body = [
  `10000;chunk-signature=${first}\r\n${'a'.repeat(65_536)}\r\n`,
  `400;chunk-signature=${second}\r\n${'a'.repeat(1_024)}\r\n`,
  `0;chunk-signature=${last}\r\n\r\n`,
].join('')

const secondAt = body.indexOf('400;')
const lastAt = body.indexOf(`0;chunk-signature=${last}`)

async function* inPieces(text: string, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size))
}

async function decode(text: string, options = {}, size = 997) {
  let trailers = new Map<string, string>()
  const decoded = decodeChunked(inPieces(text, size), {
    hasTrailer: false,
    chain,
    onTrailers: (received) => {
      trailers = received
    },
    ...options,
  })
  const pieces: Buffer[] = []
  for await (const piece of decoded) pieces.push(piece)
  return { text: Buffer.concat(pieces).toString(), trailers }
}

const refusal = (text: string, options = {}) =>
  decode(text, options).then(
    () => 'decoded',
    (error: S3Error) => error.code,
  )

describe('signed chunks', () => {
  test.each([1_000_000, 997, 3])('come out whole, arriving %i bytes at a time', async (size) => {
    expect((await decode(body, {}, size)).text === 'a'.repeat(66_560)).toBe(true)
  })

  test.each([
    ['a changed byte', body.replace('aaaa', 'aaab')],
    ['a changed signature', body.replace(second, first)],
    ['a chunk left out', body.slice(0, secondAt) + body.slice(lastAt)],
  ])('with %s are refused', async (_, changed) => {
    expect(await refusal(changed)).toBe('SignatureDoesNotMatch')
  })

  test.each([
    ['cut inside a chunk', body.slice(0, 66_000)],
    ['without the last chunk', body.slice(0, lastAt)],
    ['not chunked at all', 'a'.repeat(70_000)],
    ['of a negative size', body.replace('10000;', '-1;')],
  ])('%s are refused', async (_, changed) => {
    expect(await refusal(changed)).toBe('IncompleteBody')
  })
})

describe('unsigned chunks with a trailer', () => {
  const options = { hasTrailer: true, chain: undefined }
  const unsigned = '5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n'

  test('come out with it', async () => {
    const decoded = await decode(unsigned, options, 1)
    expect(decoded.text).toBe('hello world')
    expect(decoded.trailers).toEqual(new Map([['x-amz-checksum-crc32', 'DUoRhQ==']]))
  })

  test('that stop before its end are refused', async () => {
    expect(await refusal(unsigned.slice(0, -2), options)).toBe('IncompleteBody')
  })

  test('without signatures are no signed chunks', async () => {
    expect(await refusal(unsigned)).toBe('SignatureDoesNotMatch')
  })
})

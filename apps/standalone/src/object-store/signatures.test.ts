import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ConformanceTarget, openConformanceTarget } from './conformance-target.ts'

let target: ConformanceTarget
/** Signs without the checksum of the empty body that signing without a body would add. */
let signer: S3Client
beforeAll(async () => {
  target = await openConformanceTarget()
  const { endpoint, region, credentials } = target
  const requestChecksumCalculation = 'WHEN_REQUIRED'
  signer = new S3Client({ endpoint, region, credentials, forcePathStyle: true, requestChecksumCalculation })
})
afterAll(() => target.stop())

const put = (Key: string, Body: string) =>
  target.client.send(new PutObjectCommand({ Bucket: target.bucket, Key, Body }))
const exists = (Key: string) =>
  target.client.send(new HeadObjectCommand({ Bucket: target.bucket, Key })).then(
    () => true,
    () => false,
  )
const signGet = (Key: string, options = {}, more = {}) =>
  getSignedUrl(signer, new GetObjectCommand({ Bucket: target.bucket, Key, ...more }), options)
const signPut = (Key: string, more = {}, options = {}) =>
  getSignedUrl(signer, new PutObjectCommand({ Bucket: target.bucket, Key, ...more }), {
    signableHeaders: new Set(['host', 'content-type', 'content-length']),
    ...options,
  })
async function answer(response: Promise<Response>): Promise<string> {
  const { status, body } = await response
  const xml = body ? await text(body) : ''
  return `${status} ${/<Code>(\w+)<\/Code>/.exec(xml)?.[1] ?? ''}`.trim()
}

describe('without a good signature', () => {
  test('nothing is read, written or listed', async () => {
    const key = target.newKey()
    await put(key, 'secret')
    const url = `${target.endpoint}/${target.bucket}/${key}`
    expect(await answer(fetch(url))).toBe('403 AccessDenied')
    expect(await answer(fetch(url, { method: 'PUT', body: 'x' }))).toBe('403 AccessDenied')
    expect(await answer(fetch(url, { method: 'DELETE' }))).toBe('403 AccessDenied')
    expect(await answer(fetch(`${target.endpoint}/${target.bucket}?list-type=2`))).toBe('403 AccessDenied')
    expect(await exists(key)).toBe(true)
  })

  test('of another secret, another key, another region', async () => {
    const key = target.newKey()
    await put(key, 'secret')
    const { endpoint, region, credentials } = target
    const { accessKeyId } = credentials
    const other = { accessKeyId, secretAccessKey: 'other' }
    const attempt = (options: object) =>
      new S3Client({ endpoint, region, credentials, forcePathStyle: true, ...options })
        .send(new GetObjectCommand({ Bucket: target.bucket, Key: key }))
        .then(
          () => 'read',
          (error: Error) => error.name,
        )
    expect(await attempt({ credentials: other })).toBe('SignatureDoesNotMatch')
    expect(await attempt({ credentials: { ...credentials, accessKeyId: 'x' } })).toBe('InvalidAccessKeyId')
    expect(await attempt({ region: 'elsewhere' })).not.toBe('read')
    expect(await attempt({ systemClockOffset: 20 * 60_000 })).toBe('RequestTimeTooSkewed')
    expect(await attempt({})).toBe('read')
  })
})

describe('a presigned GET', () => {
  test('reads, with the headers it asks for, and is inert in a browser', async () => {
    const key = target.newKey()
    await put(key, 'hello')
    const overrides = { ResponseContentType: 'text/html', ResponseCacheControl: 'private, max-age=5' }
    const found = await fetch(await signGet(key, {}, overrides))
    expect(await found.text()).toBe('hello')
    expect(Object.fromEntries(found.headers)).toMatchObject({
      'content-type': 'text/html',
      'cache-control': 'private, max-age=5',
      'x-content-type-options': 'nosniff',
      'content-security-policy': 'sandbox',
    })
    const range = await fetch(await signGet(key), { headers: { range: 'bytes=1-3' } })
    expect([range.status, await range.text()]).toEqual([206, 'ell'])
  })

  test('is refused when it has expired, is from the future, or any part of it was changed', async () => {
    const key = target.newKey()
    await put(key, 'hello')
    const url = new URL(await signGet(key))
    const changed = (change: (url: URL) => void) => {
      const copy = new URL(url)
      change(copy)
      return answer(fetch(copy))
    }
    const ago = (minutes: number) => ({ expiresIn: 60, signingDate: new Date(Date.now() - minutes * 60_000) })
    expect(await answer(fetch(await signGet(key, ago(2))))).toBe('403 AccessDenied')
    expect(await answer(fetch(await signGet(key, ago(-30))))).toBe('403 AccessDenied')
    expect(await changed((copy) => copy.searchParams.set('X-Amz-Expires', '604800'))).toBe(
      '403 SignatureDoesNotMatch',
    )
    expect(await changed((copy) => copy.searchParams.set('response-content-type', 'text/html'))).toBe(
      '403 SignatureDoesNotMatch',
    )
    expect(await changed((copy) => copy.searchParams.delete('X-Amz-Signature'))).toBe('403 AccessDenied')
    const otherKey = (copy: URL) => {
      copy.pathname = `${copy.pathname}x`
    }
    expect(await changed(otherKey)).toBe('403 SignatureDoesNotMatch')
    expect(await answer(fetch(url, { method: 'DELETE' }))).toBe('403 SignatureDoesNotMatch')
    expect(await answer(fetch(url))).toBe('200')
  })
})

describe('a presigned PUT', () => {
  const headers = { 'content-type': 'image/jpeg' }

  test('stores what was signed for', async () => {
    const key = target.newKey()
    const url = await signPut(key, { ContentType: 'image/jpeg', ContentLength: 3 })
    const stored = await fetch(url, { method: 'PUT', body: 'abc', headers })
    expect(stored.status).toBe(200)
    expect(stored.headers.get('etag')).toBe('"900150983cd24fb0d6963f7d28e17f72"')
    expect(await (await fetch(await signGet(key))).text()).toBe('abc')
  })

  test('refuses another length, another type, another key and headers nobody signed', async () => {
    const key = target.newKey()
    const url = await signPut(key, { ContentType: 'image/jpeg', ContentLength: 3 })
    const attempt = (body: string, more: Record<string, string> = {}, to = url) =>
      answer(fetch(to, { method: 'PUT', body, headers: { ...headers, ...more } }))
    expect(await attempt('abcd')).toBe('403 SignatureDoesNotMatch')
    expect(await attempt('abc', { 'content-type': 'text/html' })).toBe('403 SignatureDoesNotMatch')
    expect(await attempt('abc', {}, url.replace(key, `${key}x`))).toBe('403 SignatureDoesNotMatch')
    expect(await attempt('abc', { 'x-amz-meta-a': '1' })).toMatch(/^403/)
    expect(await attempt('abc', { 'x-amz-copy-source': `${target.bucket}/secret` })).toMatch(/^403/)
    expect(await exists(key)).toBe(false)
  })

  test('with a signed checksum takes those bytes and no others', async () => {
    const key = target.newKey()
    const checksum = 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='
    const url = await signPut(
      key,
      { ContentType: 'image/jpeg', ContentLength: 3, ChecksumSHA256: checksum },
      { unhoistableHeaders: new Set(['x-amz-checksum-sha256']) },
    )
    const attempt = (body: string, sha256: string) =>
      answer(fetch(url, { method: 'PUT', body, headers: { ...headers, 'x-amz-checksum-sha256': sha256 } }))
    expect(await attempt('abd', checksum)).toMatch(/^400/)
    expect(await attempt('abd', 'other')).toBe('403 SignatureDoesNotMatch')
    expect(await exists(key)).toBe(false)
    expect(await attempt('abc', checksum)).toBe('200')
  })

  test('leaves nothing when the body stops early', async () => {
    const key = target.newKey()
    const url = await signPut(key, { ContentLength: 1_000_000 })
    const outgoing = request(url, { method: 'PUT', headers: { 'content-length': 1_000_000 } })
    const closed = new Promise((resolve) => outgoing.on('close', resolve).on('error', resolve))
    outgoing.write(randomBytes(500_000), () => outgoing.destroy())
    await closed
    expect(await exists(key)).toBe(false)
  })
})

describe('a presigned POST', () => {
  async function post(Key: string, file: string, more: Record<string, string> = {}, expires = 60) {
    const { url, fields } = await createPresignedPost(signer, {
      Bucket: target.bucket,
      Key,
      Expires: expires,
      Fields: { success_action_status: '201' },
      Conditions: [
        ['content-length-range', 3, 10],
        ['starts-with', '$Content-Type', 'image/'],
      ],
    })
    const form = new FormData()
    const all: Record<string, string> = { ...fields, 'Content-Type': 'image/png', ...more }
    for (const [name, value] of Object.entries(all)) form.set(name, value)
    form.set('file', new Blob([file]), 'a.png')
    return answer(fetch(url, { method: 'POST', body: form }))
  }

  test('stores a form that meets its conditions', async () => {
    const key = target.newKey()
    const file = '\r\n--x\r\n'
    expect(await post(key, file)).toBe('201')
    const found = await fetch(await signGet(key))
    expect([found.headers.get('content-type'), await found.text()]).toEqual(['image/png', file])
  })

  test('refuses one that is too short, too long, of another type, of another key, or with fields nobody allowed', async () => {
    const key = target.newKey()
    expect(await post(key, 'ab')).toBe('400 EntityTooSmall')
    expect(await post(key, 'x'.repeat(11))).toBe('400 EntityTooLarge')
    expect(await post(key, 'x'.repeat(1_000_000))).toBe('400 EntityTooLarge')
    expect(await post(key, 'abc', { 'Content-Type': 'text/html' })).toBe('403 AccessDenied')
    expect(await post(key, 'abc', { key: `${key}x` })).toBe('403 AccessDenied')
    expect(await post(key, 'abc', { 'x-amz-meta-a': '1' })).toBe('403 AccessDenied')
    expect(await post(key, 'abc', { policy: Buffer.from('{}').toString('base64') })).toBe(
      '403 SignatureDoesNotMatch',
    )
    expect(await post(key, 'abc', {}, -60)).toBe('403 AccessDenied')
    expect(await exists(key)).toBe(false)
  })
})

describe('a page of another origin', () => {
  const preflight = (origin: string) =>
    fetch(`${target.endpoint}/${target.bucket}/x`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type',
      },
    })

  test('may use the store when it is allowed, and read the entity tag', async () => {
    const allowed = await preflight('https://family.example')
    expect(allowed.status).toBe(200)
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://family.example')
    expect(allowed.headers.get('access-control-allow-headers')).toBe('content-type')

    const key = target.newKey()
    await put(key, 'x')
    const found = await fetch(await signGet(key), { headers: { origin: 'https://family.example' } })
    expect(found.headers.get('access-control-expose-headers')).toContain('ETag')
  })

  test('may not when it is a stranger', async () => {
    expect((await preflight('https://stranger.example')).status).toBe(403)
  })
})

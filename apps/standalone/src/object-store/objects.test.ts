import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  ChecksumAlgorithm,
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ConformanceTarget, openConformanceTarget } from './conformance-target.ts'

let target: ConformanceTarget
beforeAll(async () => {
  target = await openConformanceTarget()
})
afterAll(() => target.stop())

async function put(Key: string, Body: string | Uint8Array, more = {}) {
  return target.client.send(new PutObjectCommand({ Bucket: target.bucket, Key, Body, ...more }))
}
async function get(Key: string, more = {}) {
  const answer = await target.client.send(new GetObjectCommand({ Bucket: target.bucket, Key, ...more }))
  return { ...answer, bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) }
}
const head = (Key: string, more = {}) =>
  target.client.send(new HeadObjectCommand({ Bucket: target.bucket, Key, ...more }))

describe('one object', () => {
  test('comes back byte for byte, with the MD5 of its bytes as entity tag', async () => {
    const key = target.newKey()
    const bytes = randomBytes(300_000)
    const stored = await put(key, bytes)
    const found = await get(key)

    expect(found.bytes.equals(bytes)).toBe(true)
    expect(found.ETag).toBe(`"${createHash('md5').update(bytes).digest('hex')}"`)
    expect(stored.ETag).toBe(found.ETag)
    expect(found.ContentLength).toBe(bytes.length)
  })

  test('may be empty', async () => {
    const key = target.newKey()
    await put(key, new Uint8Array())
    expect((await get(key)).bytes.length).toBe(0)
    expect((await head(key)).ContentLength).toBe(0)
  })

  test('streams in although its length alone is known', async () => {
    const key = target.newKey()
    const pieces = Array.from({ length: 40 }, () => randomBytes(64 * 1024))
    const Body = Readable.from(pieces)
    const ContentLength = 40 * 64 * 1024
    await target.client.send(new PutObjectCommand({ Bucket: target.bucket, Key: key, Body, ContentLength }))
    expect((await get(key)).bytes.equals(Buffer.concat(pieces))).toBe(true)
  })

  test.each(['a b+c&d=e?f#g%h.jpg', 'ünï/日本/😀', 'quotes\'"<>()!*~', 'a//b/./c/../d', '%2e%2e%2f'])(
    'may be called %s',
    async (name) => {
      const key = target.newKey(name)
      await put(key, name)
      expect((await get(key)).bytes.toString()).toBe(name)
    },
  )

  test('keeps its headers and metadata', async () => {
    const key = target.newKey()
    const kept = {
      ContentType: 'image/jpeg',
      CacheControl: 'private, max-age=60',
      ContentDisposition: 'inline; filename="a.jpg"',
      ContentLanguage: 'ru',
      Metadata: { taken: '2024-05-01', by: 'anna' },
    }
    await put(key, 'x', kept)
    expect(await head(key)).toMatchObject(kept)
    expect(await get(key)).toMatchObject(kept)
  })

  test('replaced is the new one alone', async () => {
    const key = target.newKey()
    await put(key, 'old', { Metadata: { a: '1' } })
    await put(key, 'new')
    const found = await get(key)
    expect(found.bytes.toString()).toBe('new')
    expect(found.Metadata).toEqual({})
  })

  test('deleted is gone, and deleting again changes nothing', async () => {
    const key = target.newKey()
    await put(key, 'x')
    for (const _ of [1, 2]) {
      await target.client.send(new DeleteObjectCommand({ Bucket: target.bucket, Key: key }))
    }
    await expect(get(key)).rejects.toMatchObject({ name: 'NoSuchKey' })
    await expect(head(key)).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } })
  })

  test('of a bucket that is not there is not there', async () => {
    const missing = new GetObjectCommand({ Bucket: 'no-such-bucket-of-ours', Key: 'x' })
    await expect(target.client.send(missing)).rejects.toMatchObject({ name: 'NoSuchBucket' })
    await target.client.send(new HeadBucketCommand({ Bucket: target.bucket }))
  })
})

describe('a part of an object', () => {
  test.each([
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=3-5', '345', 'bytes 3-5/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('%s', async (Range, expected, ContentRange) => {
    const key = target.newKey()
    await put(key, '0123456789')
    const found = await get(key, { Range })
    expect(found.bytes.toString()).toBe(expected)
    expect(found).toMatchObject({ ContentRange, ContentLength: expected.length })
  })

  test('beyond its end is refused', async () => {
    const key = target.newKey()
    await put(key, '0123456789')
    await expect(get(key, { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' })
  })
})

describe('conditions', () => {
  test('on reading', async () => {
    const key = target.newKey()
    const { ETag = '' } = await put(key, 'x')
    const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } })
    const past = new Date(Date.now() - 60_000)
    const future = new Date(Date.now() + 60_000)

    expect((await get(key, { IfMatch: ETag })).bytes.toString()).toBe('x')
    expect((await get(key, { IfNoneMatch: '"other"' })).bytes.toString()).toBe('x')
    expect((await get(key, { IfModifiedSince: past })).bytes.toString()).toBe('x')
    await expect(get(key, { IfMatch: '"other"' })).rejects.toMatchObject(status(412))
    await expect(get(key, { IfNoneMatch: ETag })).rejects.toMatchObject(status(304))
    await expect(head(key, { IfNoneMatch: ETag })).rejects.toMatchObject(status(304))
    await expect(get(key, { IfModifiedSince: future })).rejects.toMatchObject(status(304))
    await expect(get(key, { IfUnmodifiedSince: past })).rejects.toMatchObject(status(412))
  })

  test('on writing: only when there is nothing, only when it is this one', async () => {
    const key = target.newKey()
    const { ETag = '' } = await put(key, 'first', { IfNoneMatch: '*' })
    await expect(put(key, 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    })
    await expect(put(key, 'second', { IfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    })
    expect((await get(key)).bytes.toString()).toBe('first')
    await put(key, 'second', { IfMatch: ETag })
    expect((await get(key)).bytes.toString()).toBe('second')
  })

  test('of ten who write only when there is nothing, one does', async () => {
    const key = target.newKey()
    const tries = Array.from({ length: 10 }, (_, index) => put(key, `${index}`, { IfNoneMatch: '*' }))
    const results = await Promise.allSettled(tries)
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
  })
})

describe('checksums', () => {
  test.each([
    ChecksumAlgorithm.CRC32,
    ChecksumAlgorithm.CRC32C,
    ChecksumAlgorithm.CRC64NVME,
    ChecksumAlgorithm.SHA1,
    ChecksumAlgorithm.SHA256,
  ])('%s is computed by the client, checked, and answered', async (algorithm) => {
    const key = target.newKey()
    const stored = await put(key, '123456789', { ChecksumAlgorithm: algorithm })
    const found = await get(key, { ChecksumMode: 'ENABLED' })
    const field = `Checksum${algorithm}`
    expect(found).toHaveProperty(field, knownChecksums[algorithm])
    expect(stored).toHaveProperty(field, knownChecksums[algorithm])
    await expect(put(key, 'other', { [field]: knownChecksums[algorithm] })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 400 },
    })
    expect((await get(key)).bytes.toString()).toBe('123456789')
  })

  test('Content-MD5 of other bytes is refused', async () => {
    const key = target.newKey()
    const ContentMD5 = createHash('md5').update('other').digest('base64')
    await expect(put(key, 'x', { ContentMD5 })).rejects.toMatchObject({ name: 'BadDigest' })
    await expect(get(key)).rejects.toMatchObject({ name: 'NoSuchKey' })
  })
})

/** Of "123456789", the check value of every catalogue of CRCs. */
const knownChecksums: Record<string, string> = {
  CRC32: 'y/Q5Jg==',
  CRC32C: '4waSgw==',
  CRC64NVME: 'rosUhgp5mIg=',
  SHA1: createHash('sha1').update('123456789').digest('base64'),
  SHA256: createHash('sha256').update('123456789').digest('base64'),
}

describe('many objects', () => {
  test('are listed in the order of their bytes, folded at a delimiter, page by page', async () => {
    const prefix = target.newKey('')
    const names = ['a', 'b/1', 'b/2', 'b/c/3', 'c', 'd & <e>', 'ж/1', '😀', '\uff5e']
    for (const name of names) await put(`${prefix}${name}`, name)
    const list = { Bucket: target.bucket, Prefix: prefix }

    const all = await target.client.send(new ListObjectsV2Command(list))
    const byBytes = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(all.Contents?.map((object) => object.Key?.slice(prefix.length))).toEqual(byBytes)
    expect(all).toMatchObject({ KeyCount: names.length, IsTruncated: false })

    for (const pageSize of [1, 2, 3]) {
      const keys: string[] = []
      const folded: string[] = []
      const pages = paginateListObjectsV2({ client: target.client, pageSize }, { ...list, Delimiter: '/' })
      for await (const page of pages) {
        expect(page.KeyCount).toBeLessThanOrEqual(pageSize)
        keys.push(...(page.Contents ?? []).map((object) => object.Key?.slice(prefix.length) ?? ''))
        folded.push(...(page.CommonPrefixes ?? []).map((one) => one.Prefix?.slice(prefix.length) ?? ''))
      }
      expect(keys).toEqual(byBytes.filter((name) => !name.includes('/')))
      expect(folded).toEqual(['b/', 'ж/'])
    }
    const later = await target.client.send(new ListObjectsV2Command({ ...list, StartAfter: `${prefix}b/2` }))
    expect(later.Contents?.[0]?.Key).toBe(`${prefix}b/c/3`)
  })

  test('are deleted together', async () => {
    const keys = [target.newKey(), target.newKey('b & <c>'), target.newKey('not there')]
    await put(keys[0] ?? '', 'x')
    await put(keys[1] ?? '', 'x')
    const Delete = { Objects: keys.map((Key) => ({ Key })) }
    const answer = await target.client.send(new DeleteObjectsCommand({ Bucket: target.bucket, Delete }))
    expect(answer.Deleted?.map((one) => one.Key).toSorted()).toEqual(keys.toSorted())
    await expect(head(keys[0] ?? '')).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } })
    await expect(head(keys[1] ?? '')).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } })
  })

  test('a copy outlives what it was copied from, with its own metadata when asked', async () => {
    const [original, copy, other] = [target.newKey('ü 1'), target.newKey(), target.newKey()]
    await put(original, 'bytes', { ContentType: 'text/plain', Metadata: { a: '1' } })
    const CopySource = encodeURI(`${target.bucket}/${original}`)
    const base = { Bucket: target.bucket, CopySource }
    await target.client.send(new CopyObjectCommand({ ...base, Key: copy }))
    await target.client.send(
      new CopyObjectCommand({ ...base, Key: other, MetadataDirective: 'REPLACE', Metadata: { b: '2' } }),
    )
    await target.client.send(new DeleteObjectCommand({ Bucket: target.bucket, Key: original }))

    const found = await get(copy)
    expect(found.bytes.toString()).toBe('bytes')
    expect(found).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' } })
    expect((await head(other)).Metadata).toEqual({ b: '2' })
  })
})

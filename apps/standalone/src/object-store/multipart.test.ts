import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ConformanceTarget, openConformanceTarget } from './conformance-target.ts'

const partBytes = 5 * 1024 * 1024

let target: ConformanceTarget
beforeAll(async () => {
  target = await openConformanceTarget()
})
afterAll(() => target.stop())

async function begin(Key: string, more = {}) {
  const command = new CreateMultipartUploadCommand({ Bucket: target.bucket, Key, ...more })
  const { UploadId } = await target.client.send(command)
  return { Bucket: target.bucket, Key, UploadId }
}
type Begun = Awaited<ReturnType<typeof begin>>

async function send(upload: Begun, PartNumber: number, Body: Uint8Array, more = {}): Promise<CompletedPart> {
  const command = new UploadPartCommand({ ...upload, PartNumber, Body, ...more })
  const { ETag, ChecksumCRC32, ChecksumCRC64NVME, ChecksumSHA256 } = await target.client.send(command)
  return { PartNumber, ETag, ChecksumCRC32, ChecksumCRC64NVME, ChecksumSHA256 }
}
const complete = (upload: Begun, Parts: CompletedPart[], more = {}) =>
  target.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }))
async function read(Key: string, more = {}) {
  const answer = await target.client.send(new GetObjectCommand({ Bucket: target.bucket, Key, ...more }))
  return { ...answer, bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) }
}

test('parts sent in any order, one of them twice, become one object with a composite entity tag', async () => {
  const upload = await begin(target.newKey(), { ContentType: 'video/mp4', Metadata: { a: '1' } })
  const [first, second, third] = [randomBytes(partBytes), randomBytes(partBytes), randomBytes(1_000)]
  const three = await send(upload, 3, third)
  await send(upload, 1, randomBytes(partBytes))
  const two = await send(upload, 2, second)
  const one = await send(upload, 1, first)
  const done = await complete(upload, [one, two, three])

  const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest()
  const composite = md5(Buffer.concat([first, second, third].map(md5))).toString('hex')
  expect(done.ETag).toBe(`"${composite}-3"`)
  const found = await read(upload.Key)
  expect(found.bytes.equals(Buffer.concat([first, second, third]))).toBe(true)
  expect(found).toMatchObject({ ETag: done.ETag, ContentType: 'video/mp4', Metadata: { a: '1' } })
})

test('a range may lie across parts', async () => {
  const upload = await begin(target.newKey())
  const [first, second] = [randomBytes(partBytes), randomBytes(1_000)]
  await complete(upload, [await send(upload, 1, first), await send(upload, 2, second)])
  const found = await read(upload.Key, { Range: `bytes=${partBytes - 10}-${partBytes + 9}` })
  expect(found.bytes.equals(Buffer.concat([first.subarray(-10), second.subarray(0, 10)]))).toBe(true)
})

test('nothing is visible before it is complete, and parts that are there can be listed', async () => {
  const upload = await begin(target.newKey())
  await send(upload, 1, randomBytes(partBytes))
  const second = await send(upload, 2, randomBytes(10))
  await expect(read(upload.Key)).rejects.toMatchObject({ name: 'NoSuchKey' })

  const page = await target.client.send(new ListPartsCommand({ ...upload, MaxParts: 1 }))
  expect(page).toMatchObject({ IsTruncated: true, Parts: [{ PartNumber: 1, Size: partBytes }] })
  const next = { ...upload, PartNumberMarker: page.NextPartNumberMarker }
  const rest = await target.client.send(new ListPartsCommand(next))
  expect(rest).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 2, Size: 10, ETag: second.ETag }] })

  const list = { Bucket: target.bucket, Prefix: upload.Key }
  const begun = await target.client.send(new ListMultipartUploadsCommand(list))
  expect(begun.Uploads?.map((one) => one.UploadId)).toEqual([upload.UploadId])
})

test('aborted is forgotten', async () => {
  const upload = await begin(target.newKey())
  const part = await send(upload, 1, randomBytes(10))
  await target.client.send(new AbortMultipartUploadCommand(upload))
  await expect(complete(upload, [part])).rejects.toMatchObject({ name: 'NoSuchUpload' })
  await expect(send(upload, 2, randomBytes(10))).rejects.toMatchObject({ name: 'NoSuchUpload' })
})

test('parts that are missing, altered, out of order or too small are refused, and can be sent again', async () => {
  const upload = await begin(target.newKey())
  const one = await send(upload, 1, randomBytes(partBytes))
  const two = await send(upload, 2, randomBytes(10))
  const three = await send(upload, 3, randomBytes(10))
  const refusal = (parts: CompletedPart[]) => complete(upload, parts).catch((error: Error) => error.name)

  expect(await refusal([one, { ...two, PartNumber: 4 }])).toBe('InvalidPart')
  expect(await refusal([one, { ...two, ETag: one.ETag }])).toBe('InvalidPart')
  expect(await refusal([two, one])).toBe('InvalidPartOrder')
  expect(await refusal([one, two, three])).toBe('EntityTooSmall')
  await expect(read(upload.Key)).rejects.toMatchObject({ name: 'NoSuchKey' })
  await complete(upload, [one, two])
  expect((await read(upload.Key)).ContentLength).toBe(partBytes + 10)
})

test('completing again, because the answer was lost, gives the same answer', async () => {
  const upload = await begin(target.newKey())
  const part = await send(upload, 1, randomBytes(10))
  const first = await complete(upload, [part])
  expect((await complete(upload, [part])).ETag).toBe(first.ETag)
})

test('completes only when there is nothing, if it is asked to', async () => {
  const key = target.newKey()
  const [mine, theirs] = [await begin(key), await begin(key)]
  const part = await send(mine, 1, randomBytes(10))
  await complete(theirs, [await send(theirs, 1, Buffer.from('theirs'))])
  const late = complete(mine, [part], { IfNoneMatch: '*' })
  await expect(late).rejects.toMatchObject({ name: 'PreconditionFailed' })
  expect((await read(key)).bytes.toString()).toBe('theirs')
})

test('checksums of parts are checked, and combined in both ways', async () => {
  const [first, second] = [randomBytes(partBytes), randomBytes(10)]
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
  const composite = await begin(target.newKey(), { ChecksumAlgorithm: 'SHA256' })
  const options = { ChecksumAlgorithm: 'SHA256' }
  const done = await complete(composite, [
    await send(composite, 1, first, options),
    await send(composite, 2, second, options),
  ])
  const expected = sha256(Buffer.concat([sha256(first), sha256(second)])).toString('base64')
  expect(done.ChecksumSHA256).toBe(`${expected}-2`)

  const whole = await begin(target.newKey(), { ChecksumAlgorithm: 'CRC64NVME' })
  const nvme = { ChecksumAlgorithm: 'CRC64NVME' }
  const parts = [await send(whole, 1, first, nvme), await send(whole, 2, second, nvme)]
  await expect(complete(whole, parts, { ChecksumCRC64NVME: 'AAAAAAAAAAA=' })).rejects.toMatchObject({
    $metadata: { httpStatusCode: 400 },
  })
  expect((await complete(whole, parts)).ChecksumType).toBe('FULL_OBJECT')
  expect((await read(whole.Key, { ChecksumMode: 'ENABLED' })).bytes.length).toBe(partBytes + 10)
})

test('an address of a part takes its bytes and no others, and says so in the list of parts', async () => {
  const upload = await begin(target.newKey(), { ChecksumAlgorithm: 'SHA256' })
  const bytes = randomBytes(1_000)
  const checksum = createHash('sha256').update(bytes).digest('base64')
  const command = new UploadPartCommand({
    ...upload,
    PartNumber: 1,
    ContentLength: bytes.length,
    ChecksumSHA256: checksum,
  })
  const url = await getSignedUrl(target.client, command, {
    signableHeaders: new Set(['host', 'content-length']),
    unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
  })
  const put = async (body: Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
    (await fetch(url, { method: 'PUT', body, headers })).status
  const right = { 'x-amz-checksum-sha256': checksum }
  const other = new Uint8Array(bytes).reverse()
  const otherChecksum = createHash('sha256').update(other).digest('base64')
  expect(await put(other, right)).toBe(400)
  expect(await put(other, { 'x-amz-checksum-sha256': otherChecksum })).toBe(403)
  expect(await put(other, {})).toBe(403)
  expect(await put(new Uint8Array(bytes).subarray(1), right)).toBe(403)
  expect((await target.client.send(new ListPartsCommand(upload))).Parts ?? []).toEqual([])

  expect(await put(new Uint8Array(bytes), right)).toBe(200)
  const { Parts } = await target.client.send(new ListPartsCommand(upload))
  expect(Parts).toMatchObject([{ PartNumber: 1, Size: 1_000, ChecksumSHA256: checksum }])
  const [part] = Parts ?? []
  const done = await complete(upload, [{ PartNumber: 1, ETag: part?.ETag, ChecksumSHA256: checksum }], {
    IfNoneMatch: '*',
  })
  expect(done.ETag).toMatch(/-1"$/)
  await expect(
    complete(await begin(upload.Key, { ChecksumAlgorithm: 'SHA256' }), [
      { PartNumber: 1, ETag: part?.ETag, ChecksumSHA256: checksum },
    ]),
  ).rejects.toMatchObject({ name: 'InvalidPart' })
})

test("the SDK's own uploader gets a stream of unknown length through", async () => {
  const Key = target.newKey()
  const pieces = Array.from({ length: 11 }, () => randomBytes(1024 * 1024))
  const upload = new Upload({
    client: target.client,
    params: { Bucket: target.bucket, Key, Body: Readable.from(pieces) },
  })
  await upload.done()
  expect((await read(Key)).bytes.equals(Buffer.concat(pieces))).toBe(true)
})

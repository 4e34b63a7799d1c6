import type { Catalog, StoredObject } from './catalog.ts'
import type { Operation } from './context.ts'
import { sendXml } from './respond.ts'
import { S3Error } from './s3-error.ts'

const pageMax = 1_000
const scanSize = 256

/** GET ?list-type=2: keys in the order of their bytes, folded at a delimiter, a page at a time. */
export const listObjects: Operation = async ({ catalog }, request) => {
  const { bucket, param } = request
  if (param('list-type') !== '2') throw new S3Error('NotImplemented', 'Only ListObjectsV2 is implemented.')
  const prefix = param('prefix') ?? ''
  const delimiter = param('delimiter') ?? ''
  const token = param('continuation-token')
  const encode = readEncoding(param('encoding-type'))
  const maxKeys = readMaxKeys(param('max-keys'))
  const page = readPage(catalog, { bucket, prefix, delimiter, maxKeys, after: readStart(param) })
  sendXml(request.response, 'ListBucketResult', {
    Name: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: maxKeys,
    EncodingType: param('encoding-type'),
    KeyCount: page.objects.length + page.prefixes.length,
    IsTruncated: page.next !== undefined,
    ContinuationToken: token,
    NextContinuationToken: page.next && Buffer.from(page.next).toString('base64url'),
    StartAfter: param('start-after'),
    Contents: page.objects.map((object) => ({
      Key: encode(object.key),
      LastModified: new Date(object.modifiedAt).toISOString(),
      ETag: object.etag,
      Size: object.size,
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: page.prefixes.map((one) => ({ Prefix: encode(one) })),
  })
}

interface ListQuery {
  bucket: string
  prefix: string
  delimiter: string
  maxKeys: number
  after: string
}

interface Page {
  objects: StoredObject[]
  prefixes: string[]
  /** The last thing on this page, when there is more behind it. */
  next: string | undefined
}

function readPage(catalog: Catalog, query: ListQuery): Page {
  const { prefix, delimiter } = query
  const page: Page = { objects: [], prefixes: [], next: undefined }
  if (query.maxKeys === 0) return page
  let last = query.after
  // A page that ended with a folded prefix goes on behind everything under it.
  let from: string | undefined = isFolded(query.after, query) ? behind(query.after) : query.after
  if (from !== undefined && Buffer.compare(Buffer.from(from), Buffer.from(prefix)) < 0) from = prefix
  let isAfter = from === query.after
  while (from !== undefined) {
    const batch = catalog.scan(query.bucket, from, isAfter, scanSize)
    from = undefined
    for (const object of batch) {
      if (!object.key.startsWith(prefix)) return page
      if (page.objects.length + page.prefixes.length === query.maxKeys) return { ...page, next: last }
      const fold = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length)
      if (fold >= 0) {
        last = object.key.slice(0, fold + delimiter.length)
        page.prefixes.push(last)
        from = behind(last)
        isAfter = false
        break
      }
      page.objects.push(object)
      last = object.key
    }
    if (from === undefined && batch.length === scanSize) {
      from = last
      isAfter = true
    }
  }
  return page
}

function isFolded(after: string, { prefix, delimiter }: ListQuery): boolean {
  return delimiter !== '' && after.length > prefix.length && after.endsWith(delimiter)
}

/** The first text in byte order that does not start with this one; undefined behind the last of all. */
function behind(text: string): string | undefined {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0)
  for (let point = points.pop(); point !== undefined; point = points.pop()) {
    if (point === 0x10ffff) continue
    return String.fromCodePoint(...points, point === 0xd7ff ? 0xe000 : point + 1)
  }
  return undefined
}

function readStart(param: (name: string) => string | undefined): string {
  const token = param('continuation-token')
  return token === undefined ? (param('start-after') ?? '') : Buffer.from(token, 'base64url').toString('utf8')
}

function readMaxKeys(value: string | undefined): number {
  const number = value === undefined ? pageMax : Number(value)
  if (!Number.isInteger(number) || number < 0)
    throw new S3Error('InvalidArgument', 'max-keys is not a number.')
  return Math.min(number, pageMax)
}

function readEncoding(type: string | undefined): (text: string) => string {
  if (type === undefined) return (text) => text
  if (type !== 'url') throw new S3Error('InvalidArgument', 'encoding-type can only be url.')
  return (text) => encodeURIComponent(text).replaceAll('%2F', '/')
}

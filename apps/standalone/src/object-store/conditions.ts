import type { StoredObject } from './catalog.ts'
import { S3Error } from './s3-error.ts'

type HeaderOf = (name: string) => string | undefined

/** RFC 9110, 13.2.2, for reading: 'send', or 'not-modified'. Throws PreconditionFailed. */
export function checkReadConditions(object: StoredObject, header: HeaderOf): 'send' | 'not-modified' {
  const ifMatch = header('if-match')
  const ifNoneMatch = header('if-none-match')
  const since = Date.parse(header('if-modified-since') ?? '')
  const until = Date.parse(header('if-unmodified-since') ?? '')
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, object.etag)) throw failed('If-Match')
  } else if (object.modifiedAt > until) throw failed('If-Unmodified-Since')
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, object.etag) ? 'not-modified' : 'send'
  return object.modifiedAt <= since ? 'not-modified' : 'send'
}

/** For writing: `If-Match` wants this very object to be there, `If-None-Match: *` wants none. */
export function checkWriteConditions(current: StoredObject | undefined, header: HeaderOf): void {
  const ifMatch = header('if-match')
  const ifNoneMatch = header('if-none-match')
  if (ifMatch !== undefined) {
    if (!current) throw new S3Error('NoSuchKey', 'If-Match names an object that is not there.')
    if (!matches(ifMatch, current.etag)) throw failed('If-Match')
  }
  if (ifNoneMatch !== undefined && current && matches(ifNoneMatch, current.etag))
    throw failed('If-None-Match')
}

/** The copy's own conditions, on the object that is copied. */
export function checkCopyConditions(source: StoredObject, header: HeaderOf): void {
  const outcome = checkReadConditions(source, (name) => header(`x-amz-copy-source-${name}`))
  if (outcome === 'not-modified') throw failed('x-amz-copy-source-if-none-match')
}

export interface ByteRange {
  start: number
  /** Included. */
  end: number
}

/**
 * The one range a GET asks for; undefined means everything, as RFC 9110 allows for a range that is malformed, one
 * of several, or of another version (If-Range). Throws InvalidRange when it lies outside.
 */
export function readRange(object: StoredObject, header: HeaderOf): ByteRange | undefined {
  const ifRange = header('if-range')
  if (ifRange !== undefined && ifRange !== object.etag && !(Date.parse(ifRange) === object.modifiedAt)) {
    return undefined
  }
  const match = /^bytes=(\d*)-(\d*)$/.exec(header('range')?.trim() ?? '')
  const [, from = '', to = ''] = match ?? []
  if (from === '' && to === '') return undefined
  const last = object.size - 1
  const start = from === '' ? Math.max(0, object.size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? last : Math.min(Number(to), last)
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined
  if (start > last) throw new S3Error('InvalidRange', 'The requested range is not satisfiable')
  return { start, end }
}

function matches(list: string, etag: string): boolean {
  return list.split(',').some((one) => {
    const tag = one.trim().replace(/^W\//, '')
    return tag === '*' || tag === etag || `"${tag}"` === etag
  })
}

function failed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', `The condition ${condition} did not hold.`)
}

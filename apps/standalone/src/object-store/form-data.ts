import { S3Error } from './s3-error.ts'

/** An HTML form whose last field is a file: the small fields, and the file's bytes still to be read. */
export interface UploadForm {
  /** Names in lower case. */
  fields: Map<string, string>
  fileName: string
  /** Ends at the form's end; throws when the form stops early or anything follows the file. */
  file: AsyncGenerator<Buffer>
}

const fieldBytesMax = 20 * 1024
const headBytesMax = 4 * 1024

/** Reads a multipart/form-data body up to its file (RFC 7578), without ever holding the file. */
export async function readUploadForm(
  source: AsyncIterable<Buffer>,
  contentType: string,
): Promise<UploadForm> {
  const boundary = /^multipart\/form-data;.*\bboundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(contentType)
  const separator = Buffer.from(`\r\n--${boundary?.[1] ?? boundary?.[2]}`)
  if (!boundary) throw malformed()
  const iterator = source[Symbol.asyncIterator]()
  // As if a line had ended before the first boundary, so that all boundaries look alike.
  let held: Buffer = Buffer.from('\r\n')

  async function more(): Promise<void> {
    const next = await iterator.next()
    if (next.done) throw malformed()
    held = Buffer.concat([held, next.value])
  }

  async function readUntil(mark: Buffer, bytesMax: number): Promise<Buffer> {
    let at = held.indexOf(mark)
    while (at < 0) {
      if (held.length > bytesMax + mark.length) throw malformed()
      await more()
      at = held.indexOf(mark)
    }
    const found = held.subarray(0, at)
    if (found.length > bytesMax) throw malformed()
    held = held.subarray(at + mark.length)
    return found
  }

  async function* readFile(): AsyncGenerator<Buffer> {
    for (let at = held.indexOf(separator); ; at = held.indexOf(separator)) {
      const end = at < 0 ? Math.max(0, held.length - separator.length) : at
      if (end > 0) yield held.subarray(0, end)
      held = held.subarray(end)
      if (at >= 0) break
      await more()
    }
    held = held.subarray(separator.length)
    while (held.length < 2) await more()
    if (held.toString('latin1', 0, 2) !== '--') throw malformed()
    while (!(await iterator.next()).done) {
      // What follows the last boundary means nothing; it is read so that the connection can be used again.
    }
  }

  const fields = new Map<string, string>()
  let fieldBytes = 0
  await readUntil(separator, headBytesMax)
  for (;;) {
    const head = (await readUntil(Buffer.from('\r\n\r\n'), headBytesMax)).toString('utf8')
    const name = /\bname="([^"]*)"/i.exec(head)?.[1]?.toLowerCase()
    if (!head.startsWith('\r\n') || name === undefined) throw malformed()
    if (name === 'file') {
      return { fields, fileName: /\bfilename="([^"]*)"/i.exec(head)?.[1] ?? '', file: readFile() }
    }
    const value = await readUntil(separator, fieldBytesMax)
    fieldBytes += value.length + name.length
    if (fieldBytes > fieldBytesMax) throw malformed()
    fields.set(name, value.toString('utf8'))
  }
}

function malformed(): S3Error {
  return new S3Error('MalformedPOSTRequest', 'The body is not a well-formed form that ends with a file.')
}

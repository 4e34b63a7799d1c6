import { orientationExif } from './orientation.ts'

interface Chunk {
  type: string
  body: Buffer
}

/** Flags of `VP8X`: https://developers.google.com/speed/webp/docs/riff_container#extended_file_format */
const hasExif = 0b1000
const hasXmp = 0b100

const drawn = ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']
const drawnInFrame = ['VP8 ', 'VP8L', 'ALPH']

/**
 * The same WebP with nothing but what drawing it needs: EXIF, XMP, and chunks that nobody knows go, also from within the
 * frames of one that moves.
 * @returns undefined for a file whose parts cannot be told from each other, and for a small one that has to be turned
 */
export function stripWebp(file: Buffer, orientation: number): Buffer | undefined {
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF') return undefined
  if (file.toString('latin1', 8, 12) !== 'WEBP') return undefined
  const chunks = readChunks(file.subarray(12, Math.min(file.length, 8 + file.readUInt32LE(4))))
  if (!chunks?.[0]) return undefined
  const isExtended = chunks[0].type === 'VP8X'
  if (orientation !== 1 && !isExtended) return undefined
  const kept: Buffer[] = []
  for (const { type, body } of chunks) {
    if (!drawn.includes(type)) continue
    if (type === 'VP8X') kept.push(write(type, withFlags(body, orientation !== 1)))
    else if (type === 'ANMF') {
      const frame = stripFrame(body)
      if (!frame) return undefined
      kept.push(write(type, frame))
    } else kept.push(write(type, body))
  }
  if (orientation !== 1) kept.push(write('EXIF', orientationExif(orientation)))
  return riff(Buffer.concat(kept))
}

function withFlags(body: Buffer, isTurned: boolean): Buffer {
  const flags = Buffer.from(body)
  flags[0] = ((flags[0] ?? 0) & ~(hasExif | hasXmp)) | (isTurned ? hasExif : 0)
  return flags
}

/** Sixteen bytes say where and how long; chunks follow. */
function stripFrame(body: Buffer): Buffer | undefined {
  const chunks = body.length < 16 ? undefined : readChunks(body.subarray(16))
  if (!chunks) return undefined
  const inside = chunks.filter(({ type }) => drawnInFrame.includes(type))
  return Buffer.concat([body.subarray(0, 16), ...inside.map(({ type, body }) => write(type, body))])
}

function readChunks(bytes: Buffer): Chunk[] | undefined {
  const chunks: Chunk[] = []
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4)
    if (at + 8 + length > bytes.length) return undefined
    chunks.push({
      type: bytes.toString('latin1', at, at + 4),
      body: bytes.subarray(at + 8, at + 8 + length),
    })
    // Chunks begin on even bytes.
    at += 8 + length + (length % 2)
  }
  return chunks
}

function write(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}

function riff(chunks: Buffer): Buffer {
  const head = Buffer.alloc(12)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(chunks.length + 4, 4)
  head.write('WEBP', 8, 'latin1')
  return Buffer.concat([head, chunks])
}

import type { FileHandle } from 'node:fs/promises'
import { type Box, readBox } from './mp4-boxes.ts'
import { VideoFailure } from './video-failure.ts'

/** Where the boxes of a file begin, in whose midst nothing may be looked for. */
export interface Places {
  size: number
  starts: ReadonlySet<number>
}

/**
 * Refuses a `sidx` that sends FFmpeg into the midst of a box, where a fragment could stand that nobody has looked at.
 * ISO/IEC 14496-12, 8.16.3
 */
export function requireTrueSegments(body: Buffer, end: number, places: Places): void {
  const isLong = body[0] !== 0
  const head = isLong ? 32 : 24
  if (body.length < head) throw new VideoFailure('DAMAGED')
  let at = end + (isLong ? Number(body.readBigUInt64BE(20)) : body.readUInt32BE(16))
  const count = body.readUInt16BE(head - 2)
  if (head + count * 12 > body.length) throw new VideoFailure('DAMAGED')
  for (let each = 0; each < count; each += 1) {
    requirePlace(at, places)
    at += body.readUInt32BE(head + each * 12) & 0x7f_ff_ff_ff
  }
}

/** The same of a `mfra`, which FFmpeg finds by the last four bytes of the file. 8.8.9 */
export async function requireTrueAccess(
  file: FileHandle,
  boxes: readonly Box[],
  places: Places,
): Promise<void> {
  const last = Buffer.alloc(8)
  await file.read(last, 0, 4, Math.max(0, places.size - 4))
  const start = places.size - last.readUInt32BE(0)
  if (start < 0) return
  await file.read(last, 0, 8, start)
  if (last.toString('latin1', 4, 8) !== 'mfra') return
  const box = boxes.at(-1)
  if (!box || !places.starts.has(start) || box.type !== 'mfra' || box.end - box.start > mostAccessBytes)
    throw new VideoFailure('DAMAGED')
  const length = box.end - box.start
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, box.start)
  for (let at = 0; at + 8 <= length; ) {
    const inside = readBox(buffer, at, at, length)
    if (inside?.type !== 'tfra') return
    requireTrueEntries(buffer.subarray(inside.start, inside.end), places)
    at = inside.end
  }
}

const mostAccessBytes = 8 * 1024 * 1024

function requireTrueEntries(body: Buffer, places: Places): void {
  if (body.length < 16) throw new VideoFailure('DAMAGED')
  const isLong = body[0] === 1
  const lengths = body.readUInt32BE(8)
  const numbers = ((lengths >> 4) & 3) + ((lengths >> 2) & 3) + (lengths & 3) + 3
  const bytes = (isLong ? 16 : 8) + numbers
  const count = body.readUInt32BE(12)
  if (16 + count * bytes > body.length) throw new VideoFailure('DAMAGED')
  for (let each = 0; each < count; each += 1) {
    const at = 16 + each * bytes
    requirePlace(isLong ? Number(body.readBigUInt64BE(at + 8)) : body.readUInt32BE(at + 4), places)
  }
}

/** Behind the end there is nothing to be found. */
function requirePlace(at: number, { size, starts }: Places): void {
  if (at < size && !starts.has(at)) throw new VideoFailure('DAMAGED')
}

import type { FileHandle } from 'node:fs/promises'
import { VideoFailure } from './video-failure.ts'

/** What stands between `start` and `end`, behind its size and its type. ISO/IEC 14496-12, 4.2 */
export interface Box {
  type: string
  start: number
  end: number
}

const mostBoxes = 100_000

/** Of this many bytes the heads of boxes are read at once: fragments are small, and there are tens of thousands. */
const windowBytes = 4096

/** @throws VideoFailure for boxes that cannot be */
export async function readTopBoxes(file: FileHandle): Promise<Box[]> {
  const { size } = await file.stat()
  const boxes: Box[] = []
  const window = Buffer.alloc(windowBytes)
  let from = 0
  let to = 0
  for (let at = 0; at + 8 <= size; ) {
    if (boxes.length > mostBoxes) throw new VideoFailure('DAMAGED')
    if (at < from || Math.min(at + 16, size) > to) {
      const { bytesRead } = await file.read(window, 0, windowBytes, at)
      from = at
      to = at + bytesRead
    }
    const box = readBox(window.subarray(0, to - from), at - from, at, size)
    if (!box || box.end > size) throw new VideoFailure('DAMAGED')
    boxes.push(box)
    at = box.end
  }
  return boxes
}

/** `at` in the buffer is `position` in whatever is read, which ends at `limit`. */
export function readBox(buffer: Buffer, at: number, position: number, limit: number): Box | null {
  if (at + 8 > buffer.length) return null
  const short = buffer.readUInt32BE(at)
  const type = buffer.toString('latin1', at + 4, at + 8)
  if (short === 1 && buffer.length < at + 16) return null
  // 1: the size stands in 64 bits behind the type; 0: until the end.
  const size = short === 1 ? Number(buffer.readBigUInt64BE(at + 8)) : short === 0 ? limit - position : short
  const header = short === 1 ? 16 : 8
  return size < header ? null : { type, start: position + header, end: position + size }
}

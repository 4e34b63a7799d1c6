import { type FileHandle, open } from 'node:fs/promises'
import { readBox, readTopBoxes } from './mp4-boxes.ts'
import { VideoFailure } from './video-failure.ts'
import { videoLimits } from './video-limits.ts'

/** How the boxes of an MP4 stand. ISO/IEC 14496-12, 4.2 */
export interface Mp4Layout {
  /** The index stands before what it indexes, so that playing begins with the first bytes. */
  isFastStart: boolean
  /**
   * Nothing is in it but what playing needs. Whatever else a camera writes (places, serial numbers, the name of its
   * owner) would reach everybody to whom the file itself is played.
   */
  isPlain: boolean
}

/** Boxes of a file, and what may stand in each of them; an empty list is not looked into. */
const plainBoxes: Readonly<Record<string, readonly string[]>> = {
  moov: ['mvhd', 'iods', 'trak', 'udta'],
  trak: ['tkhd', 'edts', 'mdia'],
  udta: ['meta'],
  meta: ['hdlr', 'ilst'],
  // Which program wrote it.
  ilst: ['\u00a9too'],
}
const plainFile = ['ftyp', 'moov', 'mdat', 'free']

/** `free` is room for an index that moved, and could be room for anything. */
const mostFree = 1024

/** @throws VideoFailure for boxes that cannot be, TOO_LONG for an index too large to be read */
export async function readMp4Layout(path: string): Promise<Mp4Layout> {
  const file = await open(path)
  try {
    const boxes = await readTopBoxes(file)
    const index = boxes.find(({ type }) => type === 'moov')
    const samples = boxes.find(({ type }) => type === 'mdat')
    if (!index || !samples) return { isFastStart: false, isPlain: false }
    if (index.end - index.start > videoLimits.indexBytes) throw new VideoFailure('TOO_LONG')
    const { buffer } = await file.read(
      Buffer.alloc(index.end - index.start),
      0,
      index.end - index.start,
      index.start,
    )
    const isPlain =
      boxes.every(
        ({ type, start, end }) => plainFile.includes(type) && (type !== 'free' || end - start <= mostFree),
      ) && holdsOnlyPlain(buffer, 'moov', 0, buffer.length)
    return { isFastStart: index.start < samples.start, isPlain: isPlain && !(await isQuickTime(file)) }
  } finally {
    await file.close()
  }
}

function holdsOnlyPlain(buffer: Buffer, parent: string, from: number, to: number): boolean {
  const allowed = plainBoxes[parent]
  if (!allowed) return true
  for (let at = from; at + 8 <= to; ) {
    const box = readBox(buffer, at, at, to)
    if (!box || box.end > to || !allowed.includes(box.type)) return false
    // `meta` is a full box: version and flags stand before its children.
    const inside = box.type === 'meta' ? box.start + 4 : box.start
    if (!holdsOnlyPlain(buffer, box.type, inside, box.end)) return false
    at = box.end
  }
  return true
}

async function isQuickTime(file: FileHandle): Promise<boolean> {
  const { buffer } = await file.read(Buffer.alloc(12), 0, 12, 0)
  return buffer.toString('latin1', 4, 8) !== 'ftyp' || buffer.toString('latin1', 8, 12) === 'qt  '
}

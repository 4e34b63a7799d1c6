/** What the boxes of a HEIF file say about the picture before it is decoded. */
export interface HeicBoxes {
  /** `irot` or `imir` is there: libheif turns the pixels itself and EXIF orientation must be left alone. */
  turned: boolean
  /** A box runs past the end of the file, or the coded pictures end in emptiness, as in a copy that broke off. */
  truncated: boolean
}

/** HEVC never writes three zero bytes in a row. ITU-T H.265, 7.4.2 */
const emptiness = Buffer.alloc(4096)

/** Files have under 20 boxes a level; a file made of empty ones is not worth walking. */
const mostBoxes = 10_000

/** Reads meta > iprp > ipco of a HEIF file. ISO/IEC 14496-12, 4.2 (boxes); ISO/IEC 23008-12, 6.5 (properties). */
export function readHeicBoxes(file: Buffer): HeicBoxes {
  let truncated = false
  let turned = false
  for (const box of boxes(file, 0, file.length)) {
    if (box.end > file.length) truncated = true
    if (box.type === 'mdat' && box.end - box.start >= emptiness.length) {
      truncated ||= file.subarray(box.end - emptiness.length, box.end).equals(emptiness)
    }
    // `meta` is a full box: version and flags stand before its children.
    if (box.type === 'meta') turned ||= hasTurn(file, box.start + 4, Math.min(box.end, file.length))
  }
  return { turned, truncated }
}

function hasTurn(file: Buffer, start: number, end: number): boolean {
  for (const box of boxes(file, start, end)) {
    if (box.type === 'irot' || box.type === 'imir') return true
    const inside = box.type === 'iprp' || box.type === 'ipco'
    if (inside && hasTurn(file, box.start, Math.min(box.end, end))) return true
  }
  return false
}

function* boxes(file: Buffer, from: number, to: number) {
  let at = from
  for (let count = 0; at + 8 <= to && count < mostBoxes; count++) {
    const short = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    if (short === 1 && at + 16 > to) return
    // 1: the size stands in 64 bits behind the type; 0: until the end.
    const size = short === 1 ? Number(file.readBigUInt64BE(at + 8)) : short === 0 ? to - at : short
    const header = short === 1 ? 16 : 8
    if (size < header) return
    yield { type, start: at + header, end: at + size }
    at += size
  }
}

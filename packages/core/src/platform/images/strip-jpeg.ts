import { orientationExif } from './orientation.ts'

const scan = 0xda
const end = 0xd9

/**
 * The same JPEG with nothing but what drawing it needs: coded picture, colour profile and which way is up. What cameras
 * and programs write beside it goes, known or not: EXIF, XMP, IPTC, comments, thumbnails, and all that stands behind the
 * end of the picture, where phones put a video, a second picture or a place. The picture itself is not coded anew.
 * ITU-T T.81, B.1.1
 * @returns undefined for a file whose parts cannot be told from each other
 */
export function stripJpeg(file: Buffer, orientation: number): Buffer | undefined {
  if (file.length < 4 || file.readUInt16BE(0) !== 0xffd8) return undefined
  const kept: Buffer[] = [file.subarray(0, 2), ...exifSegment(orientation)]
  let at = 2
  for (;;) {
    if (file[at] !== 0xff) return undefined
    // Any number of these may stand before what they announce.
    while (file[at] === 0xff) at += 1
    const marker = file[at] ?? 0
    at += 1
    if (marker === end) return Buffer.concat([...kept, Buffer.of(0xff, end)])
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8) || at + 2 > file.length) return undefined
    const length = file.readUInt16BE(at)
    if (length < 2 || at + length > file.length) return undefined
    kept.push(...keptSegment(marker, file.subarray(at + 2, at + length)))
    at += length
    if (marker !== scan) continue
    const next = endOfScan(file, at)
    if (next === undefined) return undefined
    kept.push(file.subarray(at, next))
    at = next
  }
}

function exifSegment(orientation: number): Buffer[] {
  return orientation === 1
    ? []
    : [segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), orientationExif(orientation)]))]
}

/** What decoders need, and of what applications add, the three that say what the numbers mean. */
function keptSegment(marker: number, body: Buffer): Buffer[] {
  if (marker === 0xc8) return []
  if (marker <= 0xcf || (marker >= scan && marker <= 0xdd)) return [segment(marker, body)]
  const starts = (name: string) => body.toString('latin1', 0, name.length) === name
  // Version, unit and density, without the small picture that may follow. JFIF 1.02
  if (marker === 0xe0 && starts('JFIF\0') && body.length >= 14) {
    return [segment(marker, Buffer.concat([body.subarray(0, 12), Buffer.of(0, 0)]))]
  }
  if (marker === 0xe2 && starts('ICC_PROFILE\0')) return [segment(marker, body)]
  if (marker === 0xee && starts('Adobe') && body.length >= 12) return [segment(marker, body.subarray(0, 12))]
  return []
}

function segment(marker: number, body: Buffer): Buffer {
  const head = Buffer.of(0xff, marker, 0, 0)
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

/** Where the coded picture is followed by a marker that is none of its own. */
function endOfScan(file: Buffer, from: number): number | undefined {
  for (let at = file.indexOf(0xff, from); at !== -1; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1]
    if (next === undefined) return undefined
    // A stuffed byte, a restart, or filling.
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
  }
  return undefined
}

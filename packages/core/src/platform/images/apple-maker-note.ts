const mark = Buffer.from('Apple iOS\0\0\x01MM', 'latin1')
const contentIdTag = 0x0011
const ascii = 2
/** Apple writes about forty. */
const mostEntries = 200

/**
 * The content identifier of a Live Photo out of Apple's maker note, or null. The note is a directory of its own, big
 * endian, whose offsets count from its beginning; found by its mark, since the rest of EXIF is of no use here.
 * https://exiftool.org/TagNames/Apple.html
 */
export function appleContentId(exif: Buffer): string | null {
  const start = exif.indexOf(mark)
  if (start < 0) return null
  const note = exif.subarray(start)
  const directory = mark.length
  if (note.length < directory + 2) return null
  const entries = Math.min(note.readUInt16BE(directory), mostEntries)
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12
    if (at + 12 > note.length) return null
    if (note.readUInt16BE(at) !== contentIdTag || note.readUInt16BE(at + 2) !== ascii) continue
    const length = note.readUInt32BE(at + 4)
    const from = length <= 4 ? at + 8 : note.readUInt32BE(at + 8)
    return toContentId(note.toString('latin1', from, Math.min(from + length, note.length)))
  }
  return null
}

/** A UUID as Apple writes it, or null: it is compared, and never more. */
export function toContentId(text: string | undefined): string | null {
  return text?.match(/^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}/)?.[0]?.toUpperCase() ?? null
}

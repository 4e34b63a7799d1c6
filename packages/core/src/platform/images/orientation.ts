/** Each of EXIF's eight as a mirroring from side to side, and then a turn clockwise. Exif 2.32, tag 274 */
const ways = [
  { mirrored: false, turn: 0 },
  { mirrored: true, turn: 0 },
  { mirrored: false, turn: 180 },
  { mirrored: true, turn: 180 },
  { mirrored: true, turn: 270 },
  { mirrored: false, turn: 90 },
  { mirrored: true, turn: 90 },
  { mirrored: false, turn: 270 },
]

/** The orientation of a picture that a person turned further, clockwise, from how it stood upright. */
export function turnedOrientation(orientation: number, degrees: number): number {
  const way = ways[orientation - 1] ?? { mirrored: false, turn: 0 }
  const turn = (way.turn + degrees) % 360
  return ways.findIndex((each) => each.mirrored === way.mirrored && each.turn === turn) + 1
}

/** A whole EXIF block, which says which way is up and nothing else. TIFF 6.0, section 2 */
export function orientationExif(orientation: number): Buffer {
  const block = Buffer.alloc(26)
  block.write('II*\0', 'latin1')
  block.writeUInt32LE(8, 4)
  block.writeUInt16LE(1, 8)
  block.writeUInt16LE(274, 10)
  block.writeUInt16LE(3, 12)
  block.writeUInt32LE(1, 14)
  block.writeUInt16LE(orientation, 18)
  return block
}

/**
 * Wraps raw RGB pixels in an uncompressed TIFF that carries a colour profile and an orientation: the one way to
 * tell libvips about pixels that another decoder made. TIFF 6.0, section 2; ICC.1:2022, B.2.
 * @param data 3 bytes a pixel
 */
export function tiffWithProfile(
  { data, width, height }: { data: Buffer; width: number; height: number },
  profile: Buffer | undefined,
  orientation: number,
): Buffer {
  const short = 3
  const long = 4
  const undefinedBytes = 7
  const entries = profile ? 11 : 10
  const bitsAt = 8 + 2 + entries * 12 + 4
  const profileAt = bitsAt + 6
  const pixelsAt = profileAt + (profile?.length ?? 0)

  const head = Buffer.alloc(profileAt)
  head.write('II*\0', 'latin1')
  head.writeUInt32LE(8, 4)
  head.writeUInt16LE(entries, 8)
  let at = 10
  const entry = (tag: number, type: number, count: number, value: number) => {
    head.writeUInt16LE(tag, at)
    head.writeUInt16LE(type, at + 2)
    head.writeUInt32LE(count, at + 4)
    head.writeUInt32LE(value, at + 8)
    at += 12
  }
  entry(256, long, 1, width)
  entry(257, long, 1, height)
  entry(258, short, 3, bitsAt)
  entry(259, short, 1, 1) // no compression
  entry(262, short, 1, 2) // RGB
  entry(273, long, 1, pixelsAt)
  entry(274, short, 1, orientation)
  entry(277, short, 1, 3)
  entry(278, long, 1, height)
  entry(279, long, 1, data.length)
  if (profile) entry(34_675, undefinedBytes, profile.length, profileAt)
  for (const channel of [0, 1, 2]) head.writeUInt16LE(8, bitsAt + channel * 2)
  return Buffer.concat(profile ? [head, profile, data] : [head, data])
}

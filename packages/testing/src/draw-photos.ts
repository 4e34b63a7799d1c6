import sharp, { type Sharp } from 'sharp'

/** A file as a browser's picker gives it. */
export interface DrawnFile {
  name: string
  mimeType: string
  buffer: Buffer
}

const size = { width: 320, height: 240 }

/** A picture with a top and a left: its upper left quarter is red, the rest is a colour of its own. */
function draw(hue: number): Sharp {
  const colour = (hsl: string) =>
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240"><rect width="320" height="240" fill="${hsl}"/><rect width="160" height="120" fill="#e02020"/></svg>`,
    )
  return sharp(colour(`hsl(${hue} 45% 45%)`)).removeAlpha()
}

/** How upright pixels have to lie in a file so that the EXIF orientation turns them back. */
const lying: Record<number, (upright: Sharp) => Sharp> = {
  1: (upright) => upright,
  2: (upright) => upright.flop(),
  3: (upright) => upright.rotate(180),
  4: (upright) => upright.flip(),
  5: (upright) => upright.rotate(90),
  6: (upright) => upright.rotate(270),
  7: (upright) => upright.rotate(90),
  8: (upright) => upright.rotate(90),
}

/** A JPEG as a camera held in that way writes it. `taken` is EXIF's `2025:07:12 18:30:00`. */
export async function drawTurned(orientation: number, taken: string, hue = 210): Promise<Buffer> {
  const turned = await (lying[orientation]?.(draw(hue)) ?? draw(hue)).png().toBuffer()
  const mirrored =
    orientation === 5 ? sharp(turned).flop() : orientation === 7 ? sharp(turned).flip() : sharp(turned)
  return mirrored
    .withMetadata({ orientation })
    .withExifMerge({ IFD2: { DateTimeOriginal: taken } })
    .jpeg()
    .toBuffer()
}

/** The same, upright, and nothing in it that says when it was taken. */
export function drawUndated(hue = 210): Promise<Buffer> {
  return draw(hue).jpeg().toBuffer()
}

/** Whether a picture, as it is stored, shows its red quarter at the upper left, and has the drawn proportions. */
export async function isUpright(picture: Buffer): Promise<boolean> {
  const { data, info } = await sharp(picture)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const isRed = (x: number, y: number) => {
    const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3)
    return red > 150 && green < 110 && blue < 110
  }
  const isWide = Math.abs(info.width / info.height - size.width / size.height) < 0.02
  return isWide && isRed(0.25, 0.25) && !isRed(0.75, 0.25) && !isRed(0.25, 0.75) && !isRed(0.75, 0.75)
}

/** Thirty files of every kind a family has: 27 that can be read, and 3 that cannot. */
export async function drawThirty(): Promise<DrawnFile[]> {
  const jpeg = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer })
  const turned = [1, 2, 3, 4, 5, 6, 7, 8].map(async (orientation) =>
    jpeg(`turned-${orientation}.jpg`, await drawTurned(orientation, `2025:07:12 10:0${orientation}:00`)),
  )
  const evening = Array.from({ length: 12 }, async (_, index) =>
    jpeg(`evening-${index}.jpg`, await drawTurned(1, `2025:07:11 23:${30 + index}:00`, 90 + index * 9)),
  )
  const whole = await drawTurned(1, '2025:07:10 12:00:00')
  const png = await draw(120).png().toBuffer()
  const others: DrawnFile[] = [
    { name: 'plain.png', mimeType: 'image/png', buffer: png },
    {
      name: 'deep.png',
      mimeType: 'image/png',
      buffer: await draw(130).toColourspace('rgb16').png().toBuffer(),
    },
    { name: 'small.webp', mimeType: 'image/webp', buffer: await draw(140).webp().toBuffer() },
    { name: 'old.gif', mimeType: 'image/gif', buffer: await draw(150).gif().toBuffer() },
    { name: 'new.avif', mimeType: 'image/avif', buffer: await draw(160).avif({ effort: 0 }).toBuffer() },
    { name: 'scan.tiff', mimeType: 'image/tiff', buffer: await draw(170).tiff().toBuffer() },
    jpeg('print.jpg', await draw(180).toColourspace('cmyk').jpeg().toBuffer()),
    jpeg('truncated.jpg', whole.subarray(0, whole.length / 2)),
    { name: 'truncated.png', mimeType: 'image/png', buffer: png.subarray(0, png.length / 2) },
    jpeg('page.jpg', Buffer.from('<html><script>alert(1)</script></html>')),
  ]
  return [...(await Promise.all([...turned, ...evening])), ...others]
}

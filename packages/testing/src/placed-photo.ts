import sharp from 'sharp'

/** A small JPEG with what must not reach an outsider: a camera's maker, the place, a colour profile. */
export async function drawPlacedPhoto(): Promise<Buffer> {
  const photo = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#c96' } })
    .jpeg()
    .withExif({ IFD0: { Make: 'Secret' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' } })
    .withIccProfile('p3')
    .toBuffer()
  const carried = await metadataIn(photo)
  if (carried.join() !== 'exif,icc') throw new Error(`drawn with ${carried.join() || 'nothing'}`)
  return photo
}

/** Which kinds of metadata a picture carries. Throws for what is no picture. */
export async function metadataIn(picture: Buffer): Promise<string[]> {
  const { exif, xmp, icc, iptc } = await sharp(picture).metadata()
  return Object.entries({ exif, xmp, icc, iptc }).flatMap(([kind, bytes]) => (bytes ? [kind] : []))
}

/** A small JPEG that was taken somewhere: whole degrees, south and west of zero below it. */
export async function drawPhotoAt(latitude: number, longitude: number, background = '#69c'): Promise<Buffer> {
  const degrees = (value: number) => `${Math.abs(value)}/1 0/1 0/1`
  return sharp({ create: { width: 640, height: 480, channels: 3, background } })
    .jpeg()
    .withExif({
      IFD0: { Make: 'Lamp' },
      IFD2: { DateTimeOriginal: '2025:07:12 11:00:00' },
      IFD3: {
        GPSLatitudeRef: latitude < 0 ? 'S' : 'N',
        GPSLatitude: degrees(latitude),
        GPSLongitudeRef: longitude < 0 ? 'W' : 'E',
        GPSLongitude: degrees(longitude),
      },
    })
    .toBuffer()
}

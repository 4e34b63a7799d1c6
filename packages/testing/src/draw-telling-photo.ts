import { deflateSync } from 'node:zlib'
import sharp from 'sharp'

/** What is written into the pictures below and must be nowhere in what somebody outside gets. */
export const secrets = [
  'Vera Petrova',
  'SN-4711-0815',
  'Secretcam',
  'Secret caption',
  'Secret keyword',
  'secret comment',
  'secret trailer',
  'secret thumbnail',
  'GPSLatitude',
  '8BIM',
  'photoshop',
  'xpacket',
]

const xmp = `<?xpacket begin="" id="x"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" exif:GPSLatitude="55,45.35N" exif:GPSLongitude="37,37.04E" photoshop:AuthorsPosition="Vera Petrova"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

const exif = {
  IFD0: {
    Make: 'Secretcam',
    Model: 'Secretcam 3',
    Artist: 'Vera Petrova',
    ImageDescription: 'Secret caption',
  },
  IFD2: { BodySerialNumber: 'SN-4711-0815', LensSerialNumber: 'SN-4711-0815', UserComment: 'secret comment' },
  IFD3: {
    ...{ GPSLatitudeRef: 'N', GPSLatitude: '55/1 45/1 2100/100' },
    ...{ GPSLongitudeRef: 'E', GPSLongitude: '37/1 37/1 200/100' },
  },
}

/** GPS as EXIF writes it: three rationals, whatever stands around them. */
export const gpsBytes = Buffer.from([55, 0, 0, 0, 1, 0, 0, 0, 45, 0, 0, 0, 1, 0, 0, 0])

/** Whether any of it, in whatever spelling, is in these bytes. */
export function secretsIn(bytes: Buffer): string[] {
  const found = secrets.filter(
    (secret) =>
      bytes.includes(Buffer.from(secret, 'latin1')) || bytes.includes(Buffer.from(secret, 'utf16le')),
  )
  const turned = Buffer.from(gpsBytes).swap32()
  return bytes.includes(gpsBytes) || bytes.includes(turned) ? [...found, 'GPS rationals'] : found
}

export interface TellingPhoto {
  width?: number
  height?: number
  orientation?: number
}

function draw({ width = 320, height = 200, orientation = 1 }: TellingPhoto) {
  const raw = Buffer.from(
    Array.from({ length: width * height * 3 }, (_, at) => {
      const pixel = Math.floor(at / 3)
      return [(pixel % width) % 256, Math.floor(pixel / width) % 256, 120][at % 3] ?? 0
    }),
  )
  return sharp(raw, { raw: { width, height, channels: 3 } })
    .withMetadata({ exif, orientation, icc: 'p3' })
    .withXmp(xmp)
}

/** A JPEG in which a camera, a program and a person wrote all that they can. */
export async function drawTellingJpeg(photo: TellingPhoto = {}, progressive = false): Promise<Buffer> {
  const file = await draw(photo).jpeg({ progressive, quality: 90 }).toBuffer()
  const irb = Buffer.concat([
    Buffer.from('Photoshop 3.0\0', 'latin1'),
    Buffer.from('8BIM\x04\x04\0\0', 'latin1'),
    size32(iptc.length),
    iptc,
  ])
  const added = [
    segment(0xed, irb),
    segment(0xfe, Buffer.from('secret comment', 'latin1')),
    segment(0xe0, Buffer.from('JFXX\0\x10secret thumbnail', 'latin1')),
    segment(0xe5, Buffer.from('Secretcam maker notes SN-4711-0815', 'latin1')),
    segment(0xe2, Buffer.from('MPF\0secret trailer', 'latin1')),
  ]
  const told = Buffer.concat([file.subarray(0, 2), ...added, file.subarray(2), Buffer.from('secret trailer')])
  const carried = secretsIn(told)
  if (carried.length < secrets.length) throw new Error(`drawn with ${carried.join(', ')} alone`)
  return told
}

const iptc = Buffer.concat([
  iptcField(80, 'Vera Petrova'),
  iptcField(120, 'Secret caption'),
  iptcField(25, 'Secret keyword'),
])

function iptcField(number: number, text: string): Buffer {
  return Buffer.concat([Buffer.of(0x1c, 2, number, 0, text.length), Buffer.from(text, 'latin1')])
}

function segment(marker: number, body: Buffer): Buffer {
  const head = Buffer.of(0xff, marker, 0, 0)
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

/** A PNG with EXIF, XMP, two kinds of text, a time, and something behind its end. */
export async function drawTellingPng(photo: TellingPhoto = {}): Promise<Buffer> {
  const file = await draw(photo).png().toBuffer()
  const { crc32 } = await import('node:zlib')
  const chunk = (type: string, body: Buffer) => {
    const typed = Buffer.concat([Buffer.from(type, 'latin1'), body])
    return Buffer.concat([size32(body.length), typed, size32(crc32(typed))])
  }
  const added = [
    chunk('tEXt', Buffer.from('Author\0Vera Petrova', 'latin1')),
    chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync('secret comment')])),
    chunk('tIME', Buffer.of(7, 233, 7, 14, 12, 0, 0)),
    chunk('seCr', Buffer.from('SN-4711-0815', 'latin1')),
  ]
  return Buffer.concat([file.subarray(0, 33), ...added, file.subarray(33), Buffer.from('secret trailer')])
}

/** A WebP with EXIF, XMP, and a chunk that nobody knows. */
export async function drawTellingWebp(photo: TellingPhoto = {}): Promise<Buffer> {
  const file = await draw(photo).webp({ quality: 90 }).toBuffer()
  const body = Buffer.from('SN-4711-0815', 'latin1')
  const length = Buffer.alloc(4)
  length.writeUInt32LE(body.length)
  const told = Buffer.concat([file, Buffer.from('SeCr', 'latin1'), length, body])
  told.writeUInt32LE(told.length - 8, 4)
  return Buffer.concat([told, Buffer.from('secret trailer')])
}

/** A TIFF, which nobody takes apart. */
export function drawTellingTiff(photo: TellingPhoto = {}): Promise<Buffer> {
  return draw(photo).tiff().toBuffer()
}

function size32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** A picture as a decoder sees it: how it stands, which kinds of metadata it carries, its upright pixels. */
export async function describePicture(file: Buffer) {
  const { format, exif, xmp, iptc, orientation } = await sharp(file).metadata()
  const pixels = await sharp(file).autoOrient().raw().toBuffer()
  return {
    format,
    exifBytes: exif?.length ?? 0,
    hasXmp: xmp !== undefined,
    hasIptc: iptc !== undefined,
    orientation,
    pixels,
  }
}

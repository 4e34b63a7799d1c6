import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { appleContentId, toContentId } from './apple-maker-note.ts'
import { readMetadata } from './metadata.ts'

const picture = () => sharp({ create: { width: 8, height: 8, channels: 3, background: '#c33' } }).jpeg()

async function placeIn(gps: Record<string, string>) {
  const { exif } = await sharp(await picture().withExif({ IFD3: gps }).toBuffer()).metadata()
  return readMetadata(exif, undefined).place
}

describe('the place of a photo', () => {
  test.each([
    ['N', 'E', 52.5, 13.25],
    ['S', 'W', -52.5, -13.25],
  ])('is in degrees, %s and %s', async (north, east, latitude, longitude) => {
    const gps = {
      GPSLatitudeRef: north,
      GPSLatitude: '52/1 30/1 0/1',
      GPSLongitudeRef: east,
      GPSLongitude: '13/1 15/1 0/1',
    }
    expect(await placeIn(gps)).toEqual({ latitude, longitude })
  })

  test.each([
    ['half of it', { GPSLatitudeRef: 'N', GPSLatitude: '52/1 30/1 0/1' }],
    [
      'nothing divided by nothing',
      { GPSLatitudeRef: 'N', GPSLatitude: '0/0 0/0 0/0', GPSLongitudeRef: 'E', GPSLongitude: '0/0 0/0 0/0' },
    ],
    [
      'a camera without a fix',
      { GPSLatitudeRef: 'N', GPSLatitude: '0/1 0/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '0/1 0/1 0/1' },
    ],
    [
      'beyond the poles',
      {
        GPSLatitudeRef: 'N',
        GPSLatitude: '95/1 0/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '13/1 0/1 0/1',
      },
    ],
  ])('is none: %s', async (_, gps) => {
    expect(await placeIn(gps)).toBeNull()
  })
})

/** Apple's note with one entry, somewhere in EXIF. */
function noteWith(tag: number, value: string): Buffer {
  const head = Buffer.from('Apple iOS\0\0\x01MM', 'latin1')
  const directory = Buffer.alloc(2 + 12 + 4)
  directory.writeUInt16BE(1)
  directory.writeUInt16BE(tag, 2)
  directory.writeUInt16BE(2, 4)
  directory.writeUInt32BE(value.length + 1, 6)
  directory.writeUInt32BE(head.length + directory.length, 10)
  return Buffer.concat([Buffer.from('Exif\0\0MM\0*junk'), head, directory, Buffer.from(`${value}\0`)])
}

describe('the other half of a Live Photo', () => {
  const id = '1F0E2D3C-4B5A-6978-8796-A5B4C3D2E1F0'

  test('is named in Apple’s note', () => {
    expect(appleContentId(noteWith(0x0011, id))).toBe(id)
    expect(appleContentId(noteWith(0x0011, id.toLowerCase()))).toBe(id)
  })

  test('is not what stands under another tag, nor what is no identifier', () => {
    expect(appleContentId(noteWith(0x0012, id))).toBeNull()
    expect(appleContentId(noteWith(0x0011, 'somebody’s name'))).toBeNull()
    expect(appleContentId(Buffer.from('Exif\0\0'))).toBeNull()
    expect(toContentId(undefined)).toBeNull()
  })

  test('is none in a note that is cut off or lies about its size, anywhere', () => {
    const whole = noteWith(0x0011, id)
    for (let length = 0; length < whole.length - 1; length += 1) {
      expect(appleContentId(whole.subarray(0, length))).toBeNull()
    }
    const lying = Buffer.from(whole)
    lying.writeUInt16BE(0xffff, whole.indexOf('MM', 20) + 2)
    expect(() => appleContentId(lying)).not.toThrow()
  })
})

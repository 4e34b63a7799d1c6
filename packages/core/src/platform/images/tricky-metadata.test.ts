import sharp, { type Exif, type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { readMetadata } from './metadata.ts'
import { chooseTakenDate } from './taken-date.ts'

// Dates through real files: written by one program, as cameras, phones, scanners and editors do, and read by ours.

const now = new Date('2026-06-01T12:00:00Z')
const formats = ['jpeg', 'png', 'webp', 'tiff'] as const
type Format = (typeof formats)[number]

function blank(): Sharp {
  return sharp({ create: { width: 8, height: 6, channels: 3, background: '#88a' } })
}

async function takenOf(
  { exif, xmp, format = 'jpeg' }: { exif?: Exif; xmp?: string; format?: Format },
  name = 'DSC00012.JPG',
) {
  let image = blank()
  if (exif) image = image.withExif(exif)
  if (xmp) image = image.withXmp(xmp)
  const file = await image.toFormat(format).toBuffer()
  const header = await sharp(file).metadata()
  // As the worker does: a TIFF is its own EXIF.
  const { dates } = readMetadata(format === 'tiff' ? file : header.exif, header.xmp)
  return chooseTakenDate(dates, name, now)
}

const xmpOf = (properties: string) =>
  `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/">${properties}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

// A TIFF is its own EXIF, and sharp writes none into it.
test.each(formats.filter((format) => format !== 'tiff'))(
  'half past eleven at night in Newfoundland stays there: %s',
  async (format) => {
    const exif = { IFD2: { DateTimeOriginal: '2018:07:25 23:30:05', OffsetTimeOriginal: '-03:30' } }
    expect(await takenOf({ exif, format })).toEqual({
      at: '2018-07-25T23:30:05',
      offsetMinutes: -210,
      source: 'exif',
    })
  },
)

describe.each(formats)('%s', (format) => {
  test('an editor’s date alone, with its zone', async () => {
    const xmp = xmpOf('<photoshop:DateCreated>1968-07-20T22:56:15+03:00</photoshop:DateCreated>')
    expect(await takenOf({ xmp, format })).toEqual({
      at: '1968-07-20T22:56:15',
      offsetMinutes: 180,
      source: 'xmp',
    })
  })

  test('nothing at all is nothing, and then its name', async () => {
    expect(await takenOf({ format })).toBeNull()
    expect(await takenOf({ format }, 'IMG-20240102-WA0001.jpg')).toMatchObject({ source: 'fileName' })
  })
})

test('one offset for all, beside the time of the file', async () => {
  const same = '2018:07:25 16:34:23'
  const exif = { IFD0: { DateTime: same }, IFD2: { DateTimeOriginal: same, OffsetTime: '+02:00' } }
  expect((await takenOf({ exif }))?.offsetMinutes).toBe(120)
  const edited = { ...exif, IFD0: { DateTime: '2020:01:01 10:00:00', Software: 'Adobe Photoshop' } }
  expect(await takenOf({ exif: edited })).toMatchObject({ at: '2018-07-25T16:34:23', offsetMinutes: null })
})

test('an offset by satellite, in summer and in winter', async () => {
  const by = (taken: string, day: string, time: string) =>
    takenOf({
      exif: { IFD2: { DateTimeOriginal: taken }, IFD3: { GPSDateStamp: day, GPSTimeStamp: time } },
    })
  expect((await by('2024:07:01 12:00:10', '2024:07:01', '10/1 0/1 9/1'))?.offsetMinutes).toBe(120)
  expect((await by('2024:01:01 12:00:10', '2024:01:01', '11/1 0/1 9/1'))?.offsetMinutes).toBe(60)
  expect((await by('2024:01:01 00:10:00', '2023:12:31', '18/1 25/1 0/1'))?.offsetMinutes).toBe(345)
})

test('a scan is of when the family says; without that, of when it was scanned', async () => {
  const exif = { IFD0: { Make: 'EPSON' }, IFD2: { DateTimeDigitized: '2020:11:05 19:00:00' } }
  const xmp = xmpOf('<photoshop:DateCreated>1957-05-09</photoshop:DateCreated>')
  expect(await takenOf({ exif, xmp })).toMatchObject({ at: '1957-05-09T12:00:00', source: 'xmp' })
  expect(await takenOf({ exif })).toMatchObject({ at: '2020-11-05T19:00:00', source: 'exif' })
})

test.each([
  ['the year 0000', '0000:00:00 00:00:00'],
  ['30 February', '2021:02:30 10:00:00'],
  ['the far future', '2099:01:01 10:00:00'],
  ['blanks', '    :  :     :  :  '],
  ['a clock that nobody set', '1980:01:01 00:00:00'],
])('%s is passed over for the name', async (_, text) => {
  const exif = { IFD2: { DateTimeOriginal: text, OffsetTimeOriginal: '+02:00' } }
  expect(await takenOf({ exif })).toBeNull()
  expect(await takenOf({ exif }, 'IMG_20180725_163423.jpg')).toMatchObject({
    at: '2018-07-25T16:34:23',
    source: 'fileName',
  })
})

test.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i does not touch the date', async (orientation) => {
  const file = await blank()
    .withMetadata({ orientation })
    .withExifMerge({ IFD2: { DateTimeOriginal: '2018:07:25 23:30:05' } })
    .jpeg()
    .toBuffer()
  const { exif: segment } = await sharp(file).metadata()
  const { dates, orientation: told } = readMetadata(segment, undefined)
  expect([told, chooseTakenDate(dates, '', now)?.at]).toEqual([orientation, '2018-07-25T23:30:05'])
})

import { describe, expect, test } from 'vitest'
import { chooseTakenDate, type DateTags } from './taken-date.ts'

const now = new Date('2026-06-01T12:00:00Z')
const choose = (tags: DateTags, name = 'photo.jpg') => chooseTakenDate(tags, name, now)

describe('EXIF', () => {
  test('wall clock and offset are kept as written', () => {
    expect(choose({ dateTimeOriginal: '2018:07:25 23:30:05', offsetTimeOriginal: '-03:30' })).toEqual({
      at: '2018-07-25T23:30:05',
      offsetMinutes: -210,
      source: 'exif',
    })
  })

  test('the original comes before the digitized, each with its own offset', () => {
    const digitized = { dateTimeDigitized: '2020:01:01 08:00:00', offsetTimeDigitized: '+09:00' }
    expect(choose({ dateTimeOriginal: '1995:08:01 10:00:00', ...digitized })?.at).toBe('1995-08-01T10:00:00')
    expect(choose({ dateTimeOriginal: '0000:00:00 00:00:00', ...digitized })).toEqual({
      at: '2020-01-01T08:00:00',
      offsetMinutes: 540,
      source: 'exif',
    })
  })

  test.each([
    '0000:00:00 00:00:00',
    '    :  :     :  :  ',
    '1825:12:31 23:59:59',
    '2026:06:03 00:00:00',
    '2021:02:30 10:00:00',
    '2021:13:01 10:00:00',
    '2021:01:01 25:00:00',
    '',
    'yesterday',
  ])('%j is no date', (dateTimeOriginal) => {
    expect(choose({ dateTimeOriginal })).toBeNull()
  })

  test('a day ahead is a time zone, not a broken clock', () => {
    expect(choose({ dateTimeOriginal: '2026:06:02 11:00:00' })?.at).toBe('2026-06-02T11:00:00')
  })

  test.each(['', '   :  ', '+15:00', '+02:75', 'Berlin'])('offset %j is none', (offsetTimeOriginal) => {
    const tags = { dateTimeOriginal: '2020:01:01 08:00:00', offsetTimeOriginal }
    expect(choose(tags)?.offsetMinutes).toBeNull()
  })
})

describe('offset from GPS', () => {
  const at = (gpsDateTime: string, offsetTimeOriginal?: string) =>
    choose({ dateTimeOriginal: '2018:07:25 16:34:23', gpsDateTime, offsetTimeOriginal })?.offsetMinutes

  test('is the quarter of an hour between wall clock and fix', () => {
    expect(at('2018:07:25 14:34:20')).toBe(120)
    expect(at('2018:07:25 10:49:23')).toBe(345)
    expect(at('2018:07:26 01:34:23')).toBe(-540)
    expect(at('2018:07:25 16:34:40')).toBe(0)
  })

  test('is not guessed from an old fix or a wrong day', () => {
    expect(at('2018:07:25 14:29:00')).toBeNull()
    expect(at('2018:07:20 14:34:23')).toBeNull()
  })

  test('yields to the tag', () => {
    expect(at('2018:07:25 14:34:20', '+03:00')).toBe(180)
  })

  test('is never a date of its own', () => {
    expect(choose({ gpsDateTime: '2018:07:25 14:34:20' })).toBeNull()
  })
})

describe('XMP', () => {
  test.each([
    ['2016-04-08T02:32:20', '2016-04-08T02:32:20', null],
    ['2016-04-08T02:32:20.123+05:30', '2016-04-08T02:32:20', 330],
    ['2016-04-08T02:32Z', '2016-04-08T02:32:00', 0],
    ['2016-04-08', '2016-04-08T12:00:00', null],
  ])('%s', (photoshopDateCreated, at, offsetMinutes) => {
    expect(choose({ photoshopDateCreated })).toEqual({ at, offsetMinutes, source: 'xmp' })
  })

  test('the date of the picture comes before the date of its file, and EXIF before both', () => {
    const xmp = { photoshopDateCreated: '1950-05-01', xmpCreateDate: '2016-04-08T02:32:20' }
    expect(choose(xmp)?.at).toBe('1950-05-01T12:00:00')
    expect(choose({ ...xmp, dateTimeOriginal: '2015:01:01 00:00:00' })?.source).toBe('exif')
  })

  test('a year alone is no day', () => {
    expect(choose({ xmpCreateDate: '2016' })).toBeNull()
  })
})

describe('file name', () => {
  test.each([
    ['IMG_20180725_163423.jpg', '2018-07-25T16:34:23', null],
    ['20180725_163423(1).jpg', '2018-07-25T16:34:23', null],
    ['PXL_20210102_030405123.MP.jpg', '2021-01-02T03:04:05', 0],
    ['Screenshot_2024-01-02-03-04-05-678_com.app.png', '2024-01-02T03:04:05', null],
    ['Screenshot 2024-01-02 at 03.04.05.png', '2024-01-02T03:04:05', null],
    ['2024-01-02 03.04.05.jpg', '2024-01-02T03:04:05', null],
    ['signal-2024-01-02-03-04-05-678.jpg', '2024-01-02T03:04:05', null],
    ['signal-2024-01-02-030405.jpg', '2024-01-02T03:04:05', null],
    ['WhatsApp Image 2024-01-02 at 03.04.05.jpeg', '2024-01-02T03:04:05', null],
    ['IMG-20240102-WA0001.jpg', '2024-01-02T12:00:00', null],
    ['2024-01-02.jpg', '2024-01-02T12:00:00', null],
    ['1532529263423.jpg', '2018-07-25T14:34:23', 0],
    ['FB_IMG_1532529263423.jpg', '2018-07-25T14:34:23', 0],
  ])('%s', (name, at, offsetMinutes) => {
    expect(choose({}, name)).toEqual({ at, offsetMinutes, source: 'fileName' })
  })

  test.each(['IMG_1771.jpg', 'DSC00012.JPG', '20241399.jpg', '2030-01-01.jpg', '123456789012345678.jpg', ''])(
    '%j tells nothing',
    (name) => {
      expect(choose({}, name)).toBeNull()
    },
  )
})

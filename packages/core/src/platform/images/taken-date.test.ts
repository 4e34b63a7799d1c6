import { describe, expect, test } from 'vitest'
import { instantInName } from './date-in-name.ts'
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

  test.each(['', '   :  ', '+15:00', '-12:30', '+02:75', '+020', 'Berlin'])(
    'offset %j is none',
    (offsetTimeOriginal) => {
      const tags = { dateTimeOriginal: '2020:01:01 08:00:00', offsetTimeOriginal }
      expect(choose(tags)?.offsetMinutes).toBeNull()
    },
  )
})

describe('offsets that cameras write beside another field', () => {
  const at = '2018:07:25 16:34:23'

  test.each([
    ['+0200', 120],
    ['+02', 120],
    ['-03:30', -210],
    ['-12:00', -720],
    ['+14:00', 840],
    ['-00:00', 0],
    ['Z', 0],
    [' +05:45 ', 345],
  ])('%j', (offsetTimeOriginal, minutes) => {
    expect(choose({ dateTimeOriginal: at, offsetTimeOriginal })?.offsetMinutes).toBe(minutes)
  })

  test('the file’s own counts as long as nobody wrote the file again', () => {
    const own = { dateTimeOriginal: at, dateTime: at, offsetTime: '+02:00' }
    expect(choose(own)?.offsetMinutes).toBe(120)
    // Edited at home, in winter: its zone is the editor's.
    expect(
      choose({ ...own, dateTime: '2019:01:05 10:00:00', offsetTime: '+01:00' })?.offsetMinutes,
    ).toBeNull()
    expect(choose({ ...own, offsetTimeOriginal: '+03:00' })?.offsetMinutes).toBe(180)
    expect(
      choose({ dateTimeOriginal: at, dateTimeDigitized: at, offsetTimeDigitized: '+04:00' })?.offsetMinutes,
    ).toBe(240)
  })

  test('or behind the time itself', () => {
    expect(choose({ dateTimeOriginal: '2018-07-25T16:34:23.123+02:00' })).toEqual({
      at: '2018-07-25T16:34:23',
      offsetMinutes: 120,
      source: 'exif',
    })
  })
})

describe('what a clock says that is wrong', () => {
  test.each(['1904:01:01 00:00:00', '1970:01:01 00:00:00', '1980:01:01 00:00:00'])(
    '%s is a clock that nobody set',
    (dateTimeOriginal) => {
      expect(choose({ dateTimeOriginal })).toBeNull()
      expect(choose({ dateTimeOriginal }, 'IMG_20180725_163423.jpg')?.source).toBe('fileName')
    },
  )

  test('a minute later it is a date', () => {
    expect(choose({ dateTimeOriginal: '1970:01:01 00:01:00' })?.at).toBe('1970-01-01T00:01:00')
  })

  test.each(['2023:02:29 10:00:00', '2100:01:01 00:00:00', '9999:12:31 23:59:59', '2021:04:31 10:00:00'])(
    '%s is passed over for what is known otherwise',
    (dateTimeOriginal) => {
      expect(choose({ dateTimeOriginal, xmpCreateDate: '2020-02-29T10:00:00' })).toMatchObject({
        at: '2020-02-29T10:00:00',
        source: 'xmp',
      })
    },
  )

  test('an hour that does not exist where clocks go forward, and one that is there twice, stay as they were written', () => {
    const spring = { dateTimeOriginal: '2024:03:31 02:30:00', offsetTimeOriginal: '+01:00' }
    expect(choose(spring)).toEqual({ at: '2024-03-31T02:30:00', offsetMinutes: 60, source: 'exif' })
    const autumn = { dateTimeOriginal: '2024:10:27 02:30:00' }
    expect(choose({ ...autumn, gpsDateTime: '2024:10:27 00:30:00' })?.offsetMinutes).toBe(120)
    expect(choose({ ...autumn, gpsDateTime: '2024:10:27 01:30:00' })?.offsetMinutes).toBe(60)
  })
})

describe('scans and edited copies', () => {
  test('a scan is of the day that somebody gave the picture, not of the day of the scan', () => {
    const scanned = { dateTimeDigitized: '2020:11:05 19:00:00', xmpCreateDate: '2020-11-05T19:00:00+03:00' }
    expect(choose({ ...scanned, photoshopDateCreated: '1968-07-01' })).toEqual({
      at: '1968-07-01T12:00:00',
      offsetMinutes: null,
      source: 'xmp',
    })
    expect(choose(scanned)).toMatchObject({ at: '2020-11-05T19:00:00', source: 'exif' })
  })

  test('an edited copy keeps when it was taken', () => {
    const edited = {
      dateTime: '2024:01:02 10:00:00',
      offsetTime: '+03:00',
      xmpCreateDate: '2024-01-02T10:00:00',
    }
    expect(choose({ ...edited, dateTimeOriginal: '2018:07:25 23:30:00' })).toEqual({
      at: '2018-07-25T23:30:00',
      offsetMinutes: null,
      source: 'exif',
    })
    expect(choose({ ...edited, xmpDateTimeOriginal: '2018-07-25T23:30:00.00-07:00' })).toEqual({
      at: '2018-07-25T23:30:00',
      offsetMinutes: -420,
      source: 'xmp',
    })
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

  describe('is only ever a zone that there is', () => {
    const wallClock = Date.parse('2018-07-25T16:34:23Z')
    /** What a fix tells by a clock that is so many minutes from it. */
    const whenApart = (minutes: number) => {
      const fix = new Date(wallClock - minutes * 60_000).toISOString()
      return at(fix.slice(0, 19).replaceAll('-', ':').replace('T', ' '))
    }

    test.each([
      ...[-720, -570, -210, -150, -60, 60, 210, 270, 330, 345],
      ...[390, 525, 570, 630, 765, 780, 825, 840],
    ])('%i minutes', (minutes) => {
      expect(whenApart(minutes)).toBe(minutes)
      // A fix of two minutes before is as good, one of three is not.
      expect(whenApart(minutes + 2)).toBe(minutes)
      expect(whenApart(minutes + 3)).toBeNull()
    })

    test.each([-780, -585, -90, -15, 15, 30, 90, 165, 315, 450, 690, 855])('not %i minutes', (minutes) => {
      expect(whenApart(minutes)).toBeNull()
    })
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
    ['Screenshot_2024-01-02-03-04-05-678_com.app.png', '2024-01-02T03:04:05', null],
    ['Screenshot 2024-01-02 at 03.04.05.png', '2024-01-02T03:04:05', null],
    ['2024-01-02 03.04.05.jpg', '2024-01-02T03:04:05', null],
    ['signal-2024-01-02-03-04-05-678.jpg', '2024-01-02T03:04:05', null],
    ['signal-2024-01-02-030405.jpg', '2024-01-02T03:04:05', null],
    ['WhatsApp Image 2024-01-02 at 03.04.05.jpeg', '2024-01-02T03:04:05', null],
    ['20180725163423.jpg', '2018-07-25T16:34:23', null],
    ['VID_20180725_163423.mp4', '2018-07-25T16:34:23', null],
    ['Фото 2018-07-25 в кафе.jpg', '2018-07-25T12:00:00', null],
    ['IMG-20240102-WA0001.jpg', '2024-01-02T12:00:00', null],
    ['2024-01-02.jpg', '2024-01-02T12:00:00', null],
  ])('%s', (name, at, offsetMinutes) => {
    expect(choose({}, name)).toEqual({ at, offsetMinutes, source: 'fileName' })
  })

  test.each([
    ['WhatsApp Image 2024-01-02 at 10.04.05 PM.jpeg', '22:04:05'],
    ['WhatsApp Image 2024-01-02 at 10.04.05 AM (1).jpeg', '10:04:05'],
    ['WhatsApp_Image_2024-01-02_at_10.04.05_PM.jpeg', '22:04:05'],
    ['WhatsApp Image 2024-01-02 at 12.30.00 AM.jpeg', '00:30:00'],
    ['WhatsApp Image 2024-01-02 at 12.30.00 PM.jpeg', '12:30:00'],
    ['Screenshot 2024-01-02 at 3.04.05 PM.png', '15:04:05'],
    ['Screenshot 2024-01-02 at 3.04.05\u202fPM copy.png', '15:04:05'],
    ['Screenshot 2024-01-02 at 3.04.05\u202fpm.png', '15:04:05'],
    ['Screenshot 2024-01-02 at 3.04.05 p.m..png', '15:04:05'],
    ['Screenshot 2024-01-02 at 9.04.05.png', '09:04:05'],
    ['Screenshot 2024-01-02 at 15.04.05.png', '15:04:05'],
    ['Bildschirmfoto 2024-01-02 um 15.04.05.png', '15:04:05'],
    ['Bildschirmfoto 2024-01-02 um 12.04.05 am Strand.png', '12:04:05'],
    ['Снимок экрана 2024-01-02 в 15.04.05.png', '15:04:05'],
    // macOS takes letters apart: й is и and a breve.
    ['Мой снимок экрана 2024-01-02 в 3.04.05.png'.normalize('NFD'), '03:04:05'],
    ['IMG_20240102_101112_AMSTERDAM.jpg', '10:11:12'],
  ])('%j tells the time of day as people there say it', (name, time) => {
    expect(choose({}, name)).toEqual({ at: `2024-01-02T${time}`, offsetMinutes: null, source: 'fileName' })
  })

  test.each([
    ['PXL_20210102_030405123.MP.jpg', '2021-01-02T03:04:05.000Z'],
    ['original_0a1b_PXL_20210102_030405123.jpg', '2021-01-02T03:04:05.000Z'],
    ['1532529263423.jpg', '2018-07-25T14:34:23.423Z'],
    ['FB_IMG_1532529263423.jpg', '2018-07-25T14:34:23.423Z'],
    ['mmexport1532529263423.jpg', '2018-07-25T14:34:23.423Z'],
  ])('%s tells an instant, which is nobody’s wall clock', (name, instant) => {
    expect(choose({}, name)).toBeNull()
    expect(instantInName(name, now)).toBe(instant)
    expect(choose({ dateTimeOriginal: '2018:07:25 16:34:23' }, name)).toEqual({
      at: '2018-07-25T16:34:23',
      offsetMinutes: null,
      source: 'exif',
    })
  })

  test.each([
    'IMG_1771.jpg',
    'DSC00012.JPG',
    '20241399.jpg',
    '2030-01-01.jpg',
    '123456789012345678.jpg',
    '201807251634231.jpg',
    '20210230.jpg',
    '',
    '1832529263423.jpg',
  ])('%j tells nothing', (name) => {
    expect(choose({}, name)).toBeNull()
    expect(instantInName(name, now)).toBeNull()
  })
})

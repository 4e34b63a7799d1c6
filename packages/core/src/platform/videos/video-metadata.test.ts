import { expect, test } from 'vitest'
import { readMoment, tagsOf } from './video-metadata.ts'

const now = new Date('2026-06-01T12:00:00Z')
const read = (dictionary: Record<string, string>, originalName = 'IMG_0001.MOV', durationMs = 10_000) =>
  readMoment(tagsOf(dictionary), { originalName, durationMs, now })

test('Apple’s date is a wall clock with the offset of the place', () => {
  const dictionary = {
    'com.apple.quicktime.creationdate': '2024-02-29T23:30:00+0200',
    creation_time: '2024-03-05T08:00:00.000000Z',
  }
  expect(read(dictionary)).toMatchObject({
    taken: { at: '2024-02-29T23:30:00', offsetMinutes: 120, source: 'exif' },
    recordedAt: '2024-03-05T08:00:00.000Z',
  })
})

test('an instant alone is no wall clock', () => {
  expect(read({ creation_time: '2024-02-29T21:30:00.000000Z' })).toMatchObject({
    taken: null,
    recordedAt: '2024-02-29T21:30:00.000Z',
  })
})

test.each([
  ['began', '2024-02-29T21:30:05Z'],
  ['ended', '2024-02-29T21:40:02Z'],
])('an instant at which it %s gives the wall clock of the name its offset', (_, creation_time) => {
  expect(read({ creation_time }, 'VID_20240229_233000.mp4', 600_000).taken).toEqual({
    at: '2024-02-29T23:30:00',
    offsetMinutes: 120,
    source: 'fileName',
  })
})

test('an instant of another day says nothing about the zone of the name', () => {
  expect(read({ creation_time: '2024-03-05T08:07:00Z' }, 'VID_20240229_233000.mp4').taken).toEqual({
    at: '2024-02-29T23:30:00',
    offsetMinutes: null,
    source: 'fileName',
  })
})

test.each(['2024-02-29T22:00:05Z', '2024-02-29T21:15:00Z'])(
  'an instant that is no zone away, %s, gives no offset',
  (creation_time) => {
    expect(read({ creation_time }, 'VID_20240229_233000.mp4').taken).toEqual({
      at: '2024-02-29T23:30:00',
      offsetMinutes: null,
      source: 'fileName',
    })
  },
)

test('the noon of a name without a time is not compared with anything', () => {
  expect(read({ creation_time: '2024-01-02T10:00:00Z' }, 'VID-20240102-WA0001.mp4').taken).toEqual({
    at: '2024-01-02T12:00:00',
    offsetMinutes: null,
    source: 'fileName',
  })
})

test.each([
  ['PXL_20240725_223000123.mp4', '2024-07-25T22:30:00.000Z'],
  ['mmexport1721946600123.mp4', '2024-07-25T22:30:00.123Z'],
])('%s tells an instant and no wall clock, and yields to the file’s own', (name, instant) => {
  expect(read({}, name)).toMatchObject({ taken: null, recordedAt: instant })
  expect(read({ creation_time: '2024-07-25T22:31:00Z' }, name)).toMatchObject({
    taken: null,
    recordedAt: '2024-07-25T22:31:00.000Z',
  })
  const apple = { 'com.apple.quicktime.creationdate': '2024-07-26T00:30:00+0200' }
  expect(read(apple, name).taken).toMatchObject({ at: '2024-07-26T00:30:00', offsetMinutes: 120 })
})

test('what is told twice is read once', () => {
  expect(read({ creation_time: '2024-02-29T21:30:00.000000Z;2024-02-29T21:30:00Z' }).recordedAt).toBe(
    '2024-02-29T21:30:00.000Z',
  )
})

test.each(['1904-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '2099-01-01T00:00:00Z', 'yesterday', ''])(
  'a clock that was never set, %j, is none',
  (creation_time) => {
    expect(read({ creation_time }).recordedAt).toBeNull()
  },
)

test.each([
  [{ 'com.apple.quicktime.location.ISO6709': '+52.5186+013.4081+034.000/' }, 52.5186, 13.4081],
  [{ location: '-33.8568+151.2153/' }, -33.8568, 151.2153],
  [{ LOCATION: '+40.6894-074.0447/' }, 40.6894, -74.0447],
])('the place of %j', (dictionary, latitude, longitude) => {
  expect(read(dictionary).place).toEqual({ latitude, longitude })
})

test.each(['+00.0000+000.0000/', '+91.0+000.0/', '+10.0+181.0/', 'Berlin', ''])(
  '%j is no place',
  (location) => {
    expect(read({ location }).place).toBeNull()
  },
)

test('an identifier is one or none', () => {
  const key = 'com.apple.quicktime.content.identifier'
  const id = '1f0e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'
  expect(read({ [key]: id }).contentId).toBe(id.toUpperCase())
  expect(read({ [key]: 'x'.repeat(100_000) }).contentId).toBeNull()
})

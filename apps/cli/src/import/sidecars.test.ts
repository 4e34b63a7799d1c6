import { expect, test } from 'vitest'
import { findSidecar, findSidecarOfStill, parseSidecar, type ReadSidecar } from './sidecars.ts'

const taken = (path: string): ReadSidecar => ({ path, photoTakenTime: { timestamp: 1_600_000_000 } })
const found = (photo: string, ...sidecars: string[]) =>
  findSidecar({ path: photo }, sidecars.map(taken))?.path

test.each([
  ['a/IMG_1.jpg', 'a/IMG_1.jpg.json'],
  ['a/IMG_1.jpg', 'a/IMG_1.jpg.supplemental-metadata.json'],
  ['a/IMG_1.jpg', 'a/IMG_1.jpg.supplemental-me.json'],
  ['a/IMG_1(2).jpg', 'a/IMG_1.jpg(2).json'],
  ['a/IMG_1(2).jpg', 'a/IMG_1.jpg.supplemental-metadata(2).json'],
  ['a/IMG_1-edited.jpg', 'a/IMG_1.jpg.supplemental-metadata.json'],
  ['a/IMG_1-bearbeitet.jpg', 'a/IMG_1.jpg.json'],
  ['a/IMG_1-edited(1).jpg', 'a/IMG_1.jpg(1).json'],
  [
    'a/2019-08-01 a very long name of a photo at the sea.jpg',
    'a/2019-08-01 a very long name of a photo at the s.json',
  ],
  ['a/Screenshot_20190801-120000_Messages_Other.jpg', 'a/Screenshot_20190801-120000_Messages_Other.jpg.json'],
])('%s has %s', (photo, sidecar) => {
  expect(found(photo, 'a/IMG_9.jpg.json', 'b/IMG_1.jpg.json', sidecar)).toBe(sidecar)
})

test.each([
  ['a/IMG_1.jpg', 'a/IMG_10.jpg.json'],
  ['a/IMG_10.jpg', 'a/IMG_1.jpg.json'],
  ['a/IMG_1.jpg', 'a/IMG_1.jpg(1).json'],
  ['a/IMG_1(1).jpg', 'a/IMG_1.jpg.json'],
  ['a/IMG_1.jpg', 'b/IMG_1.jpg.json'],
  ['a/IMG.jpg', 'a/IM.json'],
])('%s has nothing of %s', (photo, sidecar) => {
  expect(found(photo, sidecar)).toBeUndefined()
})

test('what moves in a Live Photo has none of its own, and the time of its photo', () => {
  const sidecars = ['a/IMG_9.HEIC.json', 'b/IMG_1.HEIC.json', 'a/IMG_1.HEIC.supplemental-metadata.json']
  expect(found('a/IMG_1.MOV', ...sidecars)).toBeUndefined()
  const still = (path: string) => findSidecarOfStill({ path }, sidecars.map(taken))?.path
  expect(still('a/IMG_1.MOV')).toBe('a/IMG_1.HEIC.supplemental-metadata.json')
  expect(still('a/IMG_2.MOV')).toBeUndefined()
})

test('its own sidecar comes before its original’s', () => {
  const both = ['a/IMG_1.jpg.json', 'a/IMG_1-edited.jpg.json']
  expect(found('a/IMG_1-edited.jpg', ...both)).toBe('a/IMG_1-edited.jpg.json')
})

test('what is no sidecar is none', () => {
  expect(parseSidecar('a.json', '{')).toBeNull()
  expect(parseSidecar('a.json', '[]')).toBeNull()
  expect(
    parseSidecar('a.json', '{"title":"Summer","photoTakenTime":{"timestamp":"1564653600"}}'),
  ).toMatchObject({
    photoTakenTime: { timestamp: 1_564_653_600 },
  })
})

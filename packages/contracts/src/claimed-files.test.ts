import { expect, test } from 'vitest'
import { claimedType, mostBytesOf, refusalOf } from './claimed-files.ts'
import { limits } from './limits.ts'
import { mediaTypes } from './media-states.ts'

test('every type that Kinkeep reads may be claimed, and no other', () => {
  for (const type of mediaTypes) expect(claimedType({ name: 'file', contentType: type })).toBe(type)
  expect(claimedType({ name: 'page.jpg', contentType: 'text/html' })).toBeUndefined()
  expect(claimedType({ name: 'IMG_1.HEIC', contentType: '' })).toBe('image/heic')
})

test('a film may be as large as a film, anything else as large as a photo', () => {
  const film = { name: 'film.mov', contentType: '', byteSize: limits.videoBytes }
  expect(mostBytesOf({ name: 'file', contentType: '' })).toBe(limits.photoBytes)
  expect(refusalOf(film)).toBeUndefined()
  expect(refusalOf({ ...film, byteSize: limits.videoBytes + 1 })).toBe('TOO_LARGE')
  expect(refusalOf({ ...film, name: 'photo.jpg' })).toBe('TOO_LARGE')
})

import { expect, test } from 'vitest'
import { nextFollowed } from './followed.ts'
import { newUpload, type UploadItem } from './upload-item.ts'

const item = (name: string, change: Partial<UploadItem> = {}): UploadItem => ({
  ...newUpload(
    {
      ...{ uploadKey: name, userId: 'u', circleId: 'home', name, size: 1_000_000, type: '' },
      ...{ modifiedAt: '2025-07-12T10:00:00', modifiedOffset: 0, keep: 'own', addedAt: 0 },
    },
    'processing',
  ),
  mediaId: `id of ${name}`,
  ...change,
})
const films = Array.from({ length: 40 }, (_, index) => item(`${index}.mp4`, { isVerified: true }))

test('photos do not wait for the films in front of them, nor do other circles', () => {
  const photo = item('late.jpg', { isVerified: true })
  expect(nextFollowed([...films, photo])?.mediaIds.slice(0, 2)).toEqual(['id of late.jpg', 'id of 0.mp4'])
  const away = item('away.mp4', { circleId: 'away' })
  expect(nextFollowed([...films, photo, away])).toEqual({ circleId: 'away', mediaIds: ['id of away.mp4'] })
})

test('a question is short, in the order in which files came, and about nothing that is settled', () => {
  expect(nextFollowed(films)?.mediaIds).toEqual(films.slice(0, 36).map(({ mediaId }) => mediaId))
  expect(
    nextFollowed([item('a.jpg', { state: 'ready', isVerified: true }), item('b.jpg', { state: 'sending' })]),
  ).toBe(undefined)
})

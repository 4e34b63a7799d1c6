import { expect, test } from 'vitest'
import { summarize } from './summary.ts'
import { newUpload, type UploadItem } from './upload-item.ts'

const item = (change: Partial<UploadItem>): UploadItem => ({
  ...newUpload(
    {
      uploadKey: 'k',
      userId: 'u',
      circleId: 'c',
      name: 'a.jpg',
      size: 1_000_000,
      type: 'image/jpeg',
      modifiedAt: '2025-07-12T10:00:00',
      modifiedOffset: 0,
      keep: 'own',
      addedAt: 0,
    },
    'waiting',
  ),
  ...change,
})

test('every file is counted once', () => {
  const states = [
    ...(['waiting', 'sending', 'processing', 'ready', 'failed', 'refused', 'duplicate', 'missing'] as const),
  ]
  expect(summarize(states.map((state) => item({ state })))).toMatchObject({
    ...{ total: 8, delivered: 3, safe: 0, underway: 2, processing: 2, troubled: 3, refused: 2 },
    ...{ missing: 1, duplicates: 1 },
  })
})

test('progress is measured in bytes and complete when all that can arrive has arrived', () => {
  expect(summarize([item({ state: 'ready' }), item({ state: 'refused' })]).progress).toBe(1)
  const half = summarize([item({ state: 'ready' }), item({ state: 'waiting' })]).progress
  expect(half).toBeCloseTo(0.5)
  expect(summarize([]).progress).toBe(1)
})

test('safe is what was proven, and what is ready but not proven is still asked about', () => {
  const some = [
    item({ state: 'ready', isVerified: true }),
    item({ state: 'ready' }),
    item({ state: 'processing', isVerified: true }),
    item({ state: 'failed', isVerified: true }),
  ]
  expect(summarize(some)).toMatchObject({ delivered: 4, safe: 3, processing: 2 })
})

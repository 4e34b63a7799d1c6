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
    },
    'waiting',
  ),
  ...change,
})

test('every file is counted once', () => {
  const states = ['waiting', 'sending', 'processing', 'ready', 'failed', 'refused'] as const
  expect(summarize(states.map((state) => item({ state })))).toMatchObject({
    total: 6,
    delivered: 3,
    underway: 2,
    processing: 1,
    troubled: 2,
  })
})

test('progress is measured in bytes and complete when all that can arrive has arrived', () => {
  expect(summarize([item({ state: 'ready' }), item({ state: 'refused' })]).progress).toBe(1)
  const half = summarize([item({ state: 'ready' }), item({ state: 'waiting' })]).progress
  expect(half).toBeCloseTo(0.5)
  expect(summarize([]).progress).toBe(1)
})

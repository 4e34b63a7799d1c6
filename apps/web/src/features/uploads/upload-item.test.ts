import { expect, test } from 'vitest'
import {
  newUpload,
  toCompleting,
  toKnown,
  toPostponed,
  toRefused,
  toSending,
  toWaiting,
  type UploadFacts,
} from './upload-item.ts'

const facts: UploadFacts = {
  uploadKey: 'k1',
  userId: 'u1',
  circleId: 'c1',
  name: 'sea.jpg',
  size: 1000,
  type: 'image/jpeg',
  modifiedAt: '2025-07-12T10:00:00',
  modifiedOffset: 120,
  keep: 'own',
  addedAt: 0,
}

test('a photo goes from the browser to the timeline', () => {
  const saved = toWaiting(newUpload(facts, 'saving'))
  const delivered = toKnown(toCompleting(toSending(saved)), {
    state: 'processing',
    mediaId: 'm1',
    keepId: 'k',
  })
  expect(delivered).toMatchObject({ state: 'processing', sent: 1000, mediaId: 'm1', keepId: 'k' })
  expect(toKnown(delivered, { state: 'ready' })).toMatchObject({ state: 'ready', mediaId: 'm1', keepId: 'k' })
})

test('a late answer does not take a photo back', () => {
  const ready = toKnown(newUpload(facts, 'waiting'), { state: 'ready', mediaId: 'm1' })
  expect(toKnown(ready, { state: 'processing' })).toBe(ready)
  expect(toKnown(ready, { state: 'requested' })).toBe(ready)
})

test('each failed try waits longer, and asking again starts anew', () => {
  const once = toPostponed(toSending(newUpload(facts, 'waiting')), 500)
  const twice = toPostponed(once, 900)
  expect(twice).toMatchObject({ state: 'waiting', attempts: 2, retryAt: 900, sent: 0 })
  expect(toWaiting(toRefused(twice, 'CIRCLE_FULL'))).toMatchObject({
    state: 'waiting',
    attempts: 0,
    retryAt: 0,
    reason: null,
  })
})

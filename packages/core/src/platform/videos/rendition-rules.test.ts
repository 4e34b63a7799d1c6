import { expect, test } from 'vitest'
import { type PlayedVideo, planRendition } from './rendition-rules.ts'

const plain: PlayedVideo = {
  videoCodec: 'h264',
  audioCodec: 'aac',
  isPlainPicture: true,
  isHdr: false,
  width: 1920,
  height: 1080,
  bitsPerSecond: 7_900_000,
  framesPerSecond: 60,
  isMp4: true,
  isFastStart: true,
  isPlain: true,
}
const plan = (difference: Partial<PlayedVideo>) => planRendition({ ...plain, ...difference })

test('what plays everywhere is played itself', () => {
  expect(plan({})).toBeNull()
  expect(plan({ width: 1080, height: 1920 })).toBeNull()
  expect(plan({ audioCodec: null })).toBeNull()
  expect(plan({ audioCodec: 'mp3float' })).toBeNull()
})

test.each([
  ['its index comes last', { isFastStart: false }],
  ['it is a MOV', { isMp4: false }],
  ['it tells more than picture and sound', { isPlain: false }],
])('it is copied into another box when %s', (_, difference) => {
  expect(plan(difference)).toEqual({ video: 'copy', audio: 'copy' })
})

test('only its sound is encoded when only that does not play', () => {
  expect(plan({ audioCodec: 'pcm_s16le' })).toEqual({ video: 'copy', audio: 'encode' })
})

test.each([
  ['HEVC', { videoCodec: 'hevc' }],
  ['VP9, which older Apple devices do not play', { videoCodec: 'vp9', audioCodec: 'aac' }],
  ['HDR', { isHdr: true }],
  ['ten bits', { isPlainPicture: false }],
  ['more than 8 Mbit/s', { bitsPerSecond: 8_100_000 }],
  ['slow motion', { framesPerSecond: 240 }],
])('%s is encoded', (_, difference) => {
  expect(plan(difference)).toEqual({ video: { width: 1920, height: 1080 }, audio: 'copy' })
})

test('4K becomes 1080p, upright too, and its edges are even', () => {
  expect(plan({ width: 3840, height: 2160 })?.video).toEqual({ width: 1920, height: 1080 })
  expect(plan({ width: 2160, height: 3840 })?.video).toEqual({ width: 1080, height: 1920 })
  expect(plan({ width: 3026, height: 1386 })?.video).toEqual({ width: 1920, height: 880 })
  expect(plan({ videoCodec: 'hevc', width: 333, height: 251 })?.video).toEqual({ width: 334, height: 252 })
})

test('without a sound that can be read there is none', () => {
  expect(plan({ isMp4: false, audioCodec: null })?.audio).toBe('none')
})

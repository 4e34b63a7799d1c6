import { expect, test } from 'vitest'
import { newSampleTables } from './sample-tables.ts'

const numbers = (...all: number[]) =>
  Buffer.concat(all.map((each) => Buffer.from(each.toString(16).padStart(8, '0'), 'hex')))
const hour = { frames: 108_000, ticks: 20, scale: 600 }

/** An hour of pictures, cut together of as many parts as it has edits. */
function film({ edits, seconds, beginsEvery }: { edits: number; seconds: number; beginsEvery: number }) {
  const tables = newSampleTables()
  tables.take('mvhd', numbers(0, 0, 0, hour.scale, 0))
  tables.nextTrack()
  tables.take('hdlr', Buffer.concat([numbers(0, 0), Buffer.from('vide')]))
  tables.take('mdhd', numbers(0, 0, 0, hour.scale, 0))
  tables.take('stts', numbers(0, 1, hour.frames, hour.ticks))
  tables.take('stsz', Buffer.concat([numbers(0, 0, hour.frames), Buffer.alloc(hour.frames * 4)]))
  const beginnings = Array.from(
    { length: Math.ceil(hour.frames / beginsEvery) },
    (_, each) => each * beginsEvery + 1,
  )
  tables.take('stss', numbers(0, beginnings.length, ...beginnings))
  const edit = numbers(seconds * hour.scale, 0, 0x1_00_00)
  tables.take('elst', Buffer.concat([numbers(0, edits), ...Array.from({ length: edits }, () => edit)]))
  return () => tables.require(10 ** 9)
}

test('an hour of home video in a hundred cuts has every picture about once', () => {
  expect(film({ edits: 100, seconds: 36, beginsEvery: 30 })).not.toThrow()
})

test.each([
  ['the whole of it a hundred times', { edits: 100, seconds: 3600, beginsEvery: 30 }],
  ['pictures that begin but once', { edits: 100, seconds: 36, beginsEvery: hour.frames }],
])('%s is more than an index may list', (_, told) => {
  expect(film(told)).toThrow('DAMAGED')
})

import { expect, test } from 'vitest'
import { readHeicBoxes } from './heic-boxes.ts'

function box(type: string, ...children: Buffer[]): Buffer {
  const body = Buffer.concat(children)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + body.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

const version = Buffer.alloc(4)
const heic = (...properties: Buffer[]) =>
  Buffer.concat([
    box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1')),
    box('meta', version, box('pitm', Buffer.alloc(6)), box('iprp', box('ipco', ...properties), box('ipma'))),
    box('mdat', Buffer.alloc(100)),
  ])
const size = box('ispe', Buffer.alloc(12))

test('a turn among the properties means that the pixels come out upright', () => {
  expect(readHeicBoxes(heic(size, box('irot', Buffer.of(1))))).toEqual({ turned: true, truncated: false })
  expect(readHeicBoxes(heic(size, box('imir', Buffer.of(0))))).toEqual({ turned: true, truncated: false })
})

test('without one the EXIF orientation is still to be applied', () => {
  expect(readHeicBoxes(heic(size))).toEqual({ turned: false, truncated: false })
})

test('the letters irot elsewhere are no turn', () => {
  const file = Buffer.concat([heic(size), box('free', box('irot', Buffer.of(1)))])
  expect(readHeicBoxes(file).turned).toBe(false)
})

test('a box past the end of the file means that bytes are missing', () => {
  const file = heic(size)
  expect(readHeicBoxes(file.subarray(0, file.length - 1)).truncated).toBe(true)
})

test('a copy that broke off and was filled with zeros misses bytes too', () => {
  const whole = Buffer.alloc(9000, 0x5a)
  expect(readHeicBoxes(Buffer.concat([heic(size), box('mdat', whole)])).truncated).toBe(false)
  expect(readHeicBoxes(Buffer.concat([heic(size), box('mdat', whole.fill(0, 4000))])).truncated).toBe(true)
})

test('sizes of 64 bits and "until the end" are understood', () => {
  const wide = Buffer.alloc(16)
  wide.writeUInt32BE(1)
  wide.write('free', 4, 'latin1')
  wide.writeBigUInt64BE(16n, 8)
  const rest = box('mdat', Buffer.alloc(50))
  rest.writeUInt32BE(0)
  expect(readHeicBoxes(Buffer.concat([wide, heic(box('irot', Buffer.of(1))), rest]))).toEqual({
    turned: true,
    truncated: false,
  })
})

test.each([Buffer.alloc(0), Buffer.alloc(7), Buffer.alloc(4000, 1), Buffer.from('\0\0\0\x02meta', 'latin1')])(
  'garbage ends the walk',
  (file) => {
    expect(readHeicBoxes(file).turned).toBe(false)
  },
)

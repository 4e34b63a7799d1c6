import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sniffMediaType } from './sniff.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinkeep-sniff-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function sniff(bytes: Buffer) {
  const path = join(folder, 'holiday.jpg')
  await writeFile(path, bytes)
  return sniffMediaType(path)
}

const picture = () => sharp({ create: { width: 8, height: 8, channels: 3, background: '#c33' } })
const text = (value: string) => Buffer.from(value, 'latin1')
const brands = (...names: string[]) => {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(16 + (names.length - 1) * 4)
  head.write('ftyp', 4)
  const [major = '', ...compatible] = names
  return Buffer.concat([head, text(major), Buffer.alloc(4), text(compatible.join('')), Buffer.alloc(64)])
}

test.each([
  ['image/jpeg', () => picture().jpeg().toBuffer()],
  ['image/png', () => picture().png().toBuffer()],
  ['image/webp', () => picture().webp().toBuffer()],
  ['image/gif', () => picture().gif().toBuffer()],
  ['image/tiff', () => picture().tiff().toBuffer()],
  ['image/avif', () => picture().avif({ effort: 0 }).toBuffer()],
] as const)('%s', async (type, make) => {
  expect(await sniff(await make())).toBe(type)
})

test.each([
  ['image/heic', brands('heic', 'mif1', 'heic')],
  ['image/heic', brands('heix', 'mif1')],
  ['image/heic', brands('hevc', 'msf1')],
  ['image/heif', brands('mif1', 'mif1', 'heic')],
  ['image/avif', brands('mif1', 'mif1', 'avif')],
  ['image/avif', brands('avif', 'mif1')],
  ['video/mp4', brands('isom', 'avc1')],
  ['video/mp4', brands('mp42', 'isom')],
  ['video/mp4', brands('M4V ', 'isom')],
  ['video/mp4', brands('3gp4', 'isom')],
  ['video/quicktime', brands('qt  ', 'qt  ')],
])('brands of %s', async (type, head) => {
  expect(await sniff(head)).toBe(type)
})

test.each([
  ['SVG', text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
  ['SVG behind an XML prolog', text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['HTML', text('<!doctype html><script>alert(1)</script>')],
  ['PDF', text('%PDF-1.7\n1 0 obj')],
  ['BMP', Buffer.concat([text('BM'), Buffer.alloc(60)])],
  ['a playlist', text('#EXTM3U\n#EXT-X-VERSION:3\nhttp://127.0.0.1/secret\n')],
  ['a list of files', text("ffconcat version 1.0\nfile 'file:///etc/passwd'\n")],
  ['a manifest', text('<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>')],
  ['sound alone', brands('M4A ', 'isom')],
  ['AVI', Buffer.concat([text('RIFF\x40\0\0\0AVI LIST'), Buffer.alloc(60)])],
  ['JPEG XL', Buffer.concat([Buffer.of(0xff, 0x0a), Buffer.alloc(60)])],
  ['ZIP', Buffer.concat([text('PK\x03\x04'), Buffer.alloc(60)])],
  ['garbage', Buffer.alloc(4100, 0x55)],
  ['nothing', Buffer.alloc(0)],
])('%s is refused', async (_name, head) => {
  expect(await sniff(head)).toBeNull()
})

test('a photo hidden behind a page is a page', async () => {
  const jpeg = await picture().jpeg().toBuffer()
  expect(await sniff(Buffer.concat([text('<html>'), jpeg]))).toBeNull()
})

test.each(['tiff', 'png'] as const)(
  'a %s is known however far in its telling part stands',
  async (format) => {
    const noise = Buffer.from(Array.from({ length: 120_000 }, (_, i) => (i * 7919) % 251))
    const bytes = await sharp(noise, { raw: { width: 200, height: 200, channels: 3 } })
      .toFormat(format)
      .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${' '.repeat(20_000)}</x:xmpmeta>`)
      .toBuffer()
    expect(await sniff(bytes)).toBe(`image/${format}`)
  },
)

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { drawVideo } from '@kinkeep/testing/draw-video'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { residentMemory } from '../images/resident-memory.ts'
import { withVideo } from './open-video.ts'
import { requireHonestIndex } from './require-honest-index.ts'
import { scanPackets } from './scan-packets.ts'
import { createVideoProcessor } from './videos.ts'

const videos = createVideoProcessor({
  concurrency: 1,
  timeoutMs: 20_000,
  longestMs: 60_000,
  recycleAfterJobs: 100,
  maxMemoryMb: 600,
})
let folder: string
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinkeep-hostile-'))
})
afterAll(async () => {
  await videos.close()
  await rm(folder, { recursive: true })
})

/** What becomes of a file, and the most memory that its child ever had. The original is compared with itself. */
async function read(bytes: Buffer) {
  const inputPath = join(folder, String(count++))
  await writeFile(inputPath, bytes)
  let peak = 0
  const watch = setInterval(() => {
    for (const pid of videos.pids()) peak = Math.max(peak, residentMemory(pid) ?? 0)
  }, 5)
  const result = await videos.process({
    inputPath,
    previewPath: `${inputPath}.jpg`,
    thumbnailPath: `${inputPath}.webp`,
    renditionPath: `${inputPath}.out.mp4`,
    originalName: 'holiday.mp4',
  })
  clearInterval(watch)
  expect(await readFile(inputPath)).toEqual(bytes)
  return { outcome: result.status === 'failed' ? result.reason : 'ready', peakMb: peak / 2 ** 20 }
}

/** Where the contents of a box of an MP4's index begin. */
function boxAt(file: Buffer, type: string): number {
  const at = file.indexOf(type, file.indexOf('moov', 0, 'latin1'), 'latin1')
  if (at < 0) throw new Error(`no ${type}`)
  return at + 4
}

test('no list of other files is followed, whatever it is named and whatever it names', async () => {
  let visits = 0
  const server = createServer((_, response) => {
    visits += 1
    response.end('seen')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const hls = [
    '#EXTM3U',
    '#EXT-X-TARGETDURATION:1',
    '#EXTINF:1,',
    `http://127.0.0.1:${port}/a.ts`,
    '#EXTINF:1,',
    'file:///etc/passwd',
    '#EXT-X-ENDLIST',
    '',
  ].join('\n')
  const concat = `ffconcat version 1.0\nfile 'http://127.0.0.1:${port}/b.mp4'\nfile '/etc/passwd'\n`
  const dash = `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>http://127.0.0.1:${port}/c.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>`
  const smil = `<smil><body><video src="http://127.0.0.1:${port}/d.mp4"/></body></smil>`
  const sdp = `v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nt=0 0\nm=video ${port} RTP/AVP 96\n`
  const head = Buffer.alloc(32)
  head.writeUInt32BE(32)
  head.write('ftypisom\0\0\x02\0isomiso2avc1mp41', 4, 'latin1')
  try {
    for (const list of [hls, concat, dash, smil, sdp]) {
      expect((await read(Buffer.from(list))).outcome).toBe('UNSUPPORTED_TYPE')
      // The same behind the mark of an MP4.
      expect((await read(Buffer.concat([head, Buffer.from(list)]))).outcome).toBe('DAMAGED')
    }
    expect(visits).toBe(0)
  } finally {
    server.close()
  }
})

test('an MP4 whose pictures are said to lie in another file has none', async () => {
  const file = await drawVideo()
  // `url ` with the flag that says "in this file" taken away.
  const flags = boxAt(file, 'url ')
  file.writeUInt32BE(0, flags)
  expect((await read(file)).outcome).toMatch(/^(DAMAGED|ready)$/)
})

test.each([
  ['page', '<!doctype html><script>alert(1)</script>'],
  ['drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['archive', 'PK\x03\x04'.padEnd(200, '\0')],
])('a %s under the name of a video is refused', async (_, text) => {
  expect((await read(Buffer.from(text, 'latin1'))).outcome).toBe('UNSUPPORTED_TYPE')
})

test('sound alone is no video', async () => {
  const file = await drawVideo({ sound: true })
  // The pictures say that they are something that nobody knows.
  file.write('zzzz', boxAt(file, 'avc1') - 4, 'latin1')
  expect((await read(file)).outcome).toBe('UNSUPPORTED_TYPE')
})

test('a header that lies about its size is refused before anything is decoded', async () => {
  const file = await drawVideo()
  const entry = boxAt(file, 'avc1')
  file.writeUInt16BE(65_535, entry + 24)
  file.writeUInt16BE(65_535, entry + 26)
  const { outcome, peakMb } = await read(file)
  expect(outcome).toBe('TOO_MANY_PIXELS')
  expect(peakMb).toBeLessThan(300)
})

test('a video longer than four hours is too long, and one that only says so is not believed', async () => {
  expect((await read(await drawVideo({ lastAt: 4 * 3600 + 10 }))).outcome).toBe('TOO_LONG')
  const samples = await drawVideo()
  // The one entry of the table of durations: each picture an hour.
  samples.writeUInt32BE(10_240 * 3600, boxAt(samples, 'stts') + 12)
  expect((await read(samples)).outcome).toMatch(/^(TOO_LONG|DAMAGED|ready)$/)
})

test('tables that promise billions of frames cost nothing', async () => {
  for (const table of ['stsz', 'stco', 'stsc', 'stts']) {
    const file = await drawVideo()
    file.writeUInt32BE(0x7f_ff_ff_ff, boxAt(file, table) + (table === 'stsz' ? 8 : 4))
    const { outcome, peakMb } = await read(file)
    expect(outcome).toMatch(/^(DAMAGED|UNSUPPORTED_TYPE|OUT_OF_MEMORY|TOO_LONG|ready)$/)
    expect(peakMb).toBeLessThan(300)
  }
})

/** A video of so many samples of one byte and one key frame, in tables that agree with each other. */
async function promising(samples: number): Promise<Buffer> {
  const file = await drawVideo()
  file.writeUInt32BE(samples, boxAt(file, 'stts') + 8)
  file.writeUInt32BE(1, boxAt(file, 'stts') + 12)
  file.writeUInt32BE(samples, boxAt(file, 'stsc') + 12)
  file.writeUInt32BE(1, boxAt(file, 'stsz') + 4)
  file.writeUInt32BE(samples, boxAt(file, 'stsz') + 8)
  return file
}

/** The same, with as many bytes behind it as it says it has samples. */
async function holding(samples: number): Promise<Buffer> {
  const file = await promising(samples)
  const mdat = file.lastIndexOf('mdat', undefined, 'latin1') - 4
  file.writeUInt32BE(file.readUInt32BE(mdat) + samples, mdat)
  return Buffer.concat([file, Buffer.alloc(samples)])
}

function box(type: string, ...inside: (Buffer | number[])[]): Buffer {
  const body = Buffer.concat(inside.map((each) => (Buffer.isBuffer(each) ? each : numbers(each))))
  return Buffer.concat([numbers([body.length + 8]), Buffer.from(type, 'latin1'), body])
}
function numbers(values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4)
  for (const [at, value] of values.entries()) buffer.writeUInt32BE(value, at * 4)
  return buffer
}

/** The index with other bytes in the place of its last box, which tells what program wrote it. */
function withInIndex(file: Buffer, inside: Buffer): Buffer {
  const start = boxAt(file, 'udta') - 8
  const room = file.readUInt32BE(start)
  const padded = Buffer.concat([inside, box('free', Buffer.alloc(room - inside.length - 8))])
  return Buffer.concat([file.subarray(0, start), padded, file.subarray(start + room)])
}

test.each([1_000_000, 30_000_000])('tables that agree on %i samples cost nothing', async (samples) => {
  const { outcome, peakMb } = await read(await promising(samples))
  expect(outcome).toBe('DAMAGED')
  expect(peakMb).toBeLessThan(300)
})

test('a poster is not searched for among half a million pictures', async () => {
  const { outcome, peakMb } = await read(await holding(500_000))
  expect(outcome).toMatch(/^(DAMAGED|ready)$/)
  expect(peakMb).toBeLessThan(300)
})

test('a table that hides in the description of the pictures is refused', async () => {
  const file = await promising(30_000_000)
  const table = file.subarray(boxAt(file, 'stsz') - 4, boxAt(file, 'stsz') + 12)
  // The rate of its bits is told in as many bytes as a table of sizes that are all the same.
  table.copy(file, boxAt(file, 'btrt') - 4)
  file.write(
    'free',
    boxAt(file, 'stbl') - 4 + file.subarray(boxAt(file, 'stbl') - 4).lastIndexOf('stsz'),
    'latin1',
  )
  const { outcome, peakMb } = await read(file)
  expect(outcome).toBe('DAMAGED')
  expect(peakMb).toBeLessThan(300)
})

test('an index that is packed, or in a box that says it is free, is looked into', async () => {
  const file = await promising(30_000_000)
  const start = boxAt(file, 'moov') - 8
  const moov = file.subarray(start, start + file.readUInt32BE(start))
  const [head, tail] = [file.subarray(0, start), file.subarray(start + moov.length)]
  const packed = deflateSync(moov)
  const cmov = box('cmov', box('dcom', Buffer.from('zlib')), box('cmvd', [moov.length], packed))
  const free = box('free', moov.subarray(8))
  for (const index of [box('moov', cmov), free]) {
    const { outcome, peakMb } = await read(Buffer.concat([head, index, tail]))
    expect(outcome).toBe('DAMAGED')
    expect(peakMb).toBeLessThan(300)
  }
})

test('a fragment that promises millions of samples costs nothing, wherever it hides', async () => {
  const file = withInIndex(await drawVideo(), box('mvex', box('trex', [0, 1, 1, 1, 1, 0])))
  const moof = (samples: number) =>
    box('moof', box('mfhd', [0, 1]), box('traf', box('tfhd', [0, 1]), box('trun', [0, samples])))
  // In the midst of what is said to be pictures, with somebody who knows where.
  const first = moof(1)
  const hidden = box('mdat', moof(30_000_000))
  const segments = [first.length + 8, 1, 0, hidden.length - 8, 1, 0]
  const sidx = box('sidx', [0, 1, 1000, 0, 0, 2], segments)
  const at = file.length + first.length + 8
  const fragments = [
    [0, file.length, 0x01_01_00_01],
    [1, at, 0x01_01_00_01],
  ]
  const tfra = box('tfra', [0, 1, 1, 2], fragments.flat())
  const size = 8 + tfra.length + 16
  const mfra = box('mfra', tfra, box('mfro', [0, size]))
  for (const tail of [[moof(30_000_000)], [sidx, first, hidden], [first, hidden, mfra]]) {
    const { outcome, peakMb } = await read(Buffer.concat([file, ...tail]))
    expect(outcome).toBe('DAMAGED')
    expect(peakMb).toBeLessThan(300)
  }
})

test('fragments that are where they are said to be are read', async () => {
  const file = await drawVideo({ isFragmented: true, seconds: 4 })
  expect(file.includes('sidx')).toBe(true)
  expect(file.includes('mfra')).toBe(true)
  expect((await read(file)).outcome).toBe('ready')
})

test('edits that show the same again and again cost nothing', async () => {
  const file = await holding(100_000)
  const start = boxAt(file, 'elst') - 8
  const edits = Array.from({ length: 1000 }, () => [1000, 0, 0x1_00_00]).flat()
  const elst = box('elst', [0, 1000, ...edits])
  const grown = elst.length - file.readUInt32BE(start)
  for (const type of ['moov', 'trak', 'edts']) {
    const at = boxAt(file, type) - 8
    file.writeUInt32BE(file.readUInt32BE(at) + grown, at)
  }
  const chunk = boxAt(file, 'stco') + 8
  file.writeUInt32BE(file.readUInt32BE(chunk) + grown, chunk)
  const old = file.readUInt32BE(start)
  const edited = Buffer.concat([file.subarray(0, start), elst, file.subarray(start + old)])
  const { outcome, peakMb } = await read(edited)
  expect(outcome).toBe('DAMAGED')
  expect(peakMb).toBeLessThan(300)
})

test('pictures that are all said to be the same large part of the file are not read for ever', async () => {
  const file = await drawVideo({ container: 'mov', sound: true, seconds: 4 })
  const [sizes, places] = [boxAt(file, 'stsz'), boxAt(file, 'stco')]
  const first = file.readUInt32BE(places + 8)
  for (let each = 0; each < file.readUInt32BE(places + 4); each += 1) {
    file.writeUInt32BE(first, places + 8 + each * 4)
    file.writeUInt32BE(file.length - first, sizes + 12 + each * 4)
  }
  const path = join(folder, 'same')
  await writeFile(path, file)
  await expect(withVideo(path, 'video/quicktime', scanPackets)).rejects.toMatchObject({ reason: 'DAMAGED' })
})

test('plain sound has a sample for each moment, and no more than there are', async () => {
  const long = await drawVideo({ container: 'mov', sound: 'plain', seconds: 45, framesPerSecond: 1 })
  const path = join(folder, 'long')
  await writeFile(path, long)
  await requireHonestIndex(path)

  const file = await drawVideo({ container: 'mov', sound: 'plain' })
  expect((await read(file)).outcome).toBe('ready')
  const chunks = file.indexOf('stsc', file.indexOf('sowt', 0, 'latin1'), 'latin1') + 4
  for (let each = 0; each < file.readUInt32BE(chunks + 4); each += 1) {
    file.writeUInt32BE(0x7f_ff_ff_ff, chunks + 8 + each * 12 + 4)
  }
  const { outcome, peakMb } = await read(file)
  expect(outcome).toBe('DAMAGED')
  expect(peakMb).toBeLessThan(300)
})

test('a copy that broke off is damaged, wherever it did', async () => {
  const file = await drawVideo({ sound: true, seconds: 4 })
  for (const part of [0.02, 0.2, 0.5, 0.8]) {
    expect((await read(file.subarray(0, file.length * part))).outcome).toBe('DAMAGED')
  }
  expect((await read(Buffer.alloc(0))).outcome).toBe('EMPTY')
})

test('boxes within boxes, and boxes of no size, end', async () => {
  const nested = Buffer.concat([
    Buffer.from('\0\0\0\x14ftypisom\0\0\x02\0isom', 'latin1'),
    Buffer.concat(
      Array.from({ length: 5000 }, (_, depth) => {
        const box = Buffer.from('\0\0\0\0moov', 'latin1')
        box.writeUInt32BE((5000 - depth) * 8)
        return box
      }),
    ),
  ])
  expect((await read(nested)).outcome).toBe('DAMAGED')
  const empty = Buffer.concat([nested.subarray(0, 20), Buffer.alloc(200_000)])
  expect((await read(empty)).outcome).toBe('DAMAGED')
})

test('what is broken here and there is shown or damaged, and the reader lives', async () => {
  const whole = await drawVideo({ sound: true, container: 'mov' })
  for (let seed = 1; seed <= 12; seed += 1) {
    const file = Buffer.from(whole)
    // The same every time: a failure can be looked at.
    let state = seed
    const next = () => (state = (state * 48_271) % 2_147_483_647)
    for (let flip = 0; flip < 12; flip += 1) file[next() % file.length] = next() % 256
    const { outcome, peakMb } = await read(file)
    expect(outcome).toMatch(/^(ready|DAMAGED|UNSUPPORTED_TYPE|TOO_LONG|TOO_MANY_PIXELS|OUT_OF_MEMORY)$/)
    expect(peakMb).toBeLessThan(300)
  }
  expect((await read(whole)).outcome).toBe('ready')
})

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drawVideo } from '@kinkeep/testing/draw-video'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { residentMemory } from '../images/resident-memory.ts'
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

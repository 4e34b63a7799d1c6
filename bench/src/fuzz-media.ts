import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createImageProcessor } from '@kinkeep/core/platform/images/images'
import { residentMemory } from '@kinkeep/core/platform/images/resident-memory'
import { createVideoProcessor } from '@kinkeep/core/platform/videos/videos'
import { drawPhoto } from '@kinkeep/testing/draw-photo'
import { drawVideo } from '@kinkeep/testing/draw-video'

/**
 * Breaks photos and videos at random and has them read as the worker does: `node bench/src/fuzz-media.ts 300 [folder]`,
 * with files of one's own in the folder. Prints outcomes, the longest time and the most memory, and ends with 1 when
 * a reader died with its pool, an original changed, or a file was neither shown nor refused.
 */
const rounds = Number(process.argv[2] ?? 200)
const seedFolder = process.argv[3]

interface Seed {
  name: string
  bytes: Buffer
  isVideo: boolean
}

async function readSeeds(): Promise<Seed[]> {
  const drawn: Seed[] = [
    { name: 'jpeg', bytes: await drawPhoto(), isVideo: false },
    { name: 'mp4', bytes: await drawVideo({ sound: true }), isVideo: true },
    { name: 'mov', bytes: await drawVideo({ container: 'mov', codec: 'hevc' }), isVideo: true },
    { name: 'webm', bytes: await drawVideo({ container: 'webm', codec: 'vp9' }), isVideo: true },
    { name: 'turned', bytes: await drawVideo({ rotation: 90, codec: 'mpeg4' }), isVideo: true },
  ]
  if (!seedFolder) return drawn
  for (const name of await readdir(seedFolder)) {
    const bytes = await readFile(join(seedFolder, name))
    drawn.push({ name, bytes, isVideo: /^\.(mp4|mov|m4v|webm)$/i.test(extname(name)) })
  }
  return drawn
}

/** The same every time, so that what it finds can be found again. */
function createDice(seed: number) {
  let state = (seed % 2_147_483_646) + 1
  return (sides: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % sides
  }
}

function breakApart(whole: Buffer, round: number): Buffer {
  const dice = createDice(round * 7919)
  const bytes = Buffer.from(whole)
  const way = dice(5)
  if (way === 0) return bytes.subarray(0, dice(bytes.length) + 1)
  if (way === 1) for (let flips = 1 + dice(40); flips > 0; flips--) bytes[dice(bytes.length)] = dice(256)
  if (way === 2)
    for (let flips = 1 + dice(20); flips > 0; flips--) bytes[dice(Math.min(4096, bytes.length))] = dice(256)
  // Sizes and counts, where lies are told.
  if (way === 3)
    for (let lies = 1 + dice(4); lies > 0; lies--) {
      const extremes = [0, 1, 0x7f_ff_ff_ff, 0xff_ff_ff_ff, 0x80_00_00_00]
      bytes.writeUInt32BE(extremes[dice(extremes.length)] ?? 0, dice(Math.max(1, bytes.length - 4)))
    }
  if (way === 4) {
    const [from, to] = [dice(bytes.length), dice(bytes.length)]
    bytes.copyWithin(to, from, from + 1 + dice(512))
  }
  return bytes
}

const folder = await mkdtemp(join(tmpdir(), 'kinkeep-fuzz-'))
const images = createImageProcessor({ concurrency: 1, timeoutMs: 20_000, maxMemoryMb: 900 })
const videos = createVideoProcessor({
  concurrency: 1,
  timeoutMs: 20_000,
  longestMs: 60_000,
  maxMemoryMb: 900,
})
const outcomes = new Map<string, number>()
let failures = 0
let longest = { ms: 0, what: '' }
let largest = { mb: 0, what: '' }
try {
  const seeds = await readSeeds()
  for (let round = 0; round < rounds; round++) {
    const seed = seeds[round % seeds.length]
    if (!seed) break
    const bytes = breakApart(seed.bytes, round)
    const inputPath = join(folder, 'original')
    await writeFile(inputPath, bytes)
    const reader = seed.isVideo ? videos : images
    const files = {
      inputPath,
      previewPath: `${inputPath}.jpg`,
      thumbnailPath: `${inputPath}.webp`,
      renditionPath: `${inputPath}.mp4`,
      originalName: seed.name,
    }
    let mb = 0
    const watch = setInterval(() => {
      for (const pid of reader.pids()) mb = Math.max(mb, (residentMemory(pid) ?? 0) / 2 ** 20)
    }, 10)
    const started = performance.now()
    const outcome = await reader.process(files).then(
      (result) => (result.status === 'ready' ? 'ready' : result.reason),
      (error: unknown) => `THROWN ${error instanceof Error ? error.message : String(error)}`,
    )
    const ms = performance.now() - started
    clearInterval(watch)
    const what = `${seed.name} #${round} ${outcome}`
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    if (ms > longest.ms) longest = { ms, what }
    if (mb > largest.mb) largest = { mb, what }
    const digest = (of: Buffer) => createHash('sha256').update(of).digest('hex')
    if (outcome.startsWith('THROWN') || digest(await readFile(inputPath)) !== digest(bytes)) {
      failures += 1
      console.error(what)
    }
  }
} finally {
  await Promise.all([images.close(), videos.close()])
  await rm(folder, { recursive: true })
}
console.log(
  JSON.stringify({ rounds, outcomes: Object.fromEntries(outcomes), longest, largest, failures }, null, 2),
)
process.exitCode = failures > 0 ? 1 : 0

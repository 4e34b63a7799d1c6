import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createImageProcessor } from '@kinkeep/core/platform/images/images'
import { isReady } from './bench-stack.ts'
import { cpuSeconds } from './cpu-seconds.ts'
import { drawCameraPhoto } from './draw-camera-photo.ts'
import type { Finding, Report } from './report.ts'
import type { Sizes } from './sizes.ts'
import { type Spread, show, spreadOf } from './statistics.ts'

/** 12 and 16 Mpx, lying and upright. */
const sizes = [
  [4032, 3024],
  [3024, 4032],
  [4608, 3456],
  [4000, 3000],
] as const

interface Photo {
  input: string
  preview: string
  thumbnail: string
}

interface Processor {
  process(photo: Photo): Promise<void>
  pids(): number[]
  close(): Promise<void>
}

/** The worker's image processor against sharp alone in the same number of processes, for the same outputs. */
export async function photos({ rounds, runs }: Sizes): Promise<Report> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kinkeep-bench-'))
  try {
    const all = await Promise.all(sizes.map((size, index) => preparePhoto(folder, size, index)))
    const batch = Array.from(
      { length: Math.max(runs, all.length) },
      (_, index) => all[index % all.length] ?? all[0],
    ).flatMap((photo) => photo ?? [])
    const rows: Report['rows'] = []
    const findings: Finding[] = []
    for (const atOnce of [1, 2]) {
      const ours = kinkeepProcessor(atOnce)
      const bare = await bareProcessor(atOnce)
      await Promise.all([measure(ours, all, atOnce), measure(bare, all, atOnce)])
      const measured = { ours: [] as Measured[], bare: [] as Measured[] }
      for (let round = 0; round < rounds; round += 1) {
        measured.ours.push(await measure(ours, batch, atOnce))
        measured.bare.push(await measure(bare, batch, atOnce))
      }
      const of = (list: Measured[], key: keyof Measured) => spreadOf(list.map((each) => each[key]))
      const ratio = spreadOf(
        measured.ours.map((each, at) => each.perSecond / (measured.bare[at]?.perSecond ?? Number.NaN)),
      )
      const memory = await peakMemory(ours)
      const perCpuSecond = of(measured.ours, 'perCpuSecond')
      rows.push({
        'at once': atOnce,
        'Kinkeep photos/s': show(of(measured.ours, 'perSecond'), 2),
        'bare photos/s': show(of(measured.bare, 'perSecond'), 2),
        ratio: show(ratio, 2),
        'Kinkeep per CPU s': show(perCpuSecond, 2),
        'bare per CPU s': show(of(measured.bare, 'perCpuSecond'), 2),
        'peak MB': memory,
      })
      findings.push(
        {
          what: `${atOnce} at once, share of bare sharp`,
          value: ratio.median,
          shown: show(ratio, 2),
          bar: { atLeast: 0.8 },
        },
        {
          what: `${atOnce} at once, photos per CPU second`,
          value: perCpuSecond.median,
          shown: show(perCpuSecond, 2),
          bar: { atLeast: 5.5 },
        },
        {
          what: `${atOnce} at once, peak MB of all children`,
          value: memory,
          shown: String(memory),
          bar: { atMost: 450 },
        },
      )
      await Promise.all([ours.close(), bare.close()])
    }
    const previews = await Promise.all(all.map(async ({ preview }) => (await stat(preview)).size / 1000))
    const inputs = await Promise.all(all.map(async ({ input }) => (await stat(input)).size / 1e6))
    findings.push(
      sizeFinding('kB of a preview', spreadOf(previews), 400),
      sizeFinding('MB of an original', spreadOf(inputs)),
    )
    return { rows, findings }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function sizeFinding(what: string, spread: Spread, atMost?: number): Finding {
  return { what, value: spread.median, shown: show(spread, 1), ...(atMost ? { bar: { atMost } } : {}) }
}

async function preparePhoto(
  folder: string,
  [width, height]: (typeof sizes)[number],
  index: number,
): Promise<Photo> {
  const file = (name: string) => path.join(folder, `${index}-${name}`)
  await writeFile(file('original.jpg'), await drawCameraPhoto(width, height, '2025:07:14 18:30:00'))
  return { input: file('original.jpg'), preview: file('preview.jpg'), thumbnail: file('thumbnail.webp') }
}

function kinkeepProcessor(atOnce: number): Processor {
  const images = createImageProcessor({ concurrency: atOnce, timeoutMs: 60_000, maxMemoryMb: 900 })
  return {
    async process({ input, preview, thumbnail }) {
      const paths = { inputPath: input, previewPath: preview, thumbnailPath: thumbnail }
      const result = await images.process({ ...paths, originalName: 'IMG_1.jpg' })
      if (result.status !== 'ready') throw new Error(`a photo failed: ${result.reason}`)
    },
    pids: () => images.pids(),
    close: () => images.close(),
  }
}

async function bareProcessor(atOnce: number): Promise<Processor> {
  const start = () => fork(path.join(import.meta.dirname, 'bare-cascade.ts'), { execArgv: [] })
  const children: ChildProcess[] = Array.from({ length: atOnce }, start)
  await Promise.all(children.map(isReady))
  const idle = [...children]
  return {
    async process(photo) {
      const child = idle.pop()
      if (!child) throw new Error('more photos at once than processes')
      child.send(photo)
      await once(child, 'message')
      idle.push(child)
    },
    pids: () => children.flatMap(({ pid }) => pid ?? []),
    async close() {
      for (const child of children) child.disconnect()
    },
  }
}

interface Measured {
  perSecond: number
  perCpuSecond: number
}

async function measure(processor: Processor, batch: readonly Photo[], atOnce: number): Promise<Measured> {
  const waiting = [...batch]
  const cpuBefore = await cpuSeconds(processor.pids())
  const began = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let photo = waiting.pop(); photo; photo = waiting.pop()) await processor.process(photo)
    }),
  )
  const seconds = (performance.now() - began) / 1000
  const cpu = (await cpuSeconds(processor.pids())) - cpuBefore
  return { perSecond: batch.length / seconds, perCpuSecond: batch.length / cpu }
}

/** Megabytes that the living children held at most, together. */
async function peakMemory(processor: Processor): Promise<number> {
  const peaks = await Promise.all(
    processor
      .pids()
      .map(async (pid) => /VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]),
  )
  return Math.round(peaks.reduce((sum, kilobytes) => sum + Number(kilobytes), 0) / 1024)
}

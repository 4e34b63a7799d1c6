import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, isReady } from './bench-stack.ts'
import { inheritedEnv } from './config.ts'
import type { Report } from './report.ts'
import type { Sizes } from './sizes.ts'
import { show, spreadOf } from './statistics.ts'

const launcher = fileURLToPath(new URL('../../apps/standalone/src/main.ts', import.meta.url))

/** `start` to its ready message: first on nothing, then warm, on a copy of the data that the first one left. */
export async function start({ runs }: Sizes): Promise<Report> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kinkeep-bench-'))
  try {
    const data = path.join(folder, 'data')
    const fresh = await startOnce(data)
    const copy = path.join(folder, 'copy')
    await cp(data, copy, { recursive: true })
    const warm: number[] = []
    for (let run = 0; run < Math.min(5, runs); run += 1) warm.push(await startOnce(copy))
    const spread = spreadOf(warm)
    return {
      rows: [],
      findings: [
        { what: 'warm start to ready, s', value: spread.median, shown: show(spread, 1), bar: { atMost: 5 } },
        { what: 'start on an empty folder, s', value: fresh, shown: fresh.toFixed(1), bar: { atMost: 60 } },
      ],
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Seconds until everything answers. */
async function startOnce(data: string): Promise<number> {
  const port = String(await freePort())
  const env = { ...inheritedEnv, KINKEEP_DATA: data, PORT: port }
  const began = performance.now()
  const child = fork(launcher, ['start'], {
    env,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await isReady(child)
  const seconds = (performance.now() - began) / 1000
  const ended = once(child, 'exit')
  child.disconnect()
  await ended
  return seconds
}

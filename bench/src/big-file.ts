import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { limits } from '@kinkeep/contracts/limits'
import { launch } from '@kinkeep/testing/launcher'
import { newProgram, type TestProgram } from '@kinkeep/testing/new-program'
import { inheritedEnv } from './config.ts'
import type { Report } from './report.ts'
import type { Sizes } from './sizes.ts'

const cli = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url))
const megabyte = 1024 * 1024

/** A file of ten gigabytes by the command line: how the server grows, and what is sent again after a kill at 60 %. */
export async function bigFile({ bigFileBytes }: Sizes): Promise<Report> {
  const stack = await launch('stack', { args: ['--no-web'] })
  const program = await newProgram(stack, [
    'circles:read',
    'keeps:read',
    'keeps:write',
    'media:read',
    'media:write',
  ])
  const folder = await mkdtemp(path.join(tmpdir(), 'kinkeep-big-file-'))
  try {
    const partCount = await writeSparse(path.join(folder, 'film.mp4'), bigFileBytes)
    const start = () => importFolder(stack.origin, program, folder)
    await warmUp(stack.origin)
    const before = residentBytes(stack.serverPid)
    let largest = before
    const look = () => {
      largest = Math.max(largest, residentBytes(stack.serverPid))
    }

    const began = performance.now()
    const first = start()
    while ((await countParts(program)) < 0.6 * partCount) {
      look()
      await sleep(100)
    }
    first.kill('SIGKILL')
    await once(first, 'exit')
    const stored = await countParts(program)

    const second = start()
    if (!second.stdout) throw new Error('no output')
    const watching = setInterval(look, 100)
    const [out] = await Promise.all([text(second.stdout), once(second, 'exit')])
    clearInterval(watching)
    const seconds = (performance.now() - began) / 1000
    const { sent, verified, bytesSent }: { sent: number; verified: number; bytesSent: number } =
      JSON.parse(out)
    if (sent !== 1) throw new Error(`the file was not taken: ${out}`)
    const missing = bigFileBytes - stored * limits.partBytes
    const grown = (largest - before) / megabyte
    const again = Math.max(0, bytesSent - missing) / limits.partBytes
    return {
      rows: [],
      findings: [
        { what: 'server growth, MB', value: grown, shown: grown.toFixed(1), bar: { atMost: 30 } },
        {
          what: 'parts sent again that had arrived',
          value: again,
          shown: again.toFixed(0),
          bar: { atMost: 0 },
        },
        {
          what: 'found byte for byte by the worker',
          value: verified,
          shown: String(verified),
          bar: { atLeast: 1 },
        },
        { what: 'hashed twice, sent, killed and checked, s', value: seconds, shown: seconds.toFixed(0) },
      ],
      details: {
        bigFileBytes,
        partCount,
        storedAtKill: stored,
        bytesSentAfterKill: bytesSent,
        before,
        largest,
      },
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
    await program.close()
    await stack.stop()
  }
}

/** Nearly all of it holes, which cost no disk; each part is another one by its first bytes. */
async function writeSparse(file: string, bytes: number): Promise<number> {
  const partCount = Math.ceil(bytes / limits.partBytes)
  const handle = await open(file, 'w')
  for (let part = 0; part < partCount; part += 1) await handle.write(`part ${part}`, part * limits.partBytes)
  await handle.truncate(bytes)
  await handle.close()
  return partCount
}

function importFolder(origin: string, { token, circle }: TestProgram, folder: string): ChildProcess {
  return spawn(process.execPath, [cli, 'import', 'folder', folder, '--circle', circle.id, '--json'], {
    env: { ...inheritedEnv, KINKEEP_URL: origin, KINKEEP_TOKEN: token, XDG_CACHE_HOME: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}

/** A process that has just begun grows whatever it is asked. */
async function warmUp(origin: string): Promise<void> {
  for (let call = 0; call < 500; call += 1)
    await (await fetch(`${origin}/docs/procedures.json`)).arrayBuffer()
}

async function countParts({ circle, deps }: TestProgram): Promise<number> {
  const media = await deps.db
    .selectFrom('media')
    .select(['id', 'storeUploadId'])
    .where('circleId', '=', circle.id)
    .executeTakeFirst()
  if (!media?.storeUploadId) return 0
  const key = `circles/${circle.id}/media/${media.id}/original`
  return (await deps.storage.parts.list({ key, uploadId: media.storeUploadId }))?.length ?? 0
}

function residentBytes(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096
}

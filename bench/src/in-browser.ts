import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { inheritedEnv } from './config.ts'

/** Runs a script of `apps/web/e2e/measure` in a process of its own, and answers what it prints. */
export async function inBrowser<Measured>(script: string, asked: object): Promise<Measured> {
  const file = fileURLToPath(new URL(`../../apps/web/e2e/measure/${script}.ts`, import.meta.url))
  const child = spawn(process.execPath, [file, JSON.stringify(asked)], {
    env: inheritedEnv,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  if (code !== 0) throw new Error(`${script} ended with ${code}`)
  const measured: Measured = JSON.parse(printed)
  return measured
}

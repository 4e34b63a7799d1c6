import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { StartError } from './start-error.ts'

export interface RunOptions {
  cwd?: string
  env: NodeJS.ProcessEnv
  signal: AbortSignal
}

/** Runs a program to its end and answers what it wrote. Throws StartError with that when it fails. */
export async function runOnce(what: string, command: string[], options: RunOptions): Promise<string> {
  const [program = '', ...args] = command
  // Its own group, so that the terminal's Ctrl-C reaches us alone; a closing pipe or our signal ends it.
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const ended = new Promise<string | number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(signal ?? code))
  })
  const [out, errors, result] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  if (result !== 0) throw new StartError(`${what} failed (${result}):\n${`${out}${errors}`.trim()}`)
  return out
}

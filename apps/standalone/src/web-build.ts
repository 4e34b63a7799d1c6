import { mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { inheritedEnv, repositoryFolder } from './config.ts'
import { lock } from './file-lock.ts'
import { runOnce } from './run-once.ts'

const web = path.join(repositoryFolder, 'apps/web')
const webRoot = path.join(web, 'dist')
const stampFolder = path.join(web, '.turbo')
const stamp = path.join(stampFolder, 'built-by-launcher')

/** Everything the built web is made of. */
const sources = [
  'apps/web/src',
  'apps/web/public',
  'apps/web/index.html',
  'apps/web/vite.config.ts',
  'apps/web/package.json',
  'packages/ui/src',
  'packages/contracts/src',
  'pnpm-lock.yaml',
].map((name) => path.join(repositoryFolder, name))

/** Builds the web unless it is newer than its sources, one build at a time on this machine. Answers its folder. */
export async function buildWeb(signal: AbortSignal): Promise<string> {
  if (await isFresh()) return webRoot
  await mkdir(stampFolder, { recursive: true })
  const held = await lock(path.join(stampFolder, 'build-lock.sqlite'), signal)
  try {
    if (!(await isFresh())) await build(signal)
  } finally {
    held.release()
  }
  return webRoot
}

async function build(signal: AbortSignal): Promise<void> {
  const began = new Date()
  const { command, cwd } = await buildCommand()
  const env = { ...inheritedEnv, TURBO_TELEMETRY_DISABLED: '1' }
  await runOnce('Building the web', command, { cwd, env, signal })
  // What changes while the build runs must count as newer.
  await writeFile(stamp, '')
  await utimes(stamp, began, began)
}

/** turbo, whose cache makes most builds instant; it needs pnpm, which is on PATH in every script of ours. */
async function buildCommand(): Promise<{ command: string[]; cwd: string }> {
  const folders = (inheritedEnv.PATH ?? '').split(path.delimiter)
  const found = await Promise.all(folders.map((folder) => modifiedAt(path.join(folder, 'pnpm'))))
  if (found.every((time) => time === 0)) {
    const vite = path.join(web, 'node_modules/vite/bin/vite.js')
    return { command: [process.execPath, vite, 'build'], cwd: web }
  }
  const turbo = path.join(repositoryFolder, 'node_modules/.bin/turbo')
  return { command: [turbo, 'run', 'build', '--filter=@kinkeep/web', '--ui=stream'], cwd: repositoryFolder }
}

async function isFresh(): Promise<boolean> {
  const [index, built] = await Promise.all([modifiedAt(path.join(webRoot, 'index.html')), modifiedAt(stamp)])
  if (index === 0 || built === 0) return false
  const newest = await Promise.all(sources.map(newestIn))
  return newest.every((time) => time < built)
}

/** The last change of a file, or of anything in a folder; folders count, so that a deletion is a change. */
async function newestIn(name: string): Promise<number> {
  const own = await modifiedAt(name)
  const entries = await readdir(name, { recursive: true, withFileTypes: true }).catch(() => [])
  const times = await Promise.all(entries.map((entry) => modifiedAt(path.join(entry.parentPath, entry.name))))
  return Math.max(own, ...times)
}

async function modifiedAt(name: string): Promise<number> {
  return stat(name).then(
    (found) => found.mtimeMs,
    () => 0,
  )
}

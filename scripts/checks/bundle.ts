import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from '../config.ts'
import { runCommand } from '../run-command.ts'
import type { Check } from './check.ts'

const dist = path.join(root, 'apps/web/dist')

/** gzip bytes, k = 1000. */
const most = { initialScript: 120_000, initialStyle: 20_000, routeScript: 60_000 }

/** https://vite.dev/guide/backend-integration */
interface Chunk {
  file: string
  isEntry?: boolean
  isDynamicEntry?: boolean
  imports?: string[]
  dynamicImports?: string[]
  css?: string[]
}
type Manifest = Record<string, Chunk>

/** The web builds, and stays small enough to open on a bad connection. */
export const bundleCheck: Check = {
  name: 'web builds within its size',
  async run() {
    const { code, output } = await runCommand(['turbo', 'run', 'build', '--filter=@kinkeep/web'])
    if (code !== 0) return output
    const manifest: Manifest = JSON.parse(readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8'))
    return judgeBundle(manifest, (file) => gzipSync(readFileSync(path.join(dist, file))).length).join('\n')
  },
}

/** What is too big, given Vite's manifest and the size of each file. */
export function judgeBundle(manifest: Manifest, sizeOf: (file: string) => number): string[] {
  const sum = (files: Iterable<string>) => [...files].reduce((total, file) => total + sizeOf(file), 0)
  const judge = (what: string, size: number, limit: number) =>
    size > limit ? [`${what}: ${(size / 1000).toFixed(1)} kB gzip of ${limit / 1000}`] : []

  const entries = Object.keys(manifest).filter((key) => manifest[key]?.isEntry)
  if (entries.length === 0) return ['the build has no entry']
  const initial = withImports(manifest, entries)
  const routes = Object.keys(manifest).filter((key) => manifest[key]?.isDynamicEntry && !initial.has(key))
  return [
    ...judge('initial JavaScript', sum(scriptsOf(manifest, initial)), most.initialScript),
    ...judge('initial CSS', sum(stylesOf(manifest, initial)), most.initialStyle),
    ...routes.flatMap((route) => {
      const all = withImports(manifest, [route]).difference(initial)
      const added = placesOf(manifest, route).map((place) =>
        sum(scriptsOf(manifest, all.difference(withImports(manifest, place)))),
      )
      return judge(route, Math.max(...added), most.routeScript)
    }),
  ]
}

/**
 * Where a chunk is asked for, and what is there by then: a page within its layouts, what a page fetches later beside
 * that page. Of several places the barest counts.
 */
function placesOf(manifest: Manifest, route: string): string[][] {
  const parents = parentsOf(manifest, route)
  if (parents.length > 0 || route.includes('/routes/')) return [parents]
  const askers = Object.keys(manifest).filter((key) => manifest[key]?.dynamicImports?.includes(route))
  const places = askers.map((asker) => [asker, ...parentsOf(manifest, asker)])
  return places.length > 0 ? places : [[]]
}

/** The layouts around a page: the router has them before it asks for the page itself. */
function parentsOf(manifest: Manifest, route: string): string[] {
  const [file = '', split = ''] = route.split('?')
  const folders = path.posix.dirname(file).split('/')
  const layouts = folders.flatMap((_, depth) => {
    const folder = folders.slice(0, depth + 1).join('/')
    return [`${folder}.tsx`, `${folder}/route.tsx`]
  })
  return layouts
    .map((layout) => `${layout}?${split}`)
    .filter((layout) => layout !== route && manifest[layout])
}

/** Keys of chunks and of all they import at once. */
function withImports(manifest: Manifest, keys: readonly string[], found = new Set<string>()): Set<string> {
  for (const key of keys) {
    if (found.has(key)) continue
    found.add(key)
    withImports(manifest, manifest[key]?.imports ?? [], found)
  }
  return found
}

function scriptsOf(manifest: Manifest, keys: ReadonlySet<string>): Set<string> {
  const files = [...keys].flatMap((key) => manifest[key]?.file ?? [])
  return new Set(files.filter((file) => file.endsWith('.js')))
}

function stylesOf(manifest: Manifest, keys: ReadonlySet<string>): Set<string> {
  return new Set([...keys].flatMap((key) => manifest[key]?.css ?? []))
}

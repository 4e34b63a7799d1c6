import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { languages } from '@kinkeep/contracts/languages'
import type { Manifest, Plugin } from 'vite'
import { allCircles } from './src/features/circles/all-circles.ts'
import { intoThePast } from './src/features/timeline/timeline-queries.ts'

/** What a page of the app needs beside its HTML; `texts` by language. The server names it in the answer's header. */
export interface PagePreloads {
  /** `/c/$circleId`: a segment with a dollar stands for any. */
  path: string
  /** The address that it asks the API at first, with the same dollars in it, encoded. */
  asks: string
  scripts: string[]
  texts: Record<string, string[]>
}

const routeKey = /^(src\/routes\/(.+)\.tsx)\?tsr-split=component/
/**
 * What `setOut` of these routes asks, word for word: a browser takes what it has fetched ahead only for the very same
 * address. A journey sees to it that a page's data are asked for once.
 */
const firstCalls: Record<string, [procedure: string, input: object][]> = {
  '_signed-in': [['circles.list', allCircles]],
  '_signed-in/c.$circleId': [['circles.get', { circleId: '$circleId' }]],
  '_signed-in/c.$circleId/index': [
    ['keeps.timeline', { circleId: '$circleId' }],
    ['keeps.list', { ...intoThePast('$circleId', undefined), direction: 'forward' }],
  ],
}
const areaCall = /loadTexts\('(\w+)'\)/g

/**
 * Writes `pages.json`: for each page the files that the browser would otherwise find out about one after the other,
 * when the first of them has run. Without it a page costs two more journeys to the server.
 */
export const pagePreloads: Plugin = {
  name: 'kinkeep:page-preloads',
  apply: 'build',
  async writeBundle({ dir = 'dist' }) {
    const manifest: Manifest = JSON.parse(await readFile(path.join(dir, '.vite/manifest.json'), 'utf8'))
    await writeFile(path.join(dir, 'pages.json'), JSON.stringify(await preloadsOf(manifest)))
  },
}

/** One entry a route that has a page of its own, layouts among what it needs. */
export async function preloadsOf(manifest: Manifest): Promise<PagePreloads[]> {
  const routes = await Promise.all(
    Object.keys(manifest).flatMap((key) => {
      const [, source = '', name = ''] = routeKey.exec(key) ?? []
      return name === '' ? [] : [readRoute(key, source, name)]
    }),
  )
  return routes
    .filter(({ isLayout }) => !isLayout)
    .map((page) => {
      // From the outermost in, as the router goes through them.
      const chain = routes
        .filter(({ name, isLayout }) => isLayout && page.name.startsWith(`${name}/`))
        .toSorted((a, b) => a.name.length - b.name.length)
      const keys = ['index.html', ...[...chain, page].map(({ key }) => key)]
      const areas = new Set([...chain, page].flatMap((each) => each.areas))
      return {
        path: pathOf(page.name),
        asks: batchOf([...chain, page].flatMap(({ name }) => firstCalls[name] ?? [])),
        scripts: filesOf(manifest, keys),
        texts: Object.fromEntries(
          languages.map((language) => [
            language,
            ['', ...[...areas].map((area) => `${area}/`)].flatMap(
              (folder) => manifest[`src/locales/${folder}${language}.json`]?.file ?? [],
            ),
          ]),
        ),
      }
    })
}

async function readRoute(key: string, source: string, file: string) {
  const text = await readFile(source, 'utf8').catch(() => '')
  const areas = [...text.matchAll(areaCall)].map(([, area = '']) => area)
  // A layout is a `route.tsx` in a folder, or the file beside the folder of its name.
  const isLayout = file.endsWith('/route') || (file.startsWith('_') && !file.includes('/'))
  return { key, name: file.replace(/\/route$/, ''), isLayout, areas }
}

/** `_signed-in/c.$circleId/index` is `/c/$circleId`: as TanStack's file names are read. */
function pathOf(name: string): string {
  const segments = name
    .split(/[/.]/)
    .filter((segment) => segment !== 'index' && !segment.startsWith('_'))
    .map((segment) => segment.replace(/_$/, ''))
  return `/${segments.join('/')}`
}

/** The address of `users.me` and these in one request, as tRPC's link writes it. */
function batchOf(calls: readonly [procedure: string, input: object][]): string {
  const procedures = ['users.me', ...calls.map(([procedure]) => procedure)]
  const inputs = Object.fromEntries(calls.map(([, input], index) => [index + 1, input]))
  return `/trpc/${procedures.join(',')}?batch=1&input=${encodeURIComponent(JSON.stringify(inputs))}`
}

/** These chunks and all that they import, each once. */
function filesOf(manifest: Manifest, keys: readonly string[]): string[] {
  const seen = new Set<string>()
  const visit = (key: string) => {
    if (seen.has(key)) return
    seen.add(key)
    for (const imported of manifest[key]?.imports ?? []) visit(imported)
  }
  for (const key of keys) visit(key)
  return [...seen].flatMap((key) => manifest[key]?.file ?? [])
}

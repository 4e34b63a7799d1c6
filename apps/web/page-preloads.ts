import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { languages } from '@kinkeep/contracts/languages'
import type { Manifest, Plugin } from 'vite'

/** What a page of the app needs beside its HTML; `texts` by language. The server names it in the answer's header. */
export interface PagePreloads {
  /** `/c/$circleId`: a segment with a dollar stands for any. */
  path: string
  scripts: string[]
  texts: Record<string, string[]>
}

const routeKey = /^(src\/routes\/(.+)\.tsx)\?tsr-split=component/
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
      const chain = routes.filter(({ name, isLayout }) => isLayout && page.name.startsWith(`${name}/`))
      const keys = ['index.html', ...[...chain, page].map(({ key }) => key)]
      const areas = new Set([...chain, page].flatMap((each) => each.areas))
      return {
        path: pathOf(page.name),
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

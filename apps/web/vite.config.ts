import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import tailwindcss from '@tailwindcss/vite'
import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { type MinifyOptions, minify } from 'terser'
import terser from 'terser/package.json' with { type: 'json' }
import { defineConfig, type Plugin } from 'vite'
import { pagePreloads } from './page-preloads.ts'
import { serviceWorker } from './service-worker-build.ts'
import { isPartOf, wholeNames, wholePages } from './whole-pages.ts'

const server = process.env.KINKEEP_SERVER_ORIGIN ?? 'http://127.0.0.1:3000'

/** What every page needs before it can show anything. */
const framework =
  /node_modules\/(react|react-dom|scheduler|use-sync-external-store|@trpc\/(client|react-query|server)|@tanstack\/(react-router|router-core|history|store|react-store|react-query|query-core))\//
/** Routes without their components, which the router splits off with a query. */
const start =
  /apps\/web\/src\/(router|routeTree\.gen|routes\/.*|lib\/(i18n\/.*|api|patient-import|trpc|query-client|read-error|safe-path|toasts))\.tsx?$/
/** Small parts that almost every page uses: one file instead of a dozen. */
const ui =
  /node_modules\/(clsx|lucide-react)\/|packages\/contracts\/src\/limits\.ts$|packages\/ui\/src\/(button|spinner|icon-button|load-once|name-mark|wordmark-path|empty-state|stable-number|avatar|badge|skeleton)\.tsx$|apps\/web\/src\/(components\/(page-title|page|section|card|list-error|load-more|not-found-page|route-error)|lib\/(error-text|format))\.tsx?$/
/** What is filled in, and the pages that are little else. A family's first page has none of it. */
const forms =
  /packages\/ui\/src\/(field|text-field|password-field|form|select|textarea|checkbox)\.tsx$|apps\/web\/src\/(components\/(account-page|arches-picture|language-switch|empty-house)|lib\/form-errors|features\/accounts\/enter)\.tsx?$/
/** What menus and toasts are made of: a toast may come where there is no menu. */
const layers =
  /node_modules\/(@radix-ui\/(primitive|react-(collection|compose-refs|context|dismissable-layer|focus-[a-z]+|id|portal|presence|primitive|slot|use-[a-z-]+|visually-hidden))|react-remove-scroll(-bar)?|react-style-singleton|use-(callback-ref|sidecar)|aria-hidden|get-nonce|tslib)\//
const later = /resolveResponse|\?stream$/

/**
 * Gives the stream's importer its own copy of @trpc/client's index. Bundlers move whole modules, so that sharing it
 * would put the streaming half into the first bundle. Errors stay one class: they live in a module of their own.
 */
const streamsApart: Plugin = {
  name: 'kinkeep:streams-apart',
  apply: 'build',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (source !== '@trpc/client' || !importer?.endsWith('/open-circle-events.ts')) return null
    const resolved = await this.resolve(source, importer, { skipSelf: true })
    return resolved && `${resolved.id}?stream`
  },
  // A counter on a class is all that keeps the web sockets nobody opens.
  transform: {
    filter: { id: /@trpc\/client\/dist\/wsLink-/ },
    handler: (code) =>
      code.replace('\n_defineProperty(WsConnection', '\n/* @__PURE__ */ _defineProperty(WsConnection'),
  },
}

/** The whole list is 180 kB of gzip, and its tail says little to a person; the server knows all of it. */
const commonPasswords: Plugin = {
  name: 'kinkeep:first-passwords',
  resolveId: (source) => (source === 'virtual:first-passwords' ? `\0${source}` : null),
  async load(id) {
    if (id !== '\0virtual:first-passwords') return null
    const { dictionary } = await import('@zxcvbn-ts/language-common')
    const passwords = dictionary['passwords-common'].slice(0, 10_000)
    return `export default ${JSON.stringify(passwords.join(' '))}.split(' ')`
  },
}

const manyQueries = '\0node_modules/@tanstack/react-query/without-many'

/**
 * Leaves out the hooks for many queries at once, which nothing here uses and which the type of `lib/trpc.ts` does not
 * offer: a hundredth of the first bytes. What else the hooks of tRPC want is named; a name that is missing fails the build.
 */
const oneQuery: Plugin = {
  name: 'kinkeep:one-query',
  apply: 'build',
  enforce: 'pre',
  resolveId: (source, importer = '') =>
    source === '@tanstack/react-query' && importer.includes('/@trpc/react-query/') ? manyQueries : null,
  load: (id) =>
    id === manyQueries
      ? `export { QueryClient, hashKey, infiniteQueryOptions, queryOptions, skipToken, useInfiniteQuery, useMutation,
          usePrefetchInfiniteQuery, usePrefetchQuery, useQuery, useSuspenseInfiniteQuery, useSuspenseQuery
        } from '@tanstack/react-query'
        export const useQueries = undefined
        export const useSuspenseQueries = undefined`
      : null,
}

/** Nothing is preloaded when a page's file is asked for, and main.tsx has the one style sheet: instead of Vite's helper, patience. */
const patientImports: Plugin = {
  name: 'kinkeep:patient-imports',
  apply: 'build',
  enforce: 'pre',
  load: (id) =>
    id.includes('vite/preload-helper')
      ? `export { patientImport as __vitePreload } from '${path.resolve('src/lib/patient-import.ts')}'`
      : null,
}

const minified: MinifyOptions = {
  module: true,
  compress: { passes: 3, ecma: 2020, pure_getters: true },
  format: { ecma: 2020 },
}
const isFirst = (chunk: string) => chunk === 'framework' || chunk === 'start'

/**
 * Minifies the first bytes once more, by a slower tool that finds another half per cent of them. Only there does it
 * count: the other files are small, and fetched when they are needed.
 */
const firstBytes: Plugin = {
  name: 'kinkeep:first-bytes',
  apply: 'build',
  // The name says what is in the file: with another tool, or told otherwise, it must be another one.
  augmentChunkHash: ({ name }) => (isFirst(name) ? JSON.stringify([terser.version, minified]) : undefined),
  async generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk' || !isFirst(file.name)) continue
      const { code } = await minify(file.code, minified)
      if (code !== undefined) file.code = code
    }
  },
}

/** Compresses once what the server would have to compress for every visitor. */
const precompressed: Plugin = {
  name: 'kinkeep:precompressed',
  apply: 'build',
  async writeBundle({ dir = 'dist' }, bundle) {
    // The last two steps take ten times as long for a fourteenth less: 80 ms of a phone's first page.
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
    const files = Object.keys(bundle).filter((name) => /\.(js|css|html|svg|json)$/.test(name))
    await Promise.all(
      files.map(async (name) => {
        const file = path.join(dir, name)
        const content = await readFile(file)
        if (content.length < 1024) return
        await writeFile(`${file}.br`, await promisify(brotliCompress)(content, quality))
        await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }))
      }),
    )
  },
}

/** What is built is what families get: React's own checks stay out of it, whoever's shell or test started the build. */
const forFamilies: Plugin = {
  name: 'kinkeep:for-families',
  apply: 'build',
  config() {
    process.env.NODE_ENV = 'production'
  },
}

export default defineConfig({
  plugins: [
    forFamilies,
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      // A skeleton travels with the page it stands for, and so does what the page asks for: the first page's files are
      // on their way with its HTML, and the others' as soon as a link to them is touched.
      codeSplittingOptions: {
        defaultBehavior: [
          ['component', 'pendingComponent', 'loader'],
          ['errorComponent'],
          ['notFoundComponent'],
        ],
      },
      quoteStyle: 'single',
      semicolons: false,
    }),
    react(),
    tailwindcss(),
    streamsApart,
    oneQuery,
    commonPasswords,
    pagePreloads,
    wholePages,
    serviceWorker,
    patientImports,
    firstBytes,
    precompressed,
  ],
  resolve: {
    // React has had the hook itself since 18; the router's store still brings the stand-in.
    alias: [{ find: /^use-sync-external-store\/shim$/, replacement: 'react' }],
  },
  build: {
    manifest: true,
    // Data URIs would need holes in the content security policy.
    assetsInlineLimit: 0,
    // The list of what each page needs would be a hundredth of the first bytes; the server has it, in pages.json.
    modulePreload: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // The first that wants a module gets it, with what the module imports.
          groups: [
            { name: 'framework', test: (id) => framework.test(id) && !later.test(id), priority: 3 },
            { name: 'start', test: (id) => start.test(id) && !later.test(id), priority: 2 },
            { name: 'ui', test: (id) => ui.test(id), priority: 1 },
            { name: 'forms', test: (id) => forms.test(id), priority: 1 },
            { name: 'layers', test: (id) => layers.test(id), priority: 0.5 },
            ...wholeNames.map((name) => ({ name, test: (id: string) => isPartOf(name, id) })),
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/trpc', '/auth', '/media', '/shared', '/avatars', '/health', '/ready'].map((path) => [path, server]),
    ),
  },
})

import tailwindcss from '@tailwindcss/vite'
import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const server = process.env.KINKEEP_SERVER_ORIGIN ?? 'http://127.0.0.1:3000'

/** What every page needs before it can show anything. */
const framework =
  /node_modules\/(react|react-dom|scheduler|use-sync-external-store|@trpc\/(client|react-query|server)|@tanstack\/(react-router|router-core|history|store|react-store|react-query|query-core))\//
/** Routes without their components, which the router splits off with a query. */
const start = /apps\/web\/src\/(router|routeTree\.gen|routes\/.*|lib\/(i18n\/.*|[a-z-]+))\.tsx?$/
const later = /resolveResponse|\?stream$|lib\/(form-errors|last-circle|error-text)/

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
}

export default defineConfig({
  plugins: [
    tanstackRouter({ target: 'react', autoCodeSplitting: true, quoteStyle: 'single', semicolons: false }),
    react(),
    tailwindcss(),
    streamsApart,
  ],
  build: {
    manifest: true,
    // Data URIs would need holes in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'framework', test: (id) => framework.test(id) && !later.test(id) },
            { name: 'start', test: (id) => start.test(id) && !later.test(id) },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(['/trpc', '/media', '/health', '/ready'].map((path) => [path, server])),
  },
})

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { minify } from 'terser'
import { type Plugin, transformWithOxc } from 'vite'

const source = 'src/service-worker/worker.ts'
const offlineFiles = ['offline.html', 'offline.css', 'early.js', 'icons/icon.svg']

/**
 * Writes `sw.js`, the service worker, in one file without imports: browsers compare its bytes to know of a new one.
 * Its version is made of its own source and of the offline page's files.
 */
export const serviceWorker: Plugin = {
  name: 'kinkeep:service-worker',
  apply: 'build',
  async generateBundle() {
    const [worker, ...rest] = await Promise.all([
      readFile(source, 'utf8'),
      ...offlineFiles.map((file) => readFile(path.join('public', file), 'utf8')),
    ])
    const hash = createHash('sha256')
    for (const text of [worker, ...rest]) hash.update(text)
    const version = hash.digest('hex').slice(0, 12)
    const { code: script } = await transformWithOxc(worker, source)
    const { code } = await minify(script.replace(/^export \{\s*\};?$/m, ''), {
      module: true,
      compress: { global_defs: { __VERSION__: version } },
    })
    if (code === undefined) this.error('The service worker is empty')
    this.emitFile({ type: 'asset', fileName: 'sw.js', source: code })
  },
}

import { watch } from 'node:fs'
import path from 'node:path'
import type { Part } from './lifetime.ts'

const settleMs = 100

/** Calls `onChange` when sources under the folders have changed and a moment has passed without another change. */
export async function watchSources(folders: string[], onChange: () => void): Promise<Part> {
  let timer: NodeJS.Timeout | undefined
  const watchers = folders.map((folder) =>
    watch(folder, { recursive: true }, (_, name) => {
      if (!name || path.extname(name) !== '.ts' || name.endsWith('.test.ts')) return
      clearTimeout(timer)
      timer = setTimeout(onChange, settleMs)
    }),
  )
  return {
    async stop() {
      clearTimeout(timer)
      for (const watcher of watchers) watcher.close()
    },
  }
}

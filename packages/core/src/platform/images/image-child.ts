import process from 'node:process'
import sharp from 'sharp'
import type { ChildJob, ChildMessage } from './child-messages.ts'
import { processImage } from './process-image.ts'

// Entry of the child process: the only place where bytes of strangers are decoded. Forked by child-slot.ts.

sharp.concurrency(1)
sharp.cache(false)
// An allow-list of loaders: an SVG, PDF or ImageMagick file finds nobody to open it, whatever it is named.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegFile',
    'VipsForeignLoadPngFile',
    'VipsForeignLoadWebpFile',
    'VipsForeignLoadNsgifFile',
    'VipsForeignLoadTiffFile',
    'VipsForeignLoadTiffBuffer',
    'VipsForeignLoadHeifFile',
  ],
})

const memory = () => process.memoryUsage.rss()
const tell = (message: ChildMessage) => process.send?.(message)

process.on('message', async (job: ChildJob) => {
  try {
    const result = await processImage(job.input, new Date(job.now), (identity) =>
      tell({ type: 'identified', identity }),
    )
    tell({ type: 'done', result, memory: memory() })
  } catch (error) {
    tell({ type: 'error', message: error instanceof Error ? error.message : String(error), memory: memory() })
  }
})
// The parent is gone: nobody wants the answer.
process.on('disconnect', () => process.exit())

if (process.argv.includes('report-memory')) {
  setInterval(() => tell({ type: 'memory', bytes: memory() }), 200)
}
tell({ type: 'ready' })

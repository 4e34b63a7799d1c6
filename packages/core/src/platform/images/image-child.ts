import process from 'node:process'
import sharp from 'sharp'
import type { ChildJob, ChildMessage } from './child-messages.ts'
import { type CleanInput, type CleanResult, cleanImage } from './clean-image.ts'
import type { ImageInput, ImageResult } from './image-result.ts'
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
const tell = (message: ChildMessage<ImageResult | CleanResult>) => process.send?.(message)

process.on('message', async (job: ChildJob<ImageInput | CleanInput>) => {
  try {
    const { input } = job
    const result =
      'cleanPath' in input
        ? await cleanImage(input)
        : await processImage(input, new Date(job.now), (identity) => tell({ type: 'identified', identity }))
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

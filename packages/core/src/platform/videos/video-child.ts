import { availableParallelism, setPriority } from 'node:os'
import process from 'node:process'
import { AV_LOG_QUIET } from 'node-av/constants'
import { Log } from 'node-av/lib'
import sharp from 'sharp'
import type { ChildJob, ChildMessage } from '../images/child-messages.ts'
import { processVideo } from './process-video.ts'
import type { VideoInput, VideoResult } from './video-result.ts'

// Entry of the child process: the only place where videos of strangers are decoded. Forked by a slot of the pool.

sharp.concurrency(1)
sharp.cache(false)
// Only pixels come here, and no file is opened by libvips.
sharp.block({ operation: ['VipsForeignLoad'] })
Log.setLevel(AV_LOG_QUIET)
// Somebody waits for a photo; nobody sits before a rendition.
setPriority(10)

const memory = () => process.memoryUsage.rss()
const tell = (message: ChildMessage<VideoResult>) => process.send?.(message)

process.on('message', async (job: ChildJob<VideoInput>) => {
  try {
    const result = await processVideo(job.input, {
      now: new Date(job.now),
      threads: Math.min(4, availableParallelism()),
      onIdentified: (identity) => tell({ type: 'identified', identity }),
      onNeeds: (ms) => tell({ type: 'needs', ms }),
    })
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

import { availableParallelism, setPriority } from 'node:os'
import { AV_LOG_QUIET } from 'node-av/constants'
import { Log } from 'node-av/lib'
import sharp from 'sharp'
import { serveParent } from '../images/serve-parent.ts'
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

serveParent<VideoInput, VideoResult>((input, now, tell) =>
  processVideo(input, {
    now,
    threads: Math.min(4, availableParallelism()),
    onIdentified: (identity) => tell({ type: 'identified', identity }),
    onNeeds: (ms) => tell({ type: 'needs', ms }),
  }),
)

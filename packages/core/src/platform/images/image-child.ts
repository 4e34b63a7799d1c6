import sharp from 'sharp'
import { type CleanInput, type CleanResult, cleanImage } from './clean-image.ts'
import type { ImageInput, ImageResult } from './image-result.ts'
import { processImage } from './process-image.ts'
import { serveParent } from './serve-parent.ts'

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

serveParent<ImageInput | CleanInput, ImageResult | CleanResult>((input, now, tell) =>
  'cleanPath' in input
    ? cleanImage(input)
    : processImage(input, now, (identity) => tell({ type: 'identified', identity })),
)

/** What a video may be, checked on its header before a frame is decoded, and on its frames again. */
export const videoLimits = {
  durationMs: 4 * 60 * 60 * 1000,
  /** 8K as cameras write it. */
  pixels: 8192 * 4352,
  streams: 64,
  /** The index of four hours of frames takes about a tenth of this. */
  indexBytes: 64 * 1024 * 1024,
} as const

/** What a rendition is at most; an original within it, in the right format, is played itself. */
export const renditionLimits = {
  longEdge: 1920,
  shortEdge: 1080,
  bitsPerSecond: 8_000_000,
  framesPerSecond: 60,
} as const

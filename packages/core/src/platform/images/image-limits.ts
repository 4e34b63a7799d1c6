/**
 * What a photo may be, checked on its header before a pixel is decoded.
 * 120 Mpx admits the 108 Mpx phones; a larger one would not fit the child's memory when progressive.
 */
export const imageLimits = {
  pixels: 120_000_000,
  /** GIF, WebP, APNG and TIFF pages. Only the first is drawn, but all are kept and may be played. */
  frames: 2000,
  framePixels: 2_000_000_000,
  /** HEIC is decoded from memory. The largest that phones write is about 25 MB. */
  heicBytes: 100_000_000,
} as const

/** Long edge of the preview and short edge of the thumbnail: a square 180 px tile is sharp at 2 dpr. */
export const imageSizes = {
  previewLongEdge: 1440,
  thumbnailShortEdge: 360,
  /** Panoramas: beyond 3:1 the long edge decides. */
  thumbnailLongEdge: 1080,
  /** Edges of a person's picture: beside a profile, and beside a name at 2 dpr. */
  avatar: 256,
  avatarSmall: 64,
  /** The algorithm's own maximum. */
  thumbHashEdge: 100,
} as const

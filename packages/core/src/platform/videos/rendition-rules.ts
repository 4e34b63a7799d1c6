import { fitWithin } from './picture-filters.ts'
import { renditionLimits } from './video-limits.ts'

/** What decides whether a video plays everywhere as it is. */
export interface PlayedVideo {
  /** FFmpeg's names: `h264`, `aac`. */
  videoCodec: string
  audioCodec: string | null
  /** 8 bits, 4:2:0: what every decoder in hardware takes. */
  isPlainPicture: boolean
  isHdr: boolean
  /** Square pixels of the upright picture. */
  width: number
  height: number
  bitsPerSecond: number
  framesPerSecond: number
  isMp4: boolean
  isFastStart: boolean
  /** Nothing in the file but one picture, one sound and what playing needs. */
  isPlain: boolean
}

/** `null`: the original plays itself. */
export type RenditionPlan = {
  video: 'copy' | { width: number; height: number }
  audio: 'copy' | 'encode' | 'none'
} | null

/**
 * H.264 with AAC or MP3 in a fast-start MP4 plays in every browser. WebM does not on Apple's older devices, HEVC not in
 * most browsers, HDR looks washed out on screens without. Why: docs/decisions/0082-what-a-video-is-played-as.md
 */
export function planRendition(played: PlayedVideo): RenditionPlan {
  const { width, height } = played
  const { longEdge, shortEdge, bitsPerSecond, framesPerSecond } = renditionLimits
  const isTooLarge = Math.max(width, height) > longEdge || Math.min(width, height) > shortEdge
  const isHeavy =
    isTooLarge || played.bitsPerSecond > bitsPerSecond || played.framesPerSecond > framesPerSecond * 1.1
  const playsEverywhere = played.videoCodec === 'h264' && played.isPlainPicture && !played.isHdr
  const audio = audioPlan(played.audioCodec)
  if (!playsEverywhere || isHeavy) return { video: fitWithin(played, renditionLimits), audio }
  if (audio === 'encode' || !played.isMp4 || !played.isFastStart || !played.isPlain) {
    return { video: 'copy', audio }
  }
  return null
}

function audioPlan(codec: string | null): 'copy' | 'encode' | 'none' {
  if (codec === null) return 'none'
  return codec === 'aac' || codec === 'mp3' || codec === 'mp3float' ? 'copy' : 'encode'
}

import { AVERROR_EOF } from 'node-av/constants'
import { type Frame, Packet } from 'node-av/lib'
import type { PreviewPixels } from '../images/derive.ts'
import { imageSizes } from '../images/image-limits.ts'
import { createDecoder } from './decode-frames.ts'
import { createPictureGraph } from './frame-graph.ts'
import type { OpenVideo } from './open-video.ts'
import { fitWithin, isHdr, toneMapping, type Uprighting, uprightSize } from './picture-filters.ts'
import { VideoFailure } from './video-failure.ts'

/** What the first frame says, which headers may not. */
export interface Poster {
  pixels: PreviewPixels
  width: number
  height: number
  pixelFormat: number
  isHdr: boolean
}

/** Milliseconds into a video: past the shake of the first moment, and never past its middle. */
const posterMs = 1000

/** Packets without a single picture after which a file has none. */
const mostSilent = 600

/**
 * One upright frame, no larger than a preview.
 * @throws VideoFailure
 */
export function readPoster(open: OpenVideo, durationMs: number, upright: Uprighting): Poster {
  const { stream } = open.video
  const { num, den } = stream.timeBase
  const first = stream.startTime > -(2n ** 62n) ? stream.startTime : 0n
  const at = first + BigInt(Math.round((Math.min(posterMs, durationMs / 2) / 1000) * (den / num)))
  // From the start, and not from the last key frame before: it is a second at most, and a table can be written that has
  // FFmpeg search it for minutes.
  return decodeFrom(open, at, upright)
}

function decodeFrom(open: OpenVideo, wanted: bigint, upright: Uprighting): Poster {
  const { format, video } = open
  using packet = new Packet()
  packet.alloc()
  const decoder = createDecoder(video, 1)
  let poster: Poster | undefined
  let late: Poster | undefined
  const take = (frame: Frame) => {
    const isThere = frame.bestEffortTimestamp >= wanted
    // The last one before is kept, for a file that ends there.
    if (isThere) poster = toPoster(open, frame, upright)
    else if (!late) late = toPoster(open, frame, upright)
    return isThere
  }
  try {
    for (let packets = 0; !poster && packets < mostSilent; ) {
      const code = format.readFrameSync(packet)
      if (code === AVERROR_EOF) break
      if (code < 0) break
      if (packet.streamIndex === video.stream.index) {
        packets += 1
        decoder.push(packet, take)
      }
      packet.unref()
    }
    if (!poster) decoder.push(null, take)
  } finally {
    decoder.close()
  }
  const found = poster ?? late
  if (!found) throw new VideoFailure('DAMAGED')
  return found
}

function toPoster({ video }: OpenVideo, frame: Frame, upright: Uprighting): Poster {
  const { stream } = video
  const pixelFormat = frame.format
  const hdr = isHdr(frame.colorTrc) || isHdr(stream.codecpar.colorTrc)
  const size = uprightSize(frame, aspectOf(frame, stream.sampleAspectRatio), upright)
  const edge = imageSizes.previewLongEdge
  const small = fitWithin(size, { longEdge: edge, shortEdge: edge })
  const scale = `scale=${small.width}:${small.height}`
  const filters = [...upright.turn, scale, ...(hdr ? toneMapping() : []), 'format=rgb24']
  const graph = createPictureGraph(filters, stream.timeBase)
  let pixels: PreviewPixels | undefined
  try {
    graph.push(frame, (small) => {
      pixels ??= { data: small.toBuffer(), width: small.width, height: small.height }
    })
    graph.push(null, (small) => {
      pixels ??= { data: small.toBuffer(), width: small.width, height: small.height }
    })
  } finally {
    graph.close()
  }
  if (!pixels || pixels.data.length !== pixels.width * pixels.height * 3) throw new VideoFailure('DAMAGED')
  return { pixels, ...size, pixelFormat, isHdr: hdr }
}

/** The box around the stream knows better than the stream, as players have it. */
function aspectOf(frame: Frame, ofStream: { num: number; den: number }): { num: number; den: number } {
  return ofStream.num > 0 ? ofStream : frame.sampleAspectRatio
}

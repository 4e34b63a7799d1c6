import {
  AV_CHANNEL_LAYOUT_MONO,
  AV_CHANNEL_LAYOUT_STEREO,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  AV_SAMPLE_FMT_FLTP,
  AVCOL_PRI_BT709,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  FF_ENCODER_AAC,
  FF_ENCODER_LIBX264,
  type FFEncoderCodec,
} from 'node-av/constants'
import {
  Codec,
  CodecContext,
  type FormatContext,
  type Frame,
  type IRational,
  Packet,
  Rational,
  type Stream,
} from 'node-av/lib'
import { createDecoder } from './decode-frames.ts'
import { createPictureGraph, createSoundGraph, type FrameGraph } from './frame-graph.ts'
import type { OpenStream } from './open-video.ts'
import { toneMapping, type Uprighting } from './picture-filters.ts'
import { setOptions } from './set-options.ts'
import { requireWritten } from './video-failure.ts'
import { renditionLimits } from './video-limits.ts'

/** One stream on its way into a rendition. */
export interface Track {
  /** Of the stream in the original. */
  index: number
  /** `null` at the end. */
  push(packet: Packet | null): void
  /** Packets that could not be decoded. */
  bad(): number
  close(): void
}

const pictureClock = new Rational(1, 90_000)
const soundRate = 48_000

/** Decodes, turns upright, fits, and encodes as H.264. */
export function pictureTrack(
  output: FormatContext,
  source: OpenStream,
  picture: {
    size: { width: number; height: number }
    upright: Uprighting
    isHdr: boolean
    framesPerSecond: number
    threads: number
  },
): Track {
  const { size, upright, isHdr, framesPerSecond, threads } = picture
  const most = renditionLimits.framesPerSecond
  const filters = [
    ...upright.turn,
    `scale=${size.width}:${size.height}`,
    ...(isHdr ? toneMapping() : ['format=yuv420p']),
    'setsar=1',
    ...(framesPerSecond > most * 1.1 ? [`fps=${most}`] : []),
    `settb=${pictureClock.num}/${pictureClock.den}`,
  ]
  const { codec, context } = newEncoder(FF_ENCODER_LIBX264)
  const { codecpar, timeBase } = source.stream
  context.width = size.width
  context.height = size.height
  context.pixelFormat = AV_PIX_FMT_YUV420P
  context.timeBase = pictureClock
  context.sampleAspectRatio = new Rational(1, 1)
  context.threadCount = threads
  context.gopSize = Math.round(Math.min(most, Math.max(10, framesPerSecond)) * 4)
  context.rcMaxRate = 6_000_000n
  context.rcBufferSize = 12_000_000
  context.colorPrimaries = isHdr ? AVCOL_PRI_BT709 : codecpar.colorPrimaries
  context.colorTrc = isHdr ? AVCOL_TRC_BT709 : codecpar.colorTrc
  context.colorSpace = isHdr ? AVCOL_SPC_BT709 : codecpar.colorSpace
  // Little is looked ahead: half a gigabyte of memory is not to be had on a small box.
  setOptions(context, { preset: 'veryfast', crf: '22', 'rc-lookahead': '15' })
  requireWritten(context.open2Sync(codec), 'encoder')
  return encodedTrack(output, source, context, {
    graph: createPictureGraph(filters, timeBase),
    threads,
    packetDuration: BigInt(Math.round(pictureClock.den / Math.max(1, Math.min(most, framesPerSecond)))),
    prepare: (frame) => {
      // What was a key frame in the original need not be one here.
      frame.pictType = AV_PICTURE_TYPE_NONE
    },
  })
}

/** Decodes and encodes as AAC, mono or stereo. */
export function soundTrack(output: FormatContext, source: OpenStream): Track {
  const isMono = source.stream.codecpar.channels === 1
  const { codec, context } = newEncoder(FF_ENCODER_AAC)
  context.sampleRate = soundRate
  context.sampleFormat = AV_SAMPLE_FMT_FLTP
  context.channelLayout = isMono ? AV_CHANNEL_LAYOUT_MONO : AV_CHANNEL_LAYOUT_STEREO
  context.timeBase = new Rational(1, soundRate)
  context.bitRate = isMono ? 96_000n : 160_000n
  requireWritten(context.open2Sync(codec), 'encoder')
  const format = `aformat=sample_fmts=fltp:sample_rates=${soundRate}:channel_layouts=${isMono ? 'mono' : 'stereo'}`
  const filters = [format, 'asetnsamples=n=1024:p=0', `asettb=1/${soundRate}`]
  return encodedTrack(output, source, context, {
    graph: createSoundGraph(filters, source.stream.timeBase),
    threads: 1,
    packetDuration: 1024n,
    prepare: () => undefined,
  })
}

export function writePacket(output: FormatContext, packet: Packet, from: IRational, target: Stream): void {
  packet.streamIndex = target.index
  packet.rescaleTs(from, target.timeBase)
  packet.pos = -1n
  requireWritten(output.interleavedWriteFrameSync(packet), 'packet')
}

function newEncoder(name: FFEncoderCodec) {
  const codec = Codec.findEncoderByName(name)
  if (!codec) throw new Error(`no encoder ${name}`)
  const context = new CodecContext()
  context.allocContext3(codec)
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER)
  return { codec, context }
}

interface Encoding {
  graph: FrameGraph
  threads: number
  /** Of those that say none, in the encoder's time: else the last picture would not be seen. */
  packetDuration: bigint
  prepare: (frame: Frame) => void
}

function encodedTrack(
  output: FormatContext,
  source: OpenStream,
  context: CodecContext,
  { graph, threads, packetDuration, prepare }: Encoding,
): Track {
  const target = output.newStream(null)
  requireWritten(context.parametersFromContext(target.codecpar), 'parameters')
  target.timeBase = context.timeBase
  const decoder = createDecoder(source, threads)
  const packet = new Packet()
  packet.alloc()
  let last = -(2n ** 62n)

  const encode = (frame: Frame | null) => {
    requireWritten(context.sendFrameSync(frame), 'frame')
    for (;;) {
      const code = context.receivePacketSync(packet)
      if (code === AVERROR_EAGAIN || code === AVERROR_EOF) return
      requireWritten(code, 'packet')
      if (packet.duration <= 0n) packet.duration = packetDuration
      writePacket(output, packet, context.timeBase, target)
      packet.unref()
    }
  }
  const onFiltered = (frame: Frame) => {
    // Broken clocks stand still or run back; an encoder would refuse the second frame of one moment.
    if (frame.pts <= last) return
    last = frame.pts
    prepare(frame)
    encode(frame)
  }
  return {
    index: source.stream.index,
    push(from) {
      decoder.push(from, (frame) => {
        frame.pts = frame.bestEffortTimestamp
        graph.push(frame, onFiltered)
        return undefined
      })
      if (from) return
      graph.push(null, onFiltered)
      encode(null)
    },
    bad: decoder.bad,
    close() {
      decoder.close()
      graph.close()
      packet.free()
      context.freeContext()
    },
  }
}

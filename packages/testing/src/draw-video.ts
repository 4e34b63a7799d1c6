import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AV_CHANNEL_LAYOUT_STEREO,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_LOG_QUIET,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUV420P10LE,
  AV_PKT_DATA_DISPLAYMATRIX,
  AV_SAMPLE_FMT_FLTP,
  AV_SAMPLE_FMT_S16,
  AVCOL_PRI_BT2020,
  AVCOL_SPC_BT2020_NCL,
  AVCOL_TRC_ARIB_STD_B67,
  FF_ENCODER_AAC,
  FF_ENCODER_LIBVPX_VP9,
  FF_ENCODER_LIBX264,
  FF_ENCODER_LIBX265,
  FF_ENCODER_MPEG4,
  FF_ENCODER_PCM_S16LE,
} from 'node-av/constants'
import {
  Codec,
  CodecContext,
  Dictionary,
  FormatContext,
  Frame,
  Log,
  Packet,
  Rational,
  type Stream,
} from 'node-av/lib'

Log.setLevel(AV_LOG_QUIET)

const encoders = {
  h264: FF_ENCODER_LIBX264,
  hevc: FF_ENCODER_LIBX265,
  vp9: FF_ENCODER_LIBVPX_VP9,
  mpeg4: FF_ENCODER_MPEG4,
}

export interface DrawnVideo {
  container?: 'mp4' | 'mov' | 'webm'
  codec?: keyof typeof encoders
  width?: number
  height?: number
  seconds?: number
  framesPerSecond?: number
  /** Seconds at which the last picture is shown, after a long time of nothing. */
  lastAt?: number
  /** `plain`: not packed, as cameras of old and recorders have it. */
  sound?: boolean | 'plain'
  /** By how much a player has to turn it, clockwise, as phones write it that were held upright. */
  rotation?: 0 | 90 | 180 | 270
  /** HLG in BT.2020, 10 bits. */
  isHdr?: boolean
  /** The index in front. */
  fastStart?: boolean
  /** In parts of a second with an index each, and indices of these: as downloads come. */
  isFragmented?: boolean
  /** As phones write it: dates, places, identifiers. */
  metadata?: Record<string, string>
}

/** A small video of one's own, red in the corner that was up left when it was coded, and blue elsewhere. */
export async function drawVideo(drawn: DrawnVideo = {}): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'kinkeep-drawn-'))
  try {
    const path = join(folder, 'video')
    write(path, drawn)
    return await readFile(path)
  } finally {
    await rm(folder, { recursive: true })
  }
}

function write(path: string, drawn: DrawnVideo): void {
  const { container = 'mp4', seconds = 1, framesPerSecond = 10, sound = false } = drawn
  const { fastStart = true, metadata = {} } = drawn
  const output = new FormatContext()
  check(output.allocOutputContext2(null, container, path))
  const picture = openPicture(drawn)
  const pictures = output.newStream(null)
  check(picture.parametersFromContext(pictures.codecpar))
  pictures.timeBase = picture.timeBase
  if (drawn.rotation) {
    pictures.codecpar.addCodedSideData(AV_PKT_DATA_DISPLAYMATRIX, displayMatrix(drawn.rotation))
  }
  const voice = sound ? openSound(sound === 'plain') : undefined
  const sounds = voice && output.newStream(null)
  if (voice && sounds) {
    check(voice.parametersFromContext(sounds.codecpar))
    sounds.timeBase = voice.timeBase
  }
  output.metadata = Dictionary.fromObject(metadata)
  if (container !== 'webm') {
    const flags = [
      drawn.isFragmented ? '+frag_keyframe+dash' : fastStart ? '+faststart' : '',
      Object.keys(metadata).length > 0 ? '+use_metadata_tags' : '',
    ]
    check(output.setOption('movflags', flags.join('') || '0'))
  }
  check(output.openOutputSync())
  check(output.writeHeaderSync())
  const frames = seconds * framesPerSecond
  for (let at = 0; at < frames; at += 1) {
    const isLate = drawn.lastAt !== undefined && at + 1 >= frames
    using frame = drawFrame(drawn, BigInt(isLate ? (drawn.lastAt ?? 0) * framesPerSecond : at))
    encode(output, picture, pictures, frame)
  }
  encode(output, picture, pictures, null)
  for (let at = 0; voice && sounds && at + 1024 <= seconds * 48_000; at += 1024) {
    using frame = drawSound(BigInt(at), sound === 'plain')
    encode(output, voice, sounds, frame)
  }
  if (voice && sounds) encode(output, voice, sounds, null)
  check(output.writeTrailerSync())
  output.closeOutputSync()
  output.freeContext()
  picture.freeContext()
  voice?.freeContext()
}

function openPicture({ codec = 'h264', width = 320, height = 240, framesPerSecond = 10, isHdr }: DrawnVideo) {
  const encoder = Codec.findEncoderByName(encoders[codec])
  if (!encoder) throw new Error(`no encoder for ${codec}`)
  const context = new CodecContext()
  context.allocContext3(encoder)
  context.width = width
  context.height = height
  context.pixelFormat = isHdr ? AV_PIX_FMT_YUV420P10LE : AV_PIX_FMT_YUV420P
  context.timeBase = new Rational(1, framesPerSecond)
  context.framerate = new Rational(framesPerSecond, 1)
  context.gopSize = framesPerSecond
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER)
  if (isHdr) {
    context.colorPrimaries = AVCOL_PRI_BT2020
    context.colorTrc = AVCOL_TRC_ARIB_STD_B67
    context.colorSpace = AVCOL_SPC_BT2020_NCL
  }
  if (codec === 'h264' || codec === 'hevc') check(context.setOption('preset', 'ultrafast'))
  if (codec === 'hevc') check(context.setOption('x265-params', 'log-level=none'))
  if (codec === 'vp9') check(context.setOption('cpu-used', '8'))
  check(context.open2Sync(encoder))
  return context
}

function openSound(isPlain: boolean) {
  const encoder = Codec.findEncoderByName(isPlain ? FF_ENCODER_PCM_S16LE : FF_ENCODER_AAC)
  if (!encoder) throw new Error('no encoder for sound')
  const context = new CodecContext()
  context.allocContext3(encoder)
  context.sampleRate = 48_000
  context.sampleFormat = isPlain ? AV_SAMPLE_FMT_S16 : AV_SAMPLE_FMT_FLTP
  context.channelLayout = AV_CHANNEL_LAYOUT_STEREO
  context.timeBase = new Rational(1, 48_000)
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER)
  check(context.open2Sync(encoder))
  return context
}

function drawFrame({ width = 320, height = 240, isHdr }: DrawnVideo, pts: bigint): Frame {
  const plane = (wide: number, high: number, corner: number, rest: number) => {
    const values = new Uint16Array(wide * high)
    for (let at = 0; at < values.length; at += 1) {
      const isCorner = at % wide < wide / 2 && at < (wide * high) / 2
      values[at] = (isCorner ? corner : rest) * (isHdr ? 4 : 1)
    }
    return isHdr ? Buffer.from(values.buffer) : Buffer.from(Uint8Array.from(values))
  }
  const [w, h] = [width / 2, height / 2]
  const pixels = Buffer.concat([plane(width, height, 81, 41), plane(w, h, 90, 240), plane(w, h, 240, 110)])
  const format = isHdr ? AV_PIX_FMT_YUV420P10LE : AV_PIX_FMT_YUV420P
  return Frame.fromVideoBuffer(pixels, { width, height, format, pts })
}

function drawSound(pts: bigint, isPlain: boolean): Frame {
  const wave = (at: number) => Math.sin((at % 1024) / 20) / 4
  const samples = isPlain
    ? Int16Array.from({ length: 2048 }, (_, at) => wave(at) * 32_767)
    : Float32Array.from({ length: 2048 }, (_, at) => wave(at))
  return Frame.fromAudioBuffer(Buffer.from(samples.buffer), {
    nbSamples: 1024,
    format: isPlain ? AV_SAMPLE_FMT_S16 : AV_SAMPLE_FMT_FLTP,
    sampleRate: 48_000,
    channelLayout: AV_CHANNEL_LAYOUT_STEREO,
    pts,
  })
}

function encode(output: FormatContext, context: CodecContext, stream: Stream, frame: Frame | null): void {
  check(context.sendFrameSync(frame))
  using packet = new Packet()
  packet.alloc()
  while (context.receivePacketSync(packet) >= 0) {
    packet.streamIndex = stream.index
    packet.duration ||= 1n
    packet.rescaleTs(context.timeBase, stream.timeBase)
    check(output.interleavedWriteFrameSync(packet))
  }
}

/** ISO/IEC 14496-12, 8.3.2: nine numbers, 16.16 but the last of each row 2.30. */
function displayMatrix(rotation: 90 | 180 | 270): Buffer {
  const [a, b, c, d] = { 90: [0, 1, -1, 0], 180: [-1, 0, 0, -1], 270: [0, -1, 1, 0] }[rotation] as [
    number,
    number,
    number,
    number,
  ]
  const matrix = Buffer.alloc(36)
  const values = [a * 65_536, b * 65_536, 0, c * 65_536, d * 65_536, 0, 0, 0, 2 ** 30]
  for (const [index, value] of values.entries()) matrix.writeInt32LE(value, index * 4)
  return matrix
}

function check(code: number): void {
  if (code < 0) throw new Error(`FFmpeg answered ${code}`)
}

import { stat } from 'node:fs/promises'
import type { VideoType } from '@kinkeep/contracts/media-states'
import {
  AV_DISPOSITION_ATTACHED_PIC,
  AVDISCARD_ALL,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
} from 'node-av/constants'
import { type Codec, FormatContext, InputFormat, type Stream } from 'node-av/lib'
import { audioDecoders, decoderOf, videoDecoders } from './codecs.ts'
import { setOptions } from './set-options.ts'
import { requireRead, VideoFailure } from './video-failure.ts'
import { videoLimits } from './video-limits.ts'

export interface OpenStream {
  stream: Stream
  decoder: Codec
}

/** The one video and the one sound of a file that Kinkeep looks at. */
export interface OpenVideo {
  format: FormatContext
  video: OpenStream
  audio: OpenStream | null
  /** Of the whole file. */
  byteSize: number
  /** Nothing else is in the file: no subtitles, no tracks of places, no second camera. */
  isAlone: boolean
}

const formats = {
  'video/mp4': 'mov,mp4,m4a,3gp,3g2,mj2',
  'video/quicktime': 'mov,mp4,m4a,3gp,3g2,mj2',
  'video/webm': 'matroska,webm',
} as const satisfies Record<VideoType, string>

/**
 * Lets something look at an opened video, from its beginning.
 * @throws VideoFailure
 */
export async function withVideo<Result>(
  path: string,
  mime: VideoType,
  look: (open: OpenVideo) => Result,
): Promise<Result> {
  const open = await openVideo(path, mime)
  try {
    return look(open)
  } finally {
    open.format.closeInputSync()
  }
}

/**
 * Opens a file with the demuxer that its bytes asked for, and with no other: whatever they say further in, no list of
 * other files is followed and nothing but this file is opened.
 */
async function openVideo(path: string, mime: VideoType): Promise<OpenVideo> {
  // FFmpeg would tell a missing file as it tells a damaged one.
  const { size: byteSize } = await stat(path)
  const name = formats[mime]
  const input = InputFormat.findInputFormat(name) ?? InputFormat.findInputFormat(name.split(',')[0] ?? name)
  if (!input) throw new Error(`no demuxer for ${mime}`)
  const format = new FormatContext()
  format.allocContext()
  format.maxStreams = videoLimits.streams
  setOptions(format, {
    protocol_whitelist: 'file',
    format_whitelist: name,
    codec_whitelist: [...videoDecoders, ...audioDecoders].join(','),
  })
  try {
    requireRead(format.openInputSync(`file:${path}`, input), 'open')
    return { format, byteSize, ...chooseStreams(format) }
  } catch (error) {
    format.closeInputSync()
    throw error
  }
}

function chooseStreams(format: FormatContext) {
  const videos = format.streams.filter(
    (stream) =>
      stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO && !stream.hasDisposition(AV_DISPOSITION_ATTACHED_PIC),
  )
  const audios = format.streams.filter((stream) => stream.codecpar.codecType === AVMEDIA_TYPE_AUDIO)
  const video = firstDecodable(videos, videoDecoders)
  if (!video) throw new VideoFailure('UNSUPPORTED_TYPE')
  const audio = firstDecodable(audios, audioDecoders)
  for (const stream of format.streams) {
    if (stream.index !== video.stream.index && stream.index !== audio?.stream.index)
      stream.discard = AVDISCARD_ALL
  }
  return { video, audio, isAlone: format.streams.length === (audio ? 2 : 1) }
}

function firstDecodable(streams: readonly Stream[], allowed: readonly string[]): OpenStream | null {
  for (const stream of streams) {
    const decoder = decoderOf(stream, allowed)
    if (decoder) return { stream, decoder }
  }
  return null
}

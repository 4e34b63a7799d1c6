import { AV_NOPTS_VALUE, AV_PKT_FLAG_CORRUPT, AVERROR_EOF } from 'node-av/constants'
import { FFmpegError, type IRational, Packet } from 'node-av/lib'
import type { OpenVideo } from './open-video.ts'
import { VideoFailure } from './video-failure.ts'
import { videoLimits } from './video-limits.ts'

/** What is in a file, counted and not believed. */
export interface ScannedPackets {
  durationMs: number
  frames: number
  bitsPerSecond: number
}

/** A file whose pictures end so much before its header says was cut off on its way. */
const leastShown = 0.9
const leastMissingMs = 1000

/** An index may show the same again, as edits do; one that does so for ever is no video. */
const mostOften = 4

/**
 * Reads every packet once and decodes none. Headers lie about durations, and a copy that broke off is only seen at
 * its end.
 * @throws VideoFailure
 */
export function scanPackets({ format, video, audio, byteSize }: OpenVideo): ScannedPackets {
  using packet = new Packet()
  packet.alloc()
  const claimedMs = Number(format.duration) > 0 ? Number(format.duration) / 1000 : 0
  if (claimedMs > videoLimits.durationMs) throw new VideoFailure('TOO_LONG')
  // Asked once: millions of packets may follow, and each question crosses into FFmpeg.
  const { index, timeBase } = video.stream
  const audioIndex = audio?.stream.index
  let frames = 0
  let bytes = 0
  let startMs = Number.POSITIVE_INFINITY
  let lastMs = Number.NEGATIVE_INFINITY
  let endMs = Number.NEGATIVE_INFINITY
  for (;;) {
    const code = format.readFrameSync(packet)
    if (code === AVERROR_EOF) break
    if (code < 0) throw new VideoFailure('DAMAGED', new Error(FFmpegError.strerror(code)))
    if (packet.hasFlags(AV_PKT_FLAG_CORRUPT)) throw new VideoFailure('DAMAGED')
    const isVideo = packet.streamIndex === index
    if (isVideo || packet.streamIndex === audioIndex) bytes += packet.size
    if (isVideo) {
      frames += 1
      const at = packet.pts === AV_NOPTS_VALUE ? packet.dts : packet.pts
      if (at !== AV_NOPTS_VALUE) {
        const ms = toMs(at, timeBase)
        startMs = Math.min(startMs, ms)
        lastMs = Math.max(lastMs, ms)
        endMs = Math.max(endMs, ms + toMs(packet.duration, timeBase))
      }
    }
    packet.unref()
    if (bytes > byteSize * mostOften) throw new VideoFailure('DAMAGED')
    if (endMs - startMs > videoLimits.durationMs) throw new VideoFailure('TOO_LONG')
  }
  if (frames === 0) throw new VideoFailure('DAMAGED')
  // Where pictures do not say how long they are shown, the last one is shown as long as the others.
  const silentMs = endMs === lastMs && frames > 1 ? (lastMs - startMs) / (frames - 1) : 0
  const seenMs = Math.max(0, endMs - startMs + silentMs)
  // What the tracks say of themselves, because the sound may go on after the last picture.
  const ownMs = video.stream.duration > 0n ? toMs(video.stream.duration, video.stream.timeBase) : 0
  if (ownMs - seenMs > leastMissingMs && seenMs < ownMs * leastShown) throw new VideoFailure('DAMAGED')
  const durationMs = Math.max(1, Math.round(seenMs || claimedMs))
  return { durationMs, frames, bitsPerSecond: (bytes * 8000) / durationMs }
}

function toMs(time: bigint, { num, den }: IRational): number {
  return (Number(time) * num * 1000) / den
}

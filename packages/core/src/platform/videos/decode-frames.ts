import { AVERROR_EAGAIN, AVERROR_EOF } from 'node-av/constants'
import { CodecContext, Frame, type Packet } from 'node-av/lib'
import type { OpenStream } from './open-video.ts'
import { setOptions } from './set-options.ts'
import { requireRead, VideoFailure } from './video-failure.ts'
import { videoLimits } from './video-limits.ts'

export interface FrameDecoder {
  /** `null` at the end. Calls back for every frame, which is good until the callback returns. */
  push(packet: Packet | null, onFrame: (frame: Frame) => boolean | undefined): void
  flush(): void
  /** Packets that could not be decoded. */
  bad(): number
  close(): void
}

/** @throws VideoFailure */
export function createDecoder({ stream, decoder }: OpenStream, threads: number): FrameDecoder {
  const context = new CodecContext()
  context.allocContext3(decoder)
  requireRead(context.parametersToContext(stream.codecpar), 'parameters')
  context.pktTimebase = stream.timeBase
  context.threadCount = threads
  // The picture inside may be another size than the box around it says.
  setOptions(context, { max_pixels: String(videoLimits.pixels) })
  requireRead(context.open2Sync(decoder), 'decoder')
  const frame = new Frame()
  frame.alloc()
  let bad = 0

  const drain = (onFrame: (frame: Frame) => boolean | undefined): boolean => {
    for (;;) {
      const code = context.receiveFrameSync(frame)
      if (code === AVERROR_EAGAIN || code === AVERROR_EOF) return false
      if (code < 0) {
        bad += 1
        return false
      }
      const isEnough = onFrame(frame) === true
      frame.unref()
      if (isEnough) return true
    }
  }

  return {
    push(packet, onFrame) {
      for (;;) {
        const code = context.sendPacketSync(packet)
        if (code === AVERROR_EAGAIN) {
          if (drain(onFrame)) return
          continue
        }
        if (code < 0 && code !== AVERROR_EOF) {
          // A lost frame is not a lost video; a video of lost frames is.
          bad += 1
          return
        }
        drain(onFrame)
        return
      }
    },
    flush: () => context.flushBuffers(),
    bad: () => bad,
    close() {
      frame.free()
      context.freeContext()
    },
  }
}

/** @throws VideoFailure when a frame is larger than its header was allowed to say */
export function requireSize({ width, height }: { width: number; height: number }): void {
  if (width <= 0 || height <= 0) throw new VideoFailure('DAMAGED')
  if (width * height > videoLimits.pixels) throw new VideoFailure('TOO_MANY_PIXELS')
}

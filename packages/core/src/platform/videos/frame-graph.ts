import { AVERROR_EAGAIN, AVERROR_EOF } from 'node-av/constants'
import { type FilterContext, FilterGraph, Frame, type IRational } from 'node-av/lib'
import { requireRead, VideoFailure } from './video-failure.ts'

/** Filters between a decoder and whoever wants its frames, made anew when the frames change their shape. */
export interface FrameGraph {
  /** `null` at the end. Calls back for every frame that comes out, which is good until the callback returns. */
  push(frame: Frame | null, onFrame: (frame: Frame, timeBase: IRational) => void): void
  close(): void
}

export function createPictureGraph(filters: readonly string[], timeBase: IRational): FrameGraph {
  return createGraph(filters, 'buffer', 'buffersink', (frame) => {
    const { num, den } = frame.sampleAspectRatio
    return [
      `video_size=${frame.width}x${frame.height}`,
      `pix_fmt=${frame.format}`,
      `time_base=${timeBase.num}/${timeBase.den}`,
      `pixel_aspect=${num > 0 && den > 0 ? `${num}/${den}` : '1/1'}`,
      `colorspace=${frame.colorSpace}`,
      `range=${frame.colorRange}`,
    ]
  })
}

export function createSoundGraph(filters: readonly string[], timeBase: IRational): FrameGraph {
  return createGraph(filters, 'abuffer', 'abuffersink', (frame) => [
    `time_base=${timeBase.num}/${timeBase.den}`,
    `sample_rate=${frame.sampleRate}`,
    `sample_fmt=${frame.format}`,
    frame.channelLayout.mask > 0n
      ? `channel_layout=0x${frame.channelLayout.mask.toString(16)}`
      : `channels=${frame.channels}`,
  ])
}

interface Living {
  shape: string
  graph: FilterGraph
  source: FilterContext
  sink: FilterContext
}

function createGraph(
  filters: readonly string[],
  source: 'buffer' | 'abuffer',
  sink: 'buffersink' | 'abuffersink',
  describe: (frame: Frame) => string[],
): FrameGraph {
  const out = new Frame()
  out.alloc()
  let living: Living | undefined

  const build = (shape: string): Living => {
    const graph = new FilterGraph()
    graph.alloc()
    graph.nbThreads = 1
    requireRead(graph.parse2([`${source}@in=${shape}`, ...filters, `${sink}@out`].join(',')), 'filters')
    requireRead(graph.configSync(), 'filters')
    const ends = { source: graph.getFilter(`${source}@in`), sink: graph.getFilter(`${sink}@out`) }
    if (!ends.source || !ends.sink) throw new Error('the filters have no ends')
    return { shape, graph, source: ends.source, sink: ends.sink }
  }
  const drain = ({ sink: end }: Living, onFrame: (frame: Frame, timeBase: IRational) => void) => {
    for (;;) {
      const code = end.buffersinkGetFrameSync(out)
      if (code === AVERROR_EAGAIN || code === AVERROR_EOF) return
      requireRead(code, 'filtered frame')
      onFrame(out, end.buffersinkGetTimeBase())
      out.unref()
    }
  }
  const finish = (onFrame: (frame: Frame, timeBase: IRational) => void) => {
    if (!living) return
    requireRead(living.source.buffersrcAddFrameSync(null), 'end of filters')
    drain(living, onFrame)
    living.graph.free()
    living = undefined
  }

  return {
    push(frame, onFrame) {
      if (!frame) return finish(onFrame)
      const shape = describe(frame).join(':')
      if (living && living.shape !== shape) finish(onFrame)
      living ??= build(shape)
      const code = living.source.buffersrcAddFrameSync(frame)
      if (code < 0) throw new VideoFailure('DAMAGED', new Error('a frame that its filters refuse'))
      drain(living, onFrame)
    },
    close() {
      living?.graph.free()
      out.free()
    },
  }
}

import { AV_PKT_DATA_DISPLAYMATRIX, AVERROR_EOF } from 'node-av/constants'
import { FormatContext, Packet } from 'node-av/lib'
import { pictureTrack, soundTrack, type Track, writePacket } from './encoded-track.ts'
import type { OpenStream, OpenVideo } from './open-video.ts'
import type { Uprighting } from './picture-filters.ts'
import type { RenditionPlan } from './rendition-rules.ts'
import { setOptions } from './set-options.ts'
import { requireRead, requireWritten, VideoFailure } from './video-failure.ts'

interface RenditionOptions {
  plan: NonNullable<RenditionPlan>
  upright: Uprighting
  isHdr: boolean
  framesPerSecond: number
  threads: number
}

/** A twelfth of all pictures may be lost before a video is damaged. */
const mostBad = 1 / 12

/**
 * Writes an MP4 that plays everywhere, with its index first and without a word about where, when and by what it was
 * taken.
 * @throws VideoFailure for what cannot be read, Error for what cannot be written
 */
export function makeRendition(open: OpenVideo, path: string, options: RenditionOptions): void {
  const output = new FormatContext()
  requireWritten(output.allocOutputContext2(null, 'mp4', path), 'output')
  const tracks: Track[] = []
  try {
    tracks.push(
      options.plan.video === 'copy'
        ? copyTrack(output, open.video, true)
        : pictureTrack(output, open.video, { ...options, size: options.plan.video }),
    )
    if (open.audio && options.plan.audio === 'copy') tracks.push(copyTrack(output, open.audio, false))
    if (open.audio && options.plan.audio === 'encode') tracks.push(soundTrack(output, open.audio))
    requireWritten(output.openOutputSync(), 'output')
    setOptions(output, { movflags: '+faststart' })
    requireWritten(output.writeHeaderSync(), 'header')
    pump(open, tracks)
    requireWritten(output.writeTrailerSync(), 'trailer')
  } finally {
    for (const track of tracks) track.close()
    output.closeOutputSync()
    output.freeContext()
  }
}

function pump({ format, video }: OpenVideo, tracks: readonly Track[]): void {
  using packet = new Packet()
  packet.alloc()
  let pictures = 0
  for (;;) {
    const code = format.readFrameSync(packet)
    if (code === AVERROR_EOF) break
    requireRead(code, 'packet')
    if (packet.streamIndex === video.stream.index) pictures += 1
    tracks.find(({ index }) => index === packet.streamIndex)?.push(packet)
    packet.unref()
  }
  for (const track of tracks) track.push(null)
  const [picture] = tracks
  if (picture && picture.bad() > pictures * mostBad) throw new VideoFailure('DAMAGED')
}

function copyTrack(output: FormatContext, { stream }: OpenStream, keepsTurn: boolean): Track {
  const target = output.newStream(null)
  requireWritten(stream.codecpar.copy(target.codecpar), 'parameters')
  // The tag of another container may mean another thing.
  target.codecpar.codecTag = 0
  target.timeBase = stream.timeBase
  const turn = stream.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX)
  if (keepsTurn && turn) target.codecpar.addCodedSideData(AV_PKT_DATA_DISPLAYMATRIX, turn)
  target.sampleAspectRatio = stream.sampleAspectRatio
  return {
    index: stream.index,
    push(packet) {
      if (packet) writePacket(output, packet, stream.timeBase, target)
    },
    bad: () => 0,
    close: () => undefined,
  }
}

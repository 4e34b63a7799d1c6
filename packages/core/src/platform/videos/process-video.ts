import { stat, writeFile } from 'node:fs/promises'
import { type MediaType, type VideoType, videoTypes } from '@kinkeep/contracts/media-states'
import { AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P } from 'node-av/constants'
import { derive } from '../images/derive.ts'
import { hashFile } from '../images/hash-file.ts'
import type { FileIdentity } from '../images/image-result.ts'
import { sniffMediaType } from '../images/sniff.ts'
import { requireSize } from './decode-frames.ts'
import { makeRendition } from './make-rendition.ts'
import { readMp4Layout } from './mp4-layout.ts'
import { type OpenVideo, withVideo } from './open-video.ts'
import { type Uprighting, uprightingOf } from './picture-filters.ts'
import { type Poster, readPoster } from './read-poster.ts'
import { planRendition, type RenditionPlan } from './rendition-rules.ts'
import { requireHonestIndex } from './require-honest-index.ts'
import { type ScannedPackets, scanPackets } from './scan-packets.ts'
import { VideoFailure } from './video-failure.ts'
import { readMoment, tagsOf, type VideoTags } from './video-metadata.ts'
import type { VideoInput, VideoResult } from './video-result.ts'

export interface ProcessingOptions {
  now: Date
  threads: number
  /** Told before anything is decoded, so that it is known even if the decoder takes us down. */
  onIdentified(identity: FileIdentity): void
  /** Told when it is known how long the rest may take. */
  onNeeds(ms: number): void
}

/**
 * One video from hostile bytes to what is shown of it. Runs in the child only.
 * @throws only for trouble of the machine, such as a missing input or a full disk
 */
export async function processVideo(input: VideoInput, options: ProcessingOptions): Promise<VideoResult> {
  const bytes = await hashFile(input.inputPath)
  const mime = await sniffMediaType(input.inputPath)
  const identity = { ...bytes, mime }
  options.onIdentified(identity)
  try {
    if (bytes.byteSize === 0) throw new VideoFailure('EMPTY')
    if (!isVideoType(mime)) throw new VideoFailure('UNSUPPORTED_TYPE')
    return { status: 'ready', ...bytes, mime, ...(await derivePlayable(input, mime, options)) }
  } catch (error) {
    if (error instanceof VideoFailure) return { status: 'failed', reason: error.reason, ...identity }
    throw error
  }
}

function isVideoType(mime: MediaType | null): mime is VideoType {
  return videoTypes.some((type) => type === mime)
}

async function derivePlayable(input: VideoInput, mime: VideoType, options: ProcessingOptions) {
  if (mime !== 'video/webm') await requireHonestIndex(input.inputPath)
  const look = <Result>(at: (open: OpenVideo) => Result) => withVideo(input.inputPath, mime, at)
  const facts = await look(readFacts)
  const poster = await look((open) => readPoster(open, facts.durationMs, facts.upright))
  const plan = await planFor(input.inputPath, mime, facts, poster)
  if (plan) {
    options.onNeeds(allowance(plan, facts.durationMs))
    const { upright, framesPerSecond } = facts
    const how = { plan, upright, isHdr: poster.isHdr, framesPerSecond, threads: options.threads }
    await look((open) => makeRendition(open, input.renditionPath, how))
  }
  const { preview, thumbnail, thumbHash } = await derive(poster.pixels)
  await writeFile(input.previewPath, preview)
  await writeFile(input.thumbnailPath, thumbnail)
  const { durationMs, tags } = facts
  return {
    width: poster.width,
    height: poster.height,
    durationMs,
    thumbHash,
    ...readMoment(tags, { originalName: input.originalName, durationMs, now: options.now }),
    previewBytes: preview.length,
    thumbnailBytes: thumbnail.length,
    renditionBytes: plan ? (await stat(input.renditionPath)).size : null,
  }
}

/** What is known of a video before any of it is decoded. */
interface Facts extends ScannedPackets {
  upright: Uprighting
  tags: VideoTags
  framesPerSecond: number
  videoCodec: string
  audioCodec: string | null
  isAlone: boolean
}

function readFacts(open: OpenVideo): Facts {
  const { video, audio, isAlone, format } = open
  const { codecpar } = video.stream
  // A header may leave its size to the first frame; one that is told is checked before anything is decoded.
  if (codecpar.width > 0 && codecpar.height > 0) requireSize(codecpar)
  const tags = tagsOf(format.metadata?.getAll() ?? {})
  const scanned = scanPackets(open)
  return {
    ...scanned,
    upright: uprightingOf(video.stream),
    tags,
    framesPerSecond: (scanned.frames * 1000) / scanned.durationMs,
    videoCodec: video.decoder.name ?? '',
    audioCodec: audio?.decoder.name ?? null,
    isAlone,
  }
}

async function planFor(path: string, mime: VideoType, facts: Facts, poster: Poster): Promise<RenditionPlan> {
  const layout = mime === 'video/webm' ? { isFastStart: false, isPlain: false } : await readMp4Layout(path)
  return planRendition({
    ...facts,
    ...poster,
    isPlainPicture: poster.pixelFormat === AV_PIX_FMT_YUV420P || poster.pixelFormat === AV_PIX_FMT_YUVJ420P,
    isMp4: mime === 'video/mp4',
    isFastStart: layout.isFastStart,
    isPlain: layout.isPlain && facts.isAlone,
  })
}

/** Encoding takes as long as the video on a small box, and some times that for the heaviest; copying is reading. */
function allowance(plan: NonNullable<RenditionPlan>, durationMs: number): number {
  return plan.video === 'copy' ? 60_000 + durationMs : 60_000 + durationMs * 8
}

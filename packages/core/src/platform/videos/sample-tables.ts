import { VideoFailure } from './video-failure.ts'

/**
 * What the tables of an index promise. Most of what four hours can have: 120 pictures a second are 1.7 million, and of
 * plain sound at 192 kHz, which is listed by 1024, there are 2.7 million.
 */
const most = {
  samples: 2_000_000,
  listed: 4_000_000,
  /** Edits may list the same samples again and again. */
  edited: 8_000_000,
  /** Sound of old cameras and programs counts what it decodes to, which is more than the file has. 48 kHz, by 1024. */
  unpacked: 700_000,
} as const

/** Plain sound has a sample for each moment, and FFmpeg lists so many of them as one. */
const listedAsOne = 1024

/** Bytes of an entry of the tables that are a version, a count and entries. */
const entryBytes: Readonly<Record<string, number>> = {
  stts: 8,
  ctts: 8,
  stsc: 12,
  stco: 4,
  co64: 8,
  stss: 4,
  stps: 4,
}

export const tableTypes: readonly string[] = [
  ...Object.keys(entryBytes),
  'stsz',
  'stz2',
  'elst',
  'sbgp',
  'trun',
  'hdlr',
  'mvhd',
  'mdhd',
]

/** What the tables of one track say, the most of each where one stands there twice. */
interface TrackTables {
  handlers: Set<string>
  samples: number
  bytes: number
  chunks: number
  samplesOfChunk: number
  /** How often something is shown, and for how long together, in ticks of the movie. */
  edits: number
  editTicks: number
  /** Ticks of the track in a second; those of its shortest sample. */
  scale: number
  leastTicks: number
  /** Samples at most between two that pictures can begin with, and the last of these: an edit begins with one. */
  gap: number
  lastBeginning: number
  /** Every table of durations says that each sample lasts one tick. */
  ticks: boolean[]
}

export interface SampleTables {
  /** Tables that follow are those of another track. */
  nextTrack(): void
  /** Takes one of `tableTypes`. Throws VideoFailure for one that does not hold what it says. */
  take(type: string, body: Buffer): void
  /** Throws VideoFailure for more than a file of this size can hold, or any video have. */
  require(fileBytes: number): void
}

/**
 * Counts what the tables of an MP4's index promise, before FFmpeg reserves memory for it: a few bytes may say that
 * there are a billion samples, or that all of them are in one chunk, or that the same ones are shown again and again.
 */
export function newSampleTables(): SampleTables {
  const tracks: TrackTables[] = [newTrack()]
  let fragmented = 0
  let movieScale = 0
  return {
    nextTrack: () => tracks.push(newTrack()),
    take(type, body) {
      const track = tracks.at(-1)
      if (!track) return
      if (type === 'trun') fragmented += countRun(body)
      else if (type === 'mvhd') movieScale = readScale(body)
      else takeTable(track, type, body)
      if (fragmented > most.listed) throw new VideoFailure('DAMAGED')
    },
    require(fileBytes) {
      let listed = fragmented
      let edited = 0
      for (const track of tracks) {
        const here = requireTrack(track, fileBytes)
        listed += here
        edited += countEdited(track, here, movieScale)
      }
      if (listed > most.listed || edited > most.edited) throw new VideoFailure('DAMAGED')
    },
  }
}

function newTrack(): TrackTables {
  return {
    handlers: new Set(),
    samples: 0,
    bytes: 0,
    chunks: 0,
    samplesOfChunk: 0,
    edits: 0,
    editTicks: 0,
    scale: 0,
    leastTicks: Number.POSITIVE_INFINITY,
    gap: 1,
    lastBeginning: Number.POSITIVE_INFINITY,
    ticks: [],
  }
}

/** How many entries FFmpeg makes for a track. */
function requireTrack(track: TrackTables, fileBytes: number): number {
  const { samples, chunks, samplesOfChunk, bytes } = track
  if (!isPlainSound(track)) {
    if (samples > most.samples || bytes > fileBytes) throw new VideoFailure('DAMAGED')
    return samples
  }
  // Of the chunks alone: what is said of samples does not limit them.
  const listed = chunks * Math.ceil(samplesOfChunk / listedAsOne)
  if (bytes > fileBytes && listed > most.unpacked) throw new VideoFailure('DAMAGED')
  return listed
}

/**
 * How many samples its edits list. Each has those that it shows, as many as fit if all were as short as the shortest, and
 * those since pictures could begin: a film of many cuts has every sample about once, and not once for each cut.
 */
function countEdited(track: TrackTables, samples: number, movieScale: number): number {
  const { edits, editTicks, scale, leastTicks, lastBeginning } = track
  const shown = (editTicks / movieScale) * (scale / leastTicks)
  const gap = Math.max(track.gap, samples - lastBeginning)
  const listed = shown + edits * (gap + 2)
  const most = samples * Math.max(1, edits)
  return Number.isFinite(listed) ? Math.min(most, Math.max(samples, listed)) : most
}

function isPlainSound({ handlers, ticks }: TrackTables): boolean {
  return handlers.has('soun') && !handlers.has('vide') && ticks.length > 0 && ticks.every(Boolean)
}

function takeTable(track: TrackTables, type: string, body: Buffer): void {
  if (type === 'hdlr') takeHandler(track, body)
  else if (type === 'mdhd') track.scale = Math.max(track.scale, readScale(body))
  else if (type === 'stsz' || type === 'stz2') takeSizes(track, type, body)
  else if (type === 'elst') takeEdits(track, body)
  else if (type === 'sbgp') sumCounts(body, readTable(body, 8, body[0] === 0 ? 8 : 12), 8)
  else takeEntries(track, type, body)
}

/** Of one that is too short, FFmpeg reads what stands behind it. */
function takeHandler(track: TrackTables, body: Buffer): void {
  if (body.length < 12) throw new VideoFailure('DAMAGED')
  track.handlers.add(body.toString('latin1', 8, 12))
}

function takeEntries(track: TrackTables, type: string, body: Buffer): void {
  const entries = readTable(body, entryBytes[type] ?? 0)
  if (type === 'stco' || type === 'co64') track.chunks = Math.max(track.chunks, entries.count)
  if (type === 'ctts') sumCounts(body, entries, 8)
  if (type === 'stts') {
    track.ticks.push(entries.count === 1 && body.readUInt32BE(entries.at + 4) === 1)
    for (let each = 0; each < entries.count; each += 1)
      track.leastTicks = Math.min(track.leastTicks, body.readUInt32BE(entries.at + each * 8 + 4))
  }
  if (type === 'stss') takeBeginnings(track, body, entries)
  if (type === 'stsc') {
    for (let each = 0; each < entries.count; each += 1) {
      const samples = body.readUInt32BE(entries.at + each * 12 + 4)
      track.samplesOfChunk = Math.max(track.samplesOfChunk, samples)
    }
  }
}

/** 8.6.6. FFmpeg takes no more of them than there are, whatever their number says. */
function takeEdits(track: TrackTables, body: Buffer): void {
  const isLong = body[0] === 1
  const bytes = isLong ? 20 : 12
  const edits = Math.max(0, Math.floor((body.length - 8) / bytes))
  let ticks = 0
  for (let at = 8; at + bytes <= body.length; at += bytes)
    ticks += isLong ? Number(body.readBigUInt64BE(at)) : body.readUInt32BE(at)
  track.edits = Math.max(track.edits, edits)
  track.editTicks = Math.max(track.editTicks, ticks)
}

/** 8.6.2 */
function takeBeginnings(track: TrackTables, body: Buffer, { at, count }: Entries): void {
  let before = 0
  for (let each = 0; each < count; each += 1) {
    const sample = body.readUInt32BE(at + each * 4)
    track.gap = sample > before ? Math.max(track.gap, sample - before) : Number.POSITIVE_INFINITY
    before = sample
  }
  track.lastBeginning = Math.min(track.lastBeginning, before)
}

/** Ticks in a second, of a movie or of a track. 8.2.2, 8.4.2 */
function readScale(body: Buffer): number {
  return readNumber(body, body[0] === 1 ? 20 : 12)
}

/** ISO/IEC 14496-12, 8.7.3: one size for all, or one for each. */
function takeSizes(track: TrackTables, type: string, body: Buffer): void {
  const count = readNumber(body, 8)
  const size = type === 'stsz' ? readNumber(body, 4) : 0
  track.samples = Math.max(track.samples, count)
  track.bytes = Math.max(track.bytes, count * size)
  const bits = type === 'stsz' ? 32 : (body[7] ?? 0)
  if (size === 0 && count * bits > (body.length - 12) * 8) throw new VideoFailure('DAMAGED')
}

/** Samples of a run of a fragment, of which nothing may be said but how many there are. 8.8.8 */
function countRun(body: Buffer): number {
  const flags = readNumber(body, 0) & 0xff_ff_ff
  const count = readNumber(body, 4)
  const fields = [0x100, 0x200, 0x400, 0x800].filter((field) => flags & field).length
  const head = 8 + (flags & 0x1 ? 4 : 0) + (flags & 0x4 ? 4 : 0)
  if (head + count * fields * 4 > body.length) throw new VideoFailure('DAMAGED')
  return count
}

interface Entries {
  at: number
  count: number
}

/** FFmpeg reads on behind a table that is shorter than its number says, to the end of the file. */
function readTable(body: Buffer, bytes: number, countAt = 4): Entries {
  const count = readNumber(body, countAt)
  const at = countAt + 4
  if (count > most.listed || at + count * bytes > body.length) throw new VideoFailure('DAMAGED')
  return { at, count }
}

/** Each entry of these begins with the number of samples that it is about. */
function sumCounts(body: Buffer, { at, count }: Entries, bytes: number): void {
  let samples = 0
  for (let each = 0; each < count; each += 1) samples += body.readUInt32BE(at + each * bytes)
  if (samples > most.listed) throw new VideoFailure('DAMAGED')
}

function readNumber(body: Buffer, at: number): number {
  if (at + 4 > body.length) throw new VideoFailure('DAMAGED')
  return body.readUInt32BE(at)
}

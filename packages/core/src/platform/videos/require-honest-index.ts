import { type FileHandle, open } from 'node:fs/promises'
import { inflateSync } from 'node:zlib'
import { type Box, readBox, readTopBoxes } from './mp4-boxes.ts'
import { requireTrueAccess, requireTrueSegments } from './require-true-places.ts'
import { newSampleTables, type SampleTables, tableTypes } from './sample-tables.ts'
import { VideoFailure } from './video-failure.ts'
import { videoLimits } from './video-limits.ts'

/** Boxes that are nothing but other boxes, wherever they stand. */
const holders = new Set(
  'moov moof trak mdia minf stbl edts dinf mvex traf tref udta ilst sinf schi'.split(' '),
)
/** FFmpeg looks for boxes in these too, behind what is theirs alone. No table of samples has business in there. */
const strangeHolders = new Set(['stsd', 'wave', 'iprp', 'jp2h'])
const maybeFree = new Set(['free', 'hoov'])
const tables = new Set(tableTypes)
/** Boxes within boxes of which FFmpeg reads no more. */
const deepest = 11
/** Packed indices are of QuickTime's first ten years, in which no file was large. */
const mostUnpacked = 16 * 1024 * 1024

/**
 * Refuses an MP4 or MOV whose index promises more than the file can hold or any video have: FFmpeg would believe it,
 * and take all memory or all day.
 * @throws VideoFailure DAMAGED, or TOO_LONG for an index too large to be read
 */
export async function requireHonestIndex(path: string): Promise<void> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const counted = newSampleTables()
    const boxes = await readTopBoxes(file)
    const places = { size, starts: new Set([0, ...boxes.map(({ end }) => end)]) }
    await requireTrueAccess(file, boxes, places)
    let left: number = videoLimits.indexBytes
    for (const box of boxes) {
      const type = await typeOf(file, box)
      if (!isOfIndex(type)) continue
      const length = box.end - box.start
      left -= length
      if (left < 0) throw new VideoFailure('TOO_LONG')
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, box.start)
      if (type === 'sidx') requireTrueSegments(buffer, box.end, places)
      else visit(counted, type, buffer, 0)
    }
    counted.require(size)
  } finally {
    await file.close()
  }
}

async function typeOf(file: FileHandle, { type, start }: Box): Promise<string> {
  if (!maybeFree.has(type)) return type
  const { buffer } = await file.read(Buffer.alloc(8), 0, 8, start)
  return trueType(type, buffer)
}

/** An index may stand in a box that says it is free room, where the program that wrote it was ended. */
function trueType(type: string, body: Buffer): string {
  const isIndex = maybeFree.has(type) && ['mvhd', 'cmov'].includes(body.toString('latin1', 4, 8))
  return isIndex ? 'moov' : type
}

function isOfIndex(type: string): boolean {
  const isHolder = holders.has(type) || strangeHolders.has(type)
  return isHolder || tables.has(type) || ['meta', 'cmov', 'sidx'].includes(type)
}

function visit(counted: SampleTables, type: string, body: Buffer, depth: number): void {
  if (depth > deepest) throw new VideoFailure('DAMAGED')
  if (type === 'trak') counted.nextTrack()
  // Where it stands, it says where fragments are; that is beside them.
  if (type === 'sidx') throw new VideoFailure('DAMAGED')
  if (tables.has(type)) counted.take(type, body)
  else if (strangeHolders.has(type)) requireNoTables(body)
  else if (type === 'cmov') visitWithin(counted, unpack(body), depth)
  else if (type === 'meta') visitWithin(counted, body.subarray(startOfMeta(body)), depth)
  else if (holders.has(type)) visitWithin(counted, body, depth)
}

/** As FFmpeg goes through them: a box that is longer than the one around it ends with that. */
function visitWithin(counted: SampleTables, body: Buffer, depth: number): void {
  for (let at = 0; at + 8 <= body.length; ) {
    const box = readBox(body, at, at, body.length)
    if (!box) return
    const inside = body.subarray(box.start, box.end)
    visit(counted, trueType(box.type, inside), inside, depth + 1)
    at = box.end
  }
}

function requireNoTables(body: Buffer): void {
  if (tableTypes.some((type) => type !== 'hdlr' && body.includes(type, 0, 'latin1')))
    throw new VideoFailure('DAMAGED')
}

/** The first box of it is `hdlr`, with or without a version before. */
function startOfMeta(body: Buffer): number {
  for (let at = 4; at + 4 <= body.length; at += 4) {
    if (body.toString('latin1', at, at + 4) === 'hdlr') return at - 4
  }
  return body.length
}

/** `dcom` and the head of `cmvd` stand before the packed bytes. */
function unpack(body: Buffer): Buffer {
  try {
    return inflateSync(body.subarray(24), { maxOutputLength: mostUnpacked })
  } catch (error) {
    throw new VideoFailure('DAMAGED', error)
  }
}

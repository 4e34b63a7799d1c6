import { crc32 } from 'node:zlib'
import { orientationExif } from './orientation.ts'

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

/** What drawing needs: pixels, how they are meant, how they move. No text, time or EXIF, nothing that is not known. */
const drawn = [
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'sBIT', 'bKGD', 'pHYs'],
  ...['acTL', 'fcTL', 'fdAT'],
]

/**
 * The same PNG with nothing but what drawing it needs, up to its end: what stands behind that goes as well. PNG 3, 5
 * @returns undefined for a file whose parts cannot be told from each other
 */
export function stripPng(file: Buffer, orientation: number): Buffer | undefined {
  if (!file.subarray(0, 8).equals(signature)) return undefined
  const kept: Buffer[] = [signature]
  for (let at = 8; at + 12 <= file.length; ) {
    const length = file.readUInt32BE(at)
    const next = at + 12 + length
    if (next > file.length) return undefined
    const type = file.toString('latin1', at + 4, at + 8)
    if (type === 'iCCP') kept.push(...namelessProfile(file.subarray(at + 8, at + 8 + length)))
    else if (drawn.includes(type)) kept.push(file.subarray(at, next))
    if (type === 'IHDR' && orientation !== 1) kept.push(chunk('eXIf', orientationExif(orientation)))
    if (type === 'IEND') return Buffer.concat(kept)
    at = next
  }
  return undefined
}

/** A profile is called as somebody liked. */
function namelessProfile(body: Buffer): Buffer[] {
  const nameEnd = body.indexOf(0)
  if (nameEnd < 1 || nameEnd > 79) return []
  return [chunk('iCCP', Buffer.concat([Buffer.from('ICC', 'latin1'), body.subarray(nameEnd)]))]
}

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const edges = Buffer.alloc(8)
  edges.writeUInt32BE(body.length, 0)
  edges.writeUInt32BE(crc32(typed), 4)
  return Buffer.concat([edges.subarray(0, 4), typed, edges.subarray(4)])
}

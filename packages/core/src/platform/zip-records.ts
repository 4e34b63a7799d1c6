import { crc32 } from 'node:zlib'

/** Records of a ZIP as it is written. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */

export { crc32 }

/** What no longer fits into the fields of 1989. */
const most32 = 0xffffffff
const most16 = 0xffff

export interface ZipEntry {
  name: Buffer
  method: 'stored' | 'deflated'
  modifiedAt: Date
  /** Its sizes stand behind it in 8 bytes each. */
  isLarge: boolean
  offset: number
}

export interface ZipSizes {
  crc: number
  compressed: number
  uncompressed: number
}

/** Names are UTF-8; CRC and sizes follow behind the bytes. */
const flags = 0x0808
const methods = { stored: 0, deflated: 8 } as const
const versionOf = (isLarge: boolean) => (isLarge ? 45 : 20)
/** Made on a Unix, as regular files that everybody may read. */
const madeBy = (3 << 8) | 45
const attributes = (0o100644 << 16) >>> 0

export function localHeader({ name, method, modifiedAt, isLarge }: ZipEntry): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(versionOf(isLarge), 4)
  header.writeUInt16LE(flags, 6)
  header.writeUInt16LE(methods[method], 8)
  header.writeUInt32LE(dosTime(modifiedAt), 10)
  if (isLarge) {
    header.writeUInt32LE(most32, 18)
    header.writeUInt32LE(most32, 22)
  }
  header.writeUInt16LE(name.length, 26)
  header.writeUInt16LE(isLarge ? 20 : 0, 28)
  return Buffer.concat([header, name, isLarge ? largeField([0, 0]) : Buffer.alloc(0)])
}

export function dataDescriptor({ isLarge }: ZipEntry, { crc, compressed, uncompressed }: ZipSizes): Buffer {
  if (!isLarge && Math.max(compressed, uncompressed) >= most32) {
    throw new Error('a file of an archive is larger than it was said to be')
  }
  const descriptor = Buffer.alloc(isLarge ? 24 : 16)
  descriptor.writeUInt32LE(0x08074b50, 0)
  descriptor.writeUInt32LE(crc, 4)
  if (isLarge) {
    descriptor.writeBigUInt64LE(BigInt(compressed), 8)
    descriptor.writeBigUInt64LE(BigInt(uncompressed), 16)
  } else {
    descriptor.writeUInt32LE(compressed, 8)
    descriptor.writeUInt32LE(uncompressed, 12)
  }
  return descriptor
}

export function centralHeader(entry: ZipEntry, { crc, compressed, uncompressed }: ZipSizes): Buffer {
  const isLarge = Math.max(compressed, uncompressed, entry.offset) >= most32
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(madeBy, 4)
  header.writeUInt16LE(versionOf(isLarge || entry.isLarge), 6)
  header.writeUInt16LE(flags, 8)
  header.writeUInt16LE(methods[entry.method], 10)
  header.writeUInt32LE(dosTime(entry.modifiedAt), 12)
  header.writeUInt32LE(crc, 16)
  header.writeUInt32LE(isLarge ? most32 : compressed, 20)
  header.writeUInt32LE(isLarge ? most32 : uncompressed, 24)
  header.writeUInt16LE(entry.name.length, 28)
  header.writeUInt16LE(isLarge ? 28 : 0, 30)
  header.writeUInt32LE(attributes, 38)
  header.writeUInt32LE(isLarge ? most32 : entry.offset, 42)
  const extra = isLarge ? largeField([uncompressed, compressed, entry.offset]) : Buffer.alloc(0)
  return Buffer.concat([header, entry.name, extra])
}

/** How it ends: where its directory lies, in the old fields and, where those are too small, in the new ones. */
export function endRecords(directory: { entries: number; offset: number; bytes: number }): Buffer {
  const { entries, offset, bytes } = directory
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(entries, most16), 8)
  end.writeUInt16LE(Math.min(entries, most16), 10)
  end.writeUInt32LE(Math.min(bytes, most32), 12)
  end.writeUInt32LE(Math.min(offset, most32), 16)
  if (entries < most16 && bytes < most32 && offset < most32) return end

  const large = Buffer.alloc(56)
  large.writeUInt32LE(0x06064b50, 0)
  large.writeBigUInt64LE(44n, 4)
  large.writeUInt16LE(madeBy, 12)
  large.writeUInt16LE(45, 14)
  large.writeBigUInt64LE(BigInt(entries), 24)
  large.writeBigUInt64LE(BigInt(entries), 32)
  large.writeBigUInt64LE(BigInt(bytes), 40)
  large.writeBigUInt64LE(BigInt(offset), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(offset + bytes), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([large, locator, end])
}

function largeField(values: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + values.length * 8)
  field.writeUInt16LE(1, 0)
  field.writeUInt16LE(values.length * 8, 2)
  for (const [index, value] of values.entries()) field.writeBigUInt64LE(BigInt(value), 4 + index * 8)
  return field
}

/** Two seconds is the least that it tells, and 1980 the first year. In UTC, so that it is the same wherever it is made. */
function dosTime(date: Date): number {
  const year = Math.max(0, date.getUTCFullYear() - 1980)
  const day = (year << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate()
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1)
  return ((day << 16) | time) >>> 0
}

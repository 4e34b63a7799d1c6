import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** S3's checksum algorithms, named as in `x-amz-checksum-<name>`. */
export const checksumNames = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const
export type ChecksumName = (typeof checksumNames)[number]

/** A checksum being computed over a stream. */
export interface Checksum {
  update(bytes: Uint8Array): void
  /** Base64 of the big-endian value, as S3 writes it. Once only. */
  digest(): string
}

const makers = {
  crc32: () => crcOf32Bits((bytes, value) => crc32(bytes, value)),
  crc32c: () => crcOf32Bits(crc32c),
  crc64nvme: createCrc64Nvme,
  sha1: () => createShaOf('sha1'),
  sha256: () => createShaOf('sha256'),
} satisfies Record<ChecksumName, () => Checksum>

export function createChecksum(name: ChecksumName): Checksum {
  return makers[name]()
}

export function isChecksumName(name: string): name is ChecksumName {
  return checksumNames.some((known) => known === name)
}

function createShaOf(name: 'sha1' | 'sha256'): Checksum {
  const hash = createHash(name)
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('base64') }
}

function crcOf32Bits(next: (bytes: Uint8Array, value: number) => number): Checksum {
  let value = 0
  return {
    update(bytes) {
      value = next(bytes, value)
    },
    digest() {
      const buffer = Buffer.alloc(4)
      buffer.writeUInt32BE(value >>> 0)
      return buffer.toString('base64')
    },
  }
}

/** Castagnoli's polynomial, reflected (RFC 3720, appendix B.4). */
const castagnoli = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1
  return value
})

function crc32c(bytes: Uint8Array, previous: number): number {
  let value = ~previous
  for (const byte of bytes) value = (castagnoli[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8)
  return ~value >>> 0
}

/** NVMe's 64-bit polynomial, reflected (NVM Express, CRC-64/NVME); halves, because BigInt is 30 times slower. */
const nvme = 0x9a6c9329ac4bc9b5n
const high = new Uint32Array(256)
const low = new Uint32Array(256)
for (let byte = 0; byte < 256; byte += 1) {
  let value = BigInt(byte)
  for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ nvme : value >> 1n
  high[byte] = Number(value >> 32n)
  low[byte] = Number(value & 0xffffffffn)
}

function createCrc64Nvme(): Checksum {
  let upper = 0xffffffff
  let lower = 0xffffffff
  return {
    update(bytes) {
      for (const byte of bytes) {
        const index = (lower ^ byte) & 0xff
        lower = ((lower >>> 8) | (upper << 24)) ^ (low[index] ?? 0)
        upper = (upper >>> 8) ^ (high[index] ?? 0)
      }
    },
    digest() {
      const buffer = Buffer.alloc(8)
      buffer.writeUInt32BE(~upper >>> 0, 0)
      buffer.writeUInt32BE(~lower >>> 0, 4)
      return buffer.toString('base64')
    },
  }
}

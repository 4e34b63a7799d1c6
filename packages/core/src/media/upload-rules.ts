import { limits } from '@kinkeep/contracts/limits'

/** Bytes of each part of a file, or null for one that is sent as a whole. */
export function partBytesOf(byteSize: number): number | null {
  return byteSize > limits.wholeUploadBytes ? limits.partBytes : null
}

export function partCountOf({ byteSize, partBytes }: { byteSize: number; partBytes: number }): number {
  return Math.ceil(byteSize / partBytes)
}

/** Bytes of one part: the last is the rest. */
export function sizeOfPart(file: { byteSize: number; partBytes: number }, number: number): number {
  return Math.min(file.partBytes, file.byteSize - (number - 1) * file.partBytes)
}

/** Whether what the store has of a part is all of it. */
export function isWholePart(
  file: { byteSize: number; partBytes: number },
  part: { number: number; byteSize: number },
): boolean {
  return part.byteSize === sizeOfPart(file, part.number)
}

/** Whether these are all the parts of the file, each of its size. */
export function isWhole(
  file: { byteSize: number; partBytes: number },
  parts: readonly { number: number; byteSize: number }[],
): boolean {
  return (
    parts.length === partCountOf(file) &&
    parts.every((part, index) => part.number === index + 1 && isWholePart(file, part))
  )
}

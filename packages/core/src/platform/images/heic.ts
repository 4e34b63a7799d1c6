import { readFile } from 'node:fs/promises'
import decodeHeic from 'heic-decode'
import { readHeicBoxes } from './heic-boxes.ts'
import { ImageFailure } from './image-failure.ts'

export interface HeicPixels {
  width: number
  height: number
  /** RGBA, 8 bits, in the file's own colour space. */
  data: Uint8ClampedArray
  /** The pixels stand upright already; otherwise EXIF orientation is still to be applied. */
  turned: boolean
}

/**
 * Decodes the primary picture of a HEIC file. Slow and hungry (12 Mpx: about 1 s, 300 MB).
 * @param expected pixels the header promises: libheif can "succeed" on a damaged file with another size
 * @throws ImageFailure
 */
export async function decodeHeicFile(
  path: string,
  expected: { width: number; height: number },
): Promise<HeicPixels> {
  const file = await readFile(path)
  const { turned, truncated } = readHeicBoxes(file)
  if (truncated) throw new ImageFailure('DAMAGED')
  try {
    const images = await decodeHeic.all({ buffer: file })
    try {
      // Bursts and edits hold several; the header's is the one to show.
      const image = images.find(({ width, height }) => width === expected.width && height === expected.height)
      if (!image) throw new ImageFailure('DAMAGED')
      const { width, height, data } = await image.decode()
      if (data.length !== expected.width * expected.height * 4) throw new ImageFailure('DAMAGED')
      return { width, height, data, turned }
    } finally {
      images.dispose()
    }
  } catch (error) {
    throw ImageFailure.fromDecoder(error)
  }
}

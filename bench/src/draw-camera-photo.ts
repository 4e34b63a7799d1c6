import sharp from 'sharp'

/**
 * A JPEG that costs what a camera's costs: light that changes over the frame, edges, and the noise of a sensor
 * everywhere, so that the entropy decoder has work to do. About 0.3 byte a pixel.
 */
export async function drawCameraPhoto(width: number, height: number, takenAt: string): Promise<Buffer> {
  const shapes = Array.from({ length: 60 }, (_, index) => {
    const [x, y] = [(index * 977) % width, (index * 613) % height]
    const hue = (index * 47) % 360
    return `<ellipse cx="${x}" cy="${y}" rx="${80 + ((index * 131) % 600)}" ry="${60 + ((index * 71) % 400)}" fill="hsl(${hue} 35% ${25 + (index % 5) * 12}%)" opacity="0.6"/>`
  })
  const scene = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#7fa4c8"/><stop offset="1" stop-color="#4d5a3c"/></linearGradient><rect width="100%" height="100%" fill="url(#sky)"/>${shapes.join('')}</svg>`
  const painted = await sharp(Buffer.from(scene)).removeAlpha().raw().toBuffer()
  addNoise(painted, width)
  return sharp(painted, { raw: { width, height, channels: 3 } })
    .withExif({ IFD2: { DateTimeOriginal: takenAt, OffsetTimeOriginal: '+02:00' } })
    .jpeg({ quality: 90, chromaSubsampling: '4:2:0' })
    .toBuffer()
}

const tileEdge = 512

/** Texture of several sizes, as grass and cloth have it, and a sensor's noise: the same in every run. */
function addNoise(pixels: Buffer, width: number): void {
  let state = 2463534242
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state & 31
  }
  const tile = Int8Array.from({ length: tileEdge ** 2 }, () => next() - 16)
  const at = (x: number, y: number) => tile[(y % tileEdge) * tileEdge + (x % tileEdge)] ?? 0
  for (let index = 0; index < pixels.length; index += 1) {
    const pixel = Math.floor(index / 3)
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    const texture = at(x >> 2, y >> 2) * 0.9 + at((x >> 4) + 99, (y >> 4) + 7) * 0.8
    const noise = (next() - 16) * 0.6
    pixels[index] = Math.max(0, Math.min(255, (pixels[index] ?? 0) + texture + noise))
  }
}

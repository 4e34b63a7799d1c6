import sharp from 'sharp'
import { createSeededRandom } from '../seeded-random.ts'
import { type Canvas, lens, type Scene } from './canvas.ts'
import { bowl, cake, morning } from './indoors.ts'
import { type Light, type LightName, lights } from './light.ts'
import { garlands, leaves, meadow, rain } from './nearby.ts'
import { forest, hills, nightSky, shore } from './outdoors.ts'
import { fromBehind, together } from './people.ts'

const scenes = {
  hills,
  shore,
  forest,
  nightSky,
  meadow,
  leaves,
  garlands,
  rain,
  cake,
  morning,
  bowl,
  together,
  fromBehind,
} satisfies Record<string, Scene>
export type SceneName = keyof typeof scenes

/** Width by height of an upright picture, as cameras and phones make them. */
const shapes = {
  wide: [4, 3],
  classic: [3, 2],
  tall: [3, 4],
  phone: [9, 16],
  square: [1, 1],
  cinema: [16, 9],
} as const
export type Shape = keyof typeof shapes

export interface Picture {
  scene: SceneName
  light: LightName
  shape: Shape
  /** The same seed draws the same picture. */
  seed: string
  /** Wall clock, `YYYY-MM-DDTHH:mm:ss`, and minutes east of UTC. */
  takenAt: string
  takenOffset: number
  camera: string
  /** Degrees north and east. */
  place?: readonly [latitude: number, longitude: number] | undefined
  /** A phone that was held on its side: pixels lie, and EXIF says how to turn them. */
  isTurned: boolean
}

/** What scenes reckon with; it is painted a little smaller. */
const shortEdge = 600
const paintedScale = 0.85
const longEdgePixels = 1920

/** A JPEG as a camera would have written it, with dates and orientation in its EXIF. */
export async function drawPicture(picture: Picture): Promise<Buffer> {
  const [across, down] = shapes[picture.shape]
  const unit = shortEdge / Math.min(across, down)
  const [width, height] = [Math.round(across * unit), Math.round(down * unit)]
  const light: Light = lights[picture.light]
  const canvas: Canvas = { width, height, light, random: createSeededRandom(picture.seed) }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.round(width * paintedScale)}" height="${Math.round(height * paintedScale)}" viewBox="0 0 ${width} ${height}">${scenes[picture.scene](canvas)}${lens(canvas, light.sun)}</svg>`
  // Painted small and then enlarged: all of it is soft, and it costs a sixth.
  const small = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const { data, info } = await sharp(small.data, { raw: small.info })
    .resize({ width: longEdgePixels, height: longEdgePixels, fit: 'inside', kernel: 'cubic' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  addGrain(data, info.width)
  const final = sharp(data, { raw: info })
  return (picture.isTurned ? final.rotate(270) : final)
    .withExif(exifOf(picture))
    .withMetadata({ orientation: picture.isTurned ? 6 : 1 })
    .jpeg({ quality: 86, chromaSubsampling: '4:2:0' })
    .toBuffer()
}

function exifOf({ takenAt, takenOffset, camera, place }: Picture) {
  const taken = takenAt.replaceAll('-', ':').replace('T', ' ')
  const minutes = Math.abs(takenOffset)
  const two = (value: number) => String(value).padStart(2, '0')
  const offset = `${takenOffset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
  const [make = '', model = ''] = camera.split('/')
  return {
    IFD0: { Make: make, Model: model, DateTime: taken },
    IFD2: { DateTimeOriginal: taken, DateTimeDigitized: taken, OffsetTimeOriginal: offset },
    ...(place && {
      IFD3: {
        GPSLatitudeRef: place[0] < 0 ? 'S' : 'N',
        GPSLatitude: toDegrees(place[0]),
        GPSLongitudeRef: place[1] < 0 ? 'W' : 'E',
        GPSLongitude: toDegrees(place[1]),
      },
    }),
  }
}

/** Degrees, minutes and hundredths of a second, as EXIF writes them. */
function toDegrees(value: number): string {
  const seconds = Math.round(Math.abs(value) * 360_000)
  return `${Math.floor(seconds / 360_000)}/1 ${Math.floor(seconds / 6000) % 60}/1 ${seconds % 6000}/100`
}

const grainEdge = 256
const grainTile = makeGrain()

/** What film and sensors add: fine noise, alike in every picture, that also hides the steps of gradients. */
function addGrain(pixels: Buffer, width: number): void {
  const rgb = new Uint8ClampedArray(pixels.buffer, pixels.byteOffset, pixels.length)
  const row = width * 3
  for (let at = 0; at < rgb.length; at += 3) {
    const noise =
      grainTile[(Math.floor(at / row) % grainEdge) * grainEdge + (((at % row) / 3) % grainEdge)] ?? 0
    rgb[at] = (rgb[at] ?? 0) + noise
    rgb[at + 1] = (rgb[at + 1] ?? 0) + noise
    rgb[at + 2] = (rgb[at + 2] ?? 0) + noise
  }
}

function makeGrain(): Int8Array {
  const random = createSeededRandom('grain')
  return Int8Array.from({ length: grainEdge ** 2 }, () => {
    return (random.next() + random.next() + random.next() - 1.5) * 14
  })
}

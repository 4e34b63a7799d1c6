/** A square world, as web maps have it: 0 to 1 from west to east and from north to south. https://epsg.io/3857 */
export interface Point {
  x: number
  y: number
}

/** What is in sight: its middle, and how near one is. 0 shows the world on 256 pixels, each further one twice as much. */
export interface View extends Point {
  zoom: number
}

export interface Size {
  width: number
  height: number
}

export interface Box {
  west: number
  south: number
  east: number
  north: number
}

export const zooms = { least: 0.5, most: 14 }

/** Where the world of this projection ends. */
const lastLatitude = 85.05

/** CSS pixels that the world is wide. */
export function worldPixels(zoom: number): number {
  return 256 * 2 ** zoom
}

export function project(latitude: number, longitude: number): Point {
  const clamped = Math.max(-lastLatitude, Math.min(lastLatitude, latitude))
  const sine = Math.sin((clamped * Math.PI) / 180)
  return { x: longitude / 360 + 0.5, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) }
}

export function unproject({ x, y }: Point): { latitude: number; longitude: number } {
  const latitude = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI
  return { latitude, longitude: wrapLongitude((x - 0.5) * 360) }
}

/** The same place between -180 and 180. */
export function wrapLongitude(longitude: number): number {
  const wrapped = ((((longitude + 180) % 360) + 360) % 360) - 180
  return wrapped === -180 && longitude > 0 ? 180 : wrapped
}

/** A view within the world and the zooms there are. */
export function settle({ x, y, zoom }: View): View {
  return {
    x: ((x % 1) + 1) % 1,
    y: Math.max(0, Math.min(1, y)),
    zoom: Math.max(zooms.least, Math.min(zooms.most, zoom)),
  }
}

/** A view that is so many zooms nearer, with the place under a pixel staying under it; pixels from the middle. */
export function zoomAt(view: View, by: number, at: Point = { x: 0, y: 0 }): View {
  const zoom = Math.max(zooms.least, Math.min(zooms.most, view.zoom + by))
  const shift = 1 / worldPixels(view.zoom) - 1 / worldPixels(zoom)
  return settle({ x: view.x + at.x * shift, y: view.y + at.y * shift, zoom })
}

/** A view moved by so many CSS pixels. */
export function panBy(view: View, x: number, y: number): View {
  const pixels = worldPixels(view.zoom)
  return settle({ ...view, x: view.x - x / pixels, y: view.y - y / pixels })
}

/** Pixels from the upper left corner of what is in sight, on the copy of the world that is nearest to its middle. */
export function toPixels(view: View, size: Size, { x, y }: Point): Point {
  const pixels = worldPixels(view.zoom)
  let across = x - view.x
  if (across > 0.5) across -= 1
  else if (across < -0.5) across += 1
  return { x: size.width / 2 + across * pixels, y: size.height / 2 + (y - view.y) * pixels }
}

/** Degrees that are in sight, over the 180th meridian with the west greater than the east. */
export function boxOf(view: View, size: Size): Box {
  const pixels = worldPixels(view.zoom)
  const halfWidth = size.width / 2 / pixels
  const halfHeight = size.height / 2 / pixels
  const north = unproject({ x: view.x, y: Math.max(0, view.y - halfHeight) }).latitude
  const south = unproject({ x: view.x, y: Math.min(1, view.y + halfHeight) }).latitude
  if (halfWidth >= 0.5) return { west: -180, east: 180, south: -90, north: 90 }
  return {
    west: unproject({ x: view.x - halfWidth, y: 0.5 }).longitude,
    east: unproject({ x: view.x + halfWidth, y: 0.5 }).longitude,
    south,
    north,
  }
}

/** The nearest view that shows all of these places, with some room around them. */
export function viewOf(boxes: readonly Box[], size: Size): View {
  if (boxes.length === 0 || size.width === 0) return { x: 0.5, y: 0.38, zoom: zooms.least }
  const upper = project(
    Math.max(...boxes.map(({ north }) => north)),
    Math.min(...boxes.map(({ west }) => west)),
  )
  const lower = project(
    Math.min(...boxes.map(({ south }) => south)),
    Math.max(...boxes.map(({ east }) => east)),
  )
  const room = 0.7
  const fits = (pixels: number, part: number) => Math.log2((pixels * room) / 256 / Math.max(part, 1e-9))
  const zoom = Math.min(fits(size.width, lower.x - upper.x), fits(size.height, lower.y - upper.y), 9)
  return settle({ x: (upper.x + lower.x) / 2, y: (upper.y + lower.y) / 2, zoom })
}

export function writeView(view: View): string {
  const { latitude, longitude } = unproject(view)
  return [latitude.toFixed(4), longitude.toFixed(4), view.zoom.toFixed(2)].join()
}

export function readView(text: string | undefined): View | undefined {
  const [latitude, longitude, zoom] = (text ?? '').split(',').map(Number)
  if (latitude === undefined || longitude === undefined || zoom === undefined) return undefined
  if (![latitude, longitude, zoom].every(Number.isFinite)) return undefined
  return settle({ ...project(latitude, longitude), zoom })
}

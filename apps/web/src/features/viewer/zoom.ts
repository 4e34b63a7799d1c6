/** How a picture lies on its stage: scaled around its middle, then moved by `x` and `y` CSS pixels. */
export interface Zoom {
  scale: number
  x: number
  y: number
}

export interface Size {
  width: number
  height: number
}

export const fitted: Zoom = { scale: 1, x: 0, y: 0 }
const largest = 8

/** Zooms by a factor so that the point under the fingers stays there. `point` counts from the stage's middle. */
export function zoomBy(
  zoom: Zoom,
  factor: number,
  point: { x: number; y: number },
  picture: Size,
  stage: Size,
): Zoom {
  const scale = Math.min(largest, Math.max(1, zoom.scale * factor))
  const ratio = scale / zoom.scale
  const moved = { x: point.x - (point.x - zoom.x) * ratio, y: point.y - (point.y - zoom.y) * ratio }
  return within({ scale, ...moved }, picture, stage)
}

/** Moves the picture, never so far that its edge comes away from the stage's. */
export function moveBy(zoom: Zoom, by: { x: number; y: number }, picture: Size, stage: Size): Zoom {
  return within({ ...zoom, x: zoom.x + by.x, y: zoom.y + by.y }, picture, stage)
}

function within({ scale, x, y }: Zoom, picture: Size, stage: Size): Zoom {
  if (scale === 1) return fitted
  const clamp = (value: number, room: number) =>
    Math.min(Math.max(0, room), Math.max(-Math.max(0, room), value))
  return {
    scale,
    x: clamp(x, (picture.width * scale - stage.width) / 2),
    y: clamp(y, (picture.height * scale - stage.height) / 2),
  }
}

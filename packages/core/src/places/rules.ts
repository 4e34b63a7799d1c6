/** How near each other, in pixels of the map, photos become one bubble. */
const bubblePixels = 72

/** Degrees of longitude on one side of a square of the grid at a zoom, where 0 shows the world on 256 pixels. */
export function cellDegrees(zoom: number): number {
  return (360 / 256 / 2 ** Math.round(zoom)) * bubblePixels
}

import { expect, test } from 'vitest'
import { fitted, moveBy, zoomBy } from './zoom.ts'

const stage = { width: 1000, height: 800 }
const picture = { width: 1000, height: 600 }

test('the point under the finger stays where it is', () => {
  const point = { x: 200, y: 100 }
  const zoomed = zoomBy(fitted, 4, point, picture, stage)
  expect(zoomed.scale).toBe(4)
  // Where the point of the picture, 200 right of the middle at scale 1, lies now.
  expect(point.x * zoomed.scale + zoomed.x).toBe(200)
  expect(point.y * zoomed.scale + zoomed.y).toBe(100)
})

test('no zooming below the fitted size or without end', () => {
  expect(zoomBy({ scale: 2, x: 300, y: 0 }, 0.1, { x: 0, y: 0 }, picture, stage)).toEqual(fitted)
  expect(zoomBy(fitted, 100, { x: 0, y: 0 }, picture, stage).scale).toBe(8)
})

test('a picture cannot be pushed off the stage', () => {
  const zoomed = zoomBy(fitted, 2, { x: 0, y: 0 }, picture, stage)
  expect(moveBy(zoomed, { x: 5000, y: -5000 }, picture, stage)).toEqual({ scale: 2, x: 500, y: -200 })
})

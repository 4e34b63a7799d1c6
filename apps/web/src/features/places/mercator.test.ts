import { expect, test } from 'vitest'
import {
  boxOf,
  panBy,
  project,
  readView,
  toPixels,
  unproject,
  viewOf,
  writeView,
  zoomAt,
} from './mercator.ts'

const size = { width: 800, height: 600 }

test('a place is found again where it was put', () => {
  const there = unproject(project(52.52, 13.4))
  expect(there.latitude).toBeCloseTo(52.52, 9)
  expect(there.longitude).toBeCloseTo(13.4, 9)
  expect(project(0, 0)).toEqual({ x: 0.5, y: 0.5 })
})

test('what is under the pointer stays there as one comes nearer', () => {
  const view = { ...project(40, 20), zoom: 3 }
  const at = { x: 120, y: -70 }
  const before = { x: view.x + at.x / (256 * 2 ** 3), y: view.y + at.y / (256 * 2 ** 3) }
  const after = toPixels(zoomAt(view, 2, at), size, before)
  expect(after.x).toBeCloseTo(size.width / 2 + at.x, 6)
  expect(after.y).toBeCloseTo(size.height / 2 + at.y, 6)
})

test('the world goes round: a box over the 180th meridian begins in the east', () => {
  const { west, east } = boxOf({ ...project(0, 179), zoom: 6 }, size)
  expect(west).toBeGreaterThan(170)
  expect(east).toBeLessThan(-170)
  expect(boxOf({ x: 0.5, y: 0.5, zoom: 1 }, size)).toMatchObject({ west: -180, east: 180 })
  // A place beyond it is drawn beside, not at the other end.
  const view = { ...project(0, 179), zoom: 6 }
  expect(toPixels(view, size, project(0, -179)).x).toBeLessThan(size.width)
  expect(panBy(view, -200, 0).x).toBeLessThan(0.2)
})

test('all places fit into the first view', () => {
  const boxes = [
    { south: 52, north: 53, west: 13, east: 14 },
    { south: -34, north: -33, west: 151, east: 152 },
  ]
  const view = viewOf(boxes, size)
  for (const { north, west } of boxes) {
    const { x, y } = toPixels(view, size, project(north, west))
    expect(x).toBeGreaterThan(0)
    expect(x).toBeLessThan(size.width)
    expect(y).toBeGreaterThan(0)
    expect(y).toBeLessThan(size.height)
  }
})

test('an address keeps the view, and nonsense is none', () => {
  const view = readView(writeView({ ...project(52.52, 13.4), zoom: 7.5 }))
  expect(view?.zoom).toBe(7.5)
  expect(view?.x).toBeCloseTo(project(52.52, 13.4).x, 5)
  expect(readView('1,2')).toBeUndefined()
  expect(readView(undefined)).toBeUndefined()
  expect(readView('1..2,3,4')).toBeUndefined()
})

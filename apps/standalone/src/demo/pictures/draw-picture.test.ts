import sharp from 'sharp'
import { expect, test } from 'vitest'
import { drawPicture, type Picture } from './draw-picture.ts'

const picture: Picture = {
  scene: 'cake',
  light: 'night',
  shape: 'wide',
  seed: 'one',
  takenAt: '2026-05-03T17:25:00',
  takenOffset: 120,
  camera: 'Lumen/Lumen 8',
  isTurned: false,
}

test('the same seed draws the same picture, another one another', async () => {
  const [first, again, other] = await Promise.all([
    drawPicture(picture),
    drawPicture(picture),
    drawPicture({ ...picture, seed: 'two' }),
  ])
  expect(again.equals(first)).toBe(true)
  expect(other.equals(first)).toBe(false)
})

test('its EXIF says when, where on the clock, and by what it was taken', async () => {
  const { exif } = await sharp(await drawPicture(picture)).metadata()
  const text = exif?.toString('latin1') ?? ''
  expect(text).toContain('2026:05:03 17:25:00')
  expect(text).toContain('+02:00')
  expect(text).toContain('Lumen 8')
})

test('a turned one lies on its side and says how to turn it back', async () => {
  const straight = await sharp(await drawPicture(picture)).metadata()
  const turned = await sharp(await drawPicture({ ...picture, isTurned: true })).metadata()
  expect([turned.width, turned.height]).toEqual([straight.height, straight.width])
  expect(turned.orientation).toBe(6)
  expect(turned.autoOrient).toEqual({ width: straight.width, height: straight.height })
})

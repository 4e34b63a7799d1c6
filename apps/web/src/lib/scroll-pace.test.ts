import { expect, test } from 'vitest'
import { followPace } from './scroll-pace.ts'

const screen = 900
const frame = 1000 / 60

/** What is said after each of so many steps of so many pixels a frame. */
function scroll(pace: ReturnType<typeof followPace>, steps: readonly number[]): boolean[] {
  let [y, at] = [0, 0]
  return steps.map((pixels) => {
    y += pixels
    at += frame
    return pace(y, at, screen)
  })
}

test('four screens a second are read, more fly by, up as well as down', () => {
  expect(scroll(followPace(), [0, 60, 60, 60, 60, 60])).not.toContain(true)
  expect(scroll(followPace(), [0, 62, 62, 62, 62]).slice(3)).toEqual([true, true])
  expect(scroll(followPace(), [9000, -62, -62, -62]).at(-1)).toBe(true)
})

test('a jump is no flight, and whoever slows down sees again at once', () => {
  expect(scroll(followPace(), [0, 5, 40_000, 0, 5])).not.toContain(true)
  expect(scroll(followPace(), [0, 600, 600, 600, 20])).toEqual([false, false, false, true, false])
})

test('pace is a matter of time: a frame that came late went further', () => {
  const pace = followPace()
  const late = [0, 100, 200, 300, 400].map((at) => pace(at * 3, at, screen))
  expect(late).not.toContain(true)
})

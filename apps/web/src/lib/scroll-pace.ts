/** Screens a second above which what goes by is gone before anybody has seen what it was. */
const flying = 4
/** So many steps in a row: a jump to another month is a single one. */
const inARow = 3

/**
 * Follows a window that is scrolled: told where it is (pixels from the top, ms of a clock, pixels of a screen) at every
 * step, it answers whether the window flies.
 */
export function followPace(): (y: number, at: number, screen: number) => boolean {
  let last: { y: number; at: number } | undefined
  let steps = 0
  return (y, at, screen) => {
    const isFast = last !== undefined && Math.abs(y - last.y) * 1000 > flying * screen * (at - last.at)
    steps = isFast ? steps + 1 : 0
    last = { y, at }
    return steps >= inARow
  }
}

export interface JustifiedRow {
  /** Index of the row's first picture. */
  start: number
  /** Pixels. */
  height: number
  widths: number[]
}

export interface JustifyOptions {
  /** Pixels between the edges of the column. */
  width: number
  gap: number
  /** The height rows would like to have. */
  target: number
}

/**
 * Sets pictures in rows that fill the column, each in its own proportions. A row ends where its height comes
 * closest to the target; the last one keeps the target and may end early.
 */
export function justify(ratios: readonly number[], { width, gap, target }: JustifyOptions): JustifiedRow[] {
  const rows: JustifiedRow[] = []
  let start = 0
  while (start < ratios.length) {
    let end = start
    let sum = 0
    let height = Number.POSITIVE_INFINITY
    while (end < ratios.length) {
      const nextSum = sum + (ratios[end] ?? 1)
      const nextHeight = (width - gap * (end - start)) / nextSum
      // One more picture would make the row lower than the target by more than the row is higher now.
      if (end > start && nextHeight < target && target - nextHeight > height - target) break
      sum = nextSum
      height = nextHeight
      end += 1
      if (height <= target) break
    }
    // A last row that is nearly full is filled; a short one is not blown up.
    const rowHeight = height > target * 1.25 ? target : height
    rows.push({
      start,
      height: rowHeight,
      widths: ratios.slice(start, end).map((ratio) => Math.min(width, ratio * rowHeight)),
    })
    start = end
  }
  return rows
}

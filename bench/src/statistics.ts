/** A median with the range it was found in. */
export interface Spread {
  median: number
  min: number
  max: number
}

/** Of several rounds of the same measurement. Throws on none. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const [min, max] = [sorted[0], sorted.at(-1)]
  if (min === undefined || max === undefined) throw new Error('nothing was measured')
  const upper = sorted[Math.floor(sorted.length / 2)] ?? max
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? min
  return { median: (lower + upper) / 2, min, max }
}

/** The value that this share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** `median [min–max]`, as a person reads it. */
export function show({ median, min, max }: Spread, digits = 0): string {
  return `${median.toFixed(digits)} [${min.toFixed(digits)}–${max.toFixed(digits)}]`
}

export interface Comparison {
  /** How likely samples of one and the same distribution differ as much as these or more; two-sided. */
  p: number
  /** How often a value of the first is the greater one, ties by halves: 0.5 when nothing tells them apart. */
  greater: number
}

/** Mann-Whitney's U with the normal approximation and its corrections for ties and continuity: 20 values a side at least. */
export function mannWhitney(first: readonly number[], second: readonly number[]): Comparison {
  const all = [...first.map((value) => ({ value, side: 0 })), ...second.map((value) => ({ value, side: 1 }))]
  all.sort((a, b) => a.value - b.value)
  let rankSum = 0
  let ties = 0
  for (let start = 0; start < all.length; ) {
    let end = start
    while (end < all.length && all[end]?.value === all[start]?.value) end += 1
    const count = end - start
    const rank = (start + 1 + end) / 2
    rankSum += rank * all.slice(start, end).filter(({ side }) => side === 0).length
    ties += count ** 3 - count
    start = end
  }
  const [n, m, total] = [first.length, second.length, all.length]
  const u = rankSum - (n * (n + 1)) / 2
  const spread = Math.sqrt(((n * m) / 12) * (total + 1 - ties / (total * (total - 1))))
  const z = spread === 0 ? 0 : Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / spread
  return { p: 2 * (1 - normal(z)), greater: u / (n * m) }
}

/** The largest distance between the two samples' shares, and its p by Kolmogorov's series. */
export function kolmogorovSmirnov(first: readonly number[], second: readonly number[]): number {
  const values = [...new Set([...first, ...second])]
  const share = (sample: readonly number[], value: number) =>
    sample.filter((each) => each <= value).length / sample.length
  const distance = Math.max(...values.map((value) => Math.abs(share(first, value) - share(second, value))))
  const size = Math.sqrt((first.length * second.length) / (first.length + second.length))
  const lambda = (size + 0.12 + 0.11 / size) * distance
  let p = 0
  for (let term = 1; term <= 100; term += 1) {
    p += 2 * (-1) ** (term - 1) * Math.exp(-2 * term ** 2 * lambda ** 2)
  }
  return lambda < 0.2 ? 1 : Math.min(1, Math.max(0, p))
}

/** The normal distribution up to z. Abramowitz and Stegun, 7.1.26: off by 1.5e-7 at most. */
function normal(z: number): number {
  const x = z / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  return 0.5 * (1 + (1 - series * Math.exp(-x * x)))
}

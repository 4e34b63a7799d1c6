/** Numbers that look random and are the same in every run: a demo must be the same demo tomorrow. */
export interface SeededRandom {
  /** In [0, 1). */
  next(): number
  between(from: number, to: number): number
  /** Both ends included. */
  integer(from: number, to: number): number
  pick<const List extends readonly [unknown, ...unknown[]]>(list: List): List[number]
  /** A UUID of version 4, from the same stream. */
  uuid(): string
}

/** mulberry32, started from a text. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function createSeededRandom(seed: string): SeededRandom {
  let state = hash(seed)

  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  return {
    next,
    between: (from, to) => from + (to - from) * next(),
    integer: (from, to) => from + Math.floor((to - from + 1) * next()),
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
    uuid() {
      const hex = Array.from({ length: 32 }, () => Math.floor(next() * 16).toString(16)).join('')
      const variant = '89ab'[Math.floor(next() * 4)]
      return [
        hex.slice(0, 8),
        hex.slice(8, 12),
        `4${hex.slice(13, 16)}`,
        `${variant}${hex.slice(17, 20)}`,
        hex.slice(20),
      ].join('-')
    },
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return value | 0
}

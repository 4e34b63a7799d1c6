import type { FoundText as Found } from '@kinkeep/contracts/browse'

/** A text with what was looked for marked in it. Only ever text: nothing in it becomes markup. */
export function FoundText({ found: { text, marks } }: { found: Found }) {
  const parts = marks.map(([start, end], index) => ({
    start,
    before: text.slice(marks[index - 1]?.[1] ?? 0, start),
    marked: text.slice(start, end),
  }))
  return (
    <>
      {parts.map(({ start, before, marked }) => (
        <span key={start}>
          {before}
          <mark className="rounded-sm bg-sun-soft text-ink">{marked}</mark>
        </span>
      ))}
      {text.slice(marks.at(-1)?.[1] ?? 0)}
    </>
  )
}

/** Some things of a list that are chosen, and the last one that was by itself: from there a range goes on. */
export interface Selection {
  chosen: ReadonlySet<string>
  anchor: string | null
}

export const nothingChosen: Selection = { chosen: new Set(), anchor: null }

/** Takes one in or out. As a `range` it takes in all from the last one on, in the order of `ids`. */
export function choose(now: Selection, ids: readonly string[], id: string, range: boolean): Selection {
  const from = now.anchor === null ? -1 : ids.indexOf(now.anchor)
  const to = ids.indexOf(id)
  if (range && from >= 0 && to >= 0) {
    const between = ids.slice(Math.min(from, to), Math.max(from, to) + 1)
    return { chosen: new Set([...now.chosen, ...between]), anchor: now.anchor }
  }
  const chosen = new Set(now.chosen)
  if (!chosen.delete(id)) chosen.add(id)
  return { chosen, anchor: id }
}

/** Without what is not in the list any more; the same object when nothing went. */
export function stillThere(now: Selection, ids: readonly string[]): Selection {
  const left = ids.filter((id) => now.chosen.has(id))
  return left.length === now.chosen.size ? now : { chosen: new Set(left), anchor: now.anchor }
}

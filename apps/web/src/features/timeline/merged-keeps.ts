interface Placed {
  id: string
  /** Wall clock; lists of keeps are in its order, newest first. */
  happenedAt: string
}

export interface MergedKeeps<Keep> {
  keeps: Keep[]
  /** Some of them were on a page that has not been read again: the next one has to be. */
  isOwing: boolean
}

interface Remembered<Keep> {
  list: string
  pages: readonly (readonly Keep[])[]
  keeps: Keep[]
  ids: Set<string>
  /** The last of `keeps`, which are on none of the pages. */
  owing: Keep[]
}

/**
 * Puts pages of keeps, one behind the other, into one list. It remembers its last answer: where pages have come behind
 * those of before, their keeps are added to it, and the thousands before them are not gone through again. Where keeps
 * came in above and pushed others off the last page, these stay until their page has been read: somebody looks at them.
 * `list` names what the pages are of.
 */
export function rememberMergedKeeps<Keep extends Placed>(): (
  pages: readonly (readonly Keep[])[],
  of: { list: string; hasMore: boolean },
) => MergedKeeps<Keep> {
  let last: Remembered<Keep> | undefined
  return (pages, { list, hasMore }) => {
    const before = last?.list === list ? last : undefined
    const goesOn = before?.pages.every((page, index) => page === pages[index])
    const added = before && goesOn ? pages.slice(before.pages.length).flat() : []
    if (before?.owing.length === 0 && goesOn && added.every(({ id }) => !before.ids.has(id))) {
      for (const { id } of added) before.ids.add(id)
      last = { ...before, pages, keeps: before.keeps.concat(added) }
    } else {
      // While pages are read again one after the other, a keep that moved may be on two of them.
      const byId = new Map(pages.flat().map((keep) => [keep.id, keep]))
      const owing = before && hasMore ? pushedOff(before, byId) : []
      const keeps = [...byId.values(), ...owing]
      last = { list, pages, keeps, ids: new Set(keeps.map(({ id }) => id)), owing }
    }
    return { keeps: last.keeps, isOwing: last.owing.length > 0 }
  }
}

/** Of the keeps of before those that come after all that was read now, where what came in is the reason for it. */
function pushedOff<Keep extends Placed>(before: Remembered<Keep>, read: ReadonlyMap<string, Keep>): Keep[] {
  const end = [...read.values()].at(-1)
  if (!end) return []
  const hasNewcomers = [...read.keys()].some((id) => !before.ids.has(id))
  return (hasNewcomers ? before.keeps : before.owing).filter(
    ({ id, happenedAt }) =>
      !read.has(id) && (happenedAt < end.happenedAt || (happenedAt === end.happenedAt && id < end.id)),
  )
}

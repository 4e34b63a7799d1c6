/**
 * Puts pages of keeps, one behind the other, into one list. It remembers its last answer: where pages have come behind
 * those of before, their keeps are added to it, and the thousands before them are not gone through again.
 */
export function rememberMergedKeeps<Keep extends { id: string }>(): (
  pages: readonly (readonly Keep[])[],
) => Keep[] {
  let last: { pages: readonly (readonly Keep[])[]; keeps: Keep[]; ids: Set<string> } | undefined
  return (pages) => {
    const before = last
    const goesOn = before?.pages.every((page, index) => page === pages[index])
    const added = before && goesOn ? pages.slice(before.pages.length).flat() : []
    if (before && goesOn && added.every(({ id }) => !before.ids.has(id))) {
      for (const { id } of added) before.ids.add(id)
      last = { pages, keeps: before.keeps.concat(added), ids: before.ids }
    } else {
      // While pages are read again one after the other, a keep that moved may be on two of them.
      const byId = new Map(pages.flat().map((keep) => [keep.id, keep]))
      last = { pages, keeps: [...byId.values()], ids: new Set(byId.keys()) }
    }
    return last.keeps
  }
}

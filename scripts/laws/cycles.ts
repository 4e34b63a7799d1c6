/** One path for every group of nodes that reach each other, each ending where it began. */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = []
  const done = new Set<string>()
  const trail: string[] = []

  const visit = (node: string) => {
    const seenAt = trail.indexOf(node)
    if (seenAt >= 0) {
      cycles.push([...trail.slice(seenAt), node])
      return
    }
    if (done.has(node)) return
    trail.push(node)
    for (const next of graph.get(node) ?? []) visit(next)
    trail.pop()
    done.add(node)
  }

  for (const node of graph.keys()) visit(node)
  return cycles
}

import type { Plugin } from 'vite'

/** What comes in one file, by the routes whose pages need it; what an earlier one has, later ones share. */
const wholes = {
  house: /\/routes\/_signed-in\.tsx\?tsr-split=component/,
  circle: /\/routes\/_signed-in\/c\.\$circleId\/route\.tsx\?tsr-split=component/,
  /** What the timeline takes in, and how bytes leave: settings send a picture of somebody, and need no more of sending. */
  drops: /\/features\/uploads\/(dropped-files|put-file)\.ts/,
  /** Comes when something is to be sent, and with what shows it. */
  uploads: /\/features\/uploads\/uploads\.ts/,
  timeline: /\/routes\/_signed-in\/c\.\$circleId\/index\.tsx\?tsr-split=component/,
} as const
/** What may be seen where a family's pages never are, or before they are: what it shares with those stays apart. */
const outside =
  /\/routes\/(?!_signed-in)[^?]*\?tsr-split=component|\/features\/(guests\/|conversation\/talk\.tsx|security\/proof-dialog)/

type Page = keyof typeof wholes
/** Of each the part that outsiders share, and the rest. */
type Whole = Page | `${Page}-shared`
const pages = Object.keys(wholes) as Page[]
/** The shared ones first: what is in them belongs to nobody else. */
export const wholeNames: readonly Whole[] = [...pages.map((page) => `${page}-shared` as const), ...pages]
const members = new Map<string, Whole>()

/**
 * Finds what the first page of a family needs, so that it comes in a few files. Cut by who else shares a module it was
 * forty small ones, whose journeys cost a phone more than their bytes.
 */
export const wholePages: Plugin = {
  name: 'kinkeep:whole-pages',
  apply: 'build',
  buildEnd() {
    const reach = (entries: RegExp) => {
      const found = new Set<string>()
      const waiting = [...this.getModuleIds()].filter((id) => entries.test(id))
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        // Libraries come along with what needs them; by their indexes, everything seems to need all of them.
        if (found.has(id) || id.includes('node_modules')) continue
        found.add(id)
        waiting.push(...(this.getModuleInfo(id)?.importedIds ?? []))
      }
      return found
    }
    members.clear()
    const apart = reach(outside)
    for (const page of pages) {
      for (const id of reach(wholes[page]))
        if (!members.has(id)) members.set(id, apart.has(id) ? `${page}-shared` : page)
    }
  },
}

export function isPartOf(whole: Whole, id: string): boolean {
  return members.get(id) === whole
}

import type { KeepFilter } from '@kinkeep/contracts/keeps'

/** What the address of a timeline says, so that a reload and a link show the same. */
export interface TimelineSearch extends KeepFilter {
  /** The month or day that was jumped to, `2019-07` or `2019-07-14`. */
  at?: string | undefined
  /** The photo that is open. */
  photo?: string | undefined
  /** The composer is open, for a note or for whatever was begun. */
  add?: true | 'note' | undefined
  /** The keep about which one talks. */
  talk?: string | undefined
  /** The photos follow each other by themselves. */
  slides?: true | undefined
}

const id = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/
const day = /^\d{4}-\d\d-\d\d$/

/** What a filter may say, each as it must be written. */
const filters: Record<keyof KeepFilter, RegExp> = {
  kind: /^(note|media|milestone)$/,
  authorId: id,
  childId: id,
  petId: id,
  albumId: id,
  tag: /^.{1,40}$/,
  from: day,
  to: day,
  hasPhotos: /^true$/,
  hasVideos: /^true$/,
  favourites: /^true$/,
}

/** Reads an address; what makes no sense is not there. */
export function readTimelineSearch(search: Record<string, unknown>): TimelineSearch {
  const { at, photo, add, talk, slides } = search
  return {
    ...readFilter(search),
    ...(typeof at === 'string' && /^\d{4}-\d\d(-\d\d)?$/.test(at) && isDay(at) && { at }),
    ...(typeof photo === 'string' && { photo }),
    ...(typeof talk === 'string' && { talk }),
    ...((add === true || add === 'note') && { add }),
    ...(slides === true && { slides }),
  }
}

/** Of an address what it says about which keeps are meant. */
export function readFilter(search: object): KeepFilter {
  return Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) => {
      if (!isFilter(name) || value === undefined) return []
      // A year as a tag is a number in an address that somebody typed.
      const text = String(value)
      if (!filters[name].test(text) || (filters[name] === day && !isDay(text))) return []
      return [[name, value === true ? value : text]]
    }),
  )
}

/** Whether anything is filtered at all. */
export function isFiltered(filter: KeepFilter): boolean {
  return Object.keys(filter).length > 0
}

function isFilter(name: string): name is keyof KeepFilter {
  return Object.hasOwn(filters, name)
}

/** The calendar has it, months as well. */
function isDay(text: string): boolean {
  const time = Date.parse(text)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

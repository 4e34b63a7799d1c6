/** What the address of a timeline says, so that a reload and a link show the same. */
export interface TimelineSearch {
  /** The month that was jumped to, `2019-07`. */
  at?: string | undefined
  /** The photo that is open. */
  photo?: string | undefined
  /** The composer is open, for a note or for whatever was begun. */
  add?: true | 'note' | undefined
  /** The keep about which one talks. */
  talk?: string | undefined
}

/** Reads an address; what makes no sense is not there. */
export function readTimelineSearch({ at, photo, add, talk }: Record<string, unknown>): TimelineSearch {
  return {
    ...(typeof at === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(at) && { at }),
    ...(typeof photo === 'string' && { photo }),
    ...(typeof talk === 'string' && { talk }),
    ...((add === true || add === 'note') && { add }),
  }
}

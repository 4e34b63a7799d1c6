/** What the address of a circle's map says. */
export interface PlacesSearch {
  /** What is in sight: latitude, longitude and zoom, `52.5,13.4,8`. */
  view?: string | undefined
}

/** Reads an address; what makes no sense is not there. */
export function readPlacesSearch({ view }: Record<string, unknown>): PlacesSearch {
  return typeof view === 'string' && /^-?[\d.]+,-?[\d.]+,[\d.]+$/.test(view) ? { view } : {}
}

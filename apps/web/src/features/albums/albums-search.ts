/** What the address of a circle's albums says. */
export interface AlbumsSearch {
  /** The album that is open; without one, all of them. */
  album?: string | undefined
  /** The keep that is to be put into albums. */
  add?: string | undefined
  /** The photo that is open. */
  photo?: string | undefined
  /** The keep about which one talks. */
  talk?: string | undefined
}

/** Reads an address; what makes no sense is not there. */
export function readAlbumsSearch({ album, add, photo, talk }: Record<string, unknown>): AlbumsSearch {
  return {
    ...(typeof album === 'string' && { album }),
    ...(typeof add === 'string' && { add }),
    ...(typeof photo === 'string' && { photo }),
    ...(typeof talk === 'string' && { talk }),
  }
}

import type { Home } from './move-in.ts'

/** What the family gathers, and by what words. */
const albums = {
  allotment: { title: 'The allotment', description: 'A shed that leans, and what grows around it.' },
  sea: { title: 'Море', description: 'Каждый август, одна и та же волна.' },
} as const
export type AlbumName = keyof typeof albums

export type Gathered = Record<AlbumName, string[]>

export function emptyAlbums(): Gathered {
  return { allotment: [], sea: [] }
}

/** Makes the albums of what was kept for them. */
export async function makeAlbums({ circleId, clients: { anna } }: Home, gathered: Gathered): Promise<void> {
  for (const [name, keepIds] of Object.entries(gathered)) {
    await anna.keeps.albums.create.mutate({ circleId, ...albums[name as AlbumName], keepIds })
  }
}

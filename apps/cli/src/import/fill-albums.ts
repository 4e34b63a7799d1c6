import { limits } from '@kinkeep/contracts/limits'
import type { ApiClient } from '../calls/api-client.ts'
import { uploadKeyOf } from '../upload/hash-file.ts'
import { withPatience } from '../upload/patience.ts'

/** Puts keeps into albums by their titles; one that is there already is the one. Answers how many albums it were. */
export async function fillAlbums(
  client: ApiClient,
  circleId: string,
  albums: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<number> {
  if (albums.size === 0) return 0
  const known = await readAlbums(client, circleId)
  for (const [title, keeps] of albums) {
    const albumId = known.get(title) ?? (await createAlbum(client, circleId, title))
    const all = [...keeps]
    for (let start = 0; start < all.length; start += limits.keepsPerAlbumCall) {
      const keepIds = all.slice(start, start + limits.keepsPerAlbumCall)
      await withPatience(() => client.keeps.albums.addKeeps.mutate({ circleId, albumId, keepIds }))
    }
  }
  return albums.size
}

async function createAlbum(client: ApiClient, circleId: string, title: string): Promise<string> {
  const idempotencyKey = uploadKeyOf(circleId, `album ${title}`)
  const album = await withPatience(() =>
    client.keeps.albums.create.mutate({ circleId, title, idempotencyKey }),
  )
  return album.id
}

async function readAlbums(client: ApiClient, circleId: string): Promise<Map<string, string>> {
  const known = new Map<string, string>()
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<ApiClient['keeps']['albums']['list']['query']>> = await withPatience(() =>
      client.keeps.albums.list.query({ circleId, limit: limits.pageMax, ...(cursor ? { cursor } : {}) }),
    )
    for (const { id, title } of page.items) known.set(title, id)
    cursor = page.nextCursor
  } while (cursor)
  return known
}

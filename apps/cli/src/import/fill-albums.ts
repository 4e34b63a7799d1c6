import { limits } from '@kinkeep/contracts/limits'
import type { ApiClient } from '../calls/api-client.ts'
import { reasonOf } from '../calls/explain-error.ts'
import { uploadKeyOf } from '../upload/hash-file.ts'
import { withPatience } from '../upload/patience.ts'

/** What was not done, and why. */
export interface Failure {
  /** A file, or `album` and its title. */
  path: string
  reason: string
}

/** By media, the keep that it was in when it arrived. */
type Contents = ReadonlyMap<string, string>

/**
 * Puts keeps into albums by their titles; one that is there already is the one. What was thrown away meanwhile is left
 * out, and an album that cannot be filled is told of and keeps none of the others waiting.
 */
export async function fillAlbums(
  client: ApiClient,
  circleId: string,
  albums: ReadonlyMap<string, Contents>,
): Promise<{ albums: number; failed: Failure[] }> {
  const failed: Failure[] = []
  if (albums.size === 0) return { albums: 0, failed }
  const known = await readAlbums(client, circleId)
  for (const [title, contents] of albums) {
    try {
      const albumId = known.get(title) ?? (await createAlbum(client, circleId, title))
      const all = [...contents]
      for (let start = 0; start < all.length; start += limits.keepsPerAlbumCall) {
        await fill({ client, circleId, albumId }, all.slice(start, start + limits.keepsPerAlbumCall))
      }
    } catch (error) {
      failed.push({ path: `album ${title}`, reason: reasonOf(error) })
    }
  }
  return { albums: albums.size - failed.length, failed }
}

interface Album {
  client: ApiClient
  circleId: string
  albumId: string
}

/** One keep that is gone has all of them refused: half by half it is found. */
async function fill(album: Album, contents: readonly [mediaId: string, keepId: string][]): Promise<void> {
  try {
    await addKeeps(
      album,
      contents.map(([, keepId]) => keepId),
    )
  } catch (error) {
    if (reasonOf(error) !== 'NOT_FOUND') throw error
    const [first] = contents
    if (first && contents.length === 1) return fillMoved(album, first)
    const middle = Math.ceil(contents.length / 2)
    await fill(album, contents.slice(0, middle))
    await fill(album, contents.slice(middle))
  }
}

/** What moves of a Live Photo is in the keep of its photo once both were looked at. */
async function fillMoved(album: Album, [mediaId, before]: [string, string]): Promise<void> {
  const { client, circleId } = album
  try {
    const now = await withPatience(() => client.media.completeUpload.mutate({ circleId, mediaId }))
    if (now.keepId !== null && now.keepId !== before) await addKeeps(album, [now.keepId])
  } catch (error) {
    if (reasonOf(error) !== 'NOT_FOUND') throw error
  }
}

async function addKeeps({ client, circleId, albumId }: Album, keepIds: string[]): Promise<void> {
  await withPatience(() => client.keeps.albums.addKeeps.mutate({ circleId, albumId, keepIds }))
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

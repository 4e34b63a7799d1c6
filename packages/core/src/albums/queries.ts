import type { AlbumView, ListAlbums, OneAlbum } from '@kinkeep/contracts/albums'
import type { CircleScope } from '../circles/access.ts'
import type { Database, Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { decodeCursor, idPattern, toPage } from '../platform/keyset.ts'
import { toAlbumView } from './rules.ts'
import { selectAlbums } from './sql.ts'

/** A circle's albums, the newest first: ids go by time. One statement. */
export async function listAlbums(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'album.read'>,
  { limit, cursor, holding }: ListAlbums,
) {
  const before = decodeCursor(cursor, [idPattern])
  const rows = await selectAlbums(deps.db, scope, holding)
    .$if(before !== undefined, (query) => query.where('albums.id', '<', before?.[0] ?? ''))
    .orderBy('albums.id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, (row) => [row.id], toAlbumView)
}

/** One album. Throws NotFound. */
export async function getAlbum(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'album.read'>,
  { albumId }: OneAlbum,
): Promise<AlbumView> {
  return getAlbumView(deps.db, scope, albumId)
}

/** The view of an album as this transaction sees it. Throws NotFound. */
export async function getAlbumView(
  db: Database | Tx,
  scope: CircleScope,
  albumId: string,
): Promise<AlbumView> {
  const row = await selectAlbums(db, scope).where('albums.id', '=', albumId).executeTakeFirst()
  if (!row) throw notFound()
  return toAlbumView(row)
}

/** An album, locked until the transaction ends. Throws NotFound. */
export async function getAlbumForWrite(tx: Tx, { circleId }: CircleScope, albumId: string) {
  const album = await tx
    .selectFrom('albums')
    .select(['id', 'createdBy'])
    .where('circleId', '=', circleId)
    .where('id', '=', albumId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!album) throw notFound()
  return album
}

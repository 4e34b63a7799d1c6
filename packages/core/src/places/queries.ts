import { limits } from '@kinkeep/contracts/limits'
import type { ListPlaces, PhotosAtPlace, PlacedPhoto, PlaceView } from '@kinkeep/contracts/places'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import type { Deps } from '../platform/deps.ts'
import { decodeCursor, idPattern, toPage, wallClockPattern } from '../platform/keyset.ts'
import { cellDegrees } from './rules.ts'
import { isWithin, placedMedia, placedPhoto } from './sql.ts'

/**
 * Where a circle's photos were taken, as far as a member sees them: those in one square of a grid are one place, with
 * how many there are and the newest of them. The fullest first, in one statement.
 */
export async function listPlaces(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'place.read'>,
  input: ListPlaces,
): Promise<{ places: PlaceView[]; total: number }> {
  const degrees = cellDegrees(input.zoom)
  const { rows } = await sql<{ places: PlaceView[]; total: number }>`
    with placed as (
      select floor((media.latitude + 90) / ${degrees}::float8) as latitude_cell,
        floor((media.longitude + 180) / ${degrees}::float8) as longitude_cell,
        media.latitude, media.longitude, media.happened_at, media.id
      from ${placedMedia(scope)} and ${isWithin(input)}
    ), places as (
      select count(*)::int as count, avg(latitude) as latitude, avg(longitude) as longitude,
        min(latitude) as south, max(latitude) as north, min(longitude) as west, max(longitude) as east,
        (array_agg(id order by happened_at desc, id desc))[1] as photo_id
      from placed group by latitude_cell, longitude_cell
      order by count desc, photo_id limit ${limits.placesShown}
    )
    select coalesce((
      select json_agg(json_build_object(
        'latitude', places.latitude, 'longitude', places.longitude, 'count', places.count,
        'box', json_build_object(
          'south', places.south, 'north', places.north, 'west', places.west, 'east', places.east
        ),
        'photo', ${placedPhoto(scope)}
      ) order by places.count desc, media.id)
      from places join media on media.circle_id = ${scope.circleId} and media.id = places.photo_id
      join keeps on keeps.circle_id = media.circle_id and keeps.id = media.keep_id
    ), '[]') as places, (select count(*)::int from ${placedMedia(scope)}) as total
  `.execute(deps.db)
  return rows[0] ?? { places: [], total: 0 }
}

/** Photos in a box, newest first, in one statement. */
export async function photosAtPlace(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'place.read'>,
  input: PhotosAtPlace,
) {
  const before = decodeCursor(input.cursor, [wallClockPattern, idPattern])
  const isBefore = before
    ? sql`(media.happened_at, media.id) < (${before[0]}::timestamp, ${before[1]}::uuid)`
    : sql`true`
  const { rows } = await sql<{ photo: PlacedPhoto }>`
    select ${placedPhoto(scope)} as photo from ${placedMedia(scope)} and ${isWithin(input)} and ${isBefore}
    order by media.happened_at desc, media.id desc limit ${input.limit + 1}
  `.execute(deps.db)
  return toPage(
    rows,
    input.limit,
    ({ photo }) => [photo.happenedAt, photo.id],
    ({ photo }) => photo,
  )
}

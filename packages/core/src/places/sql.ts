import type { PlacedPhoto } from '@kinkeep/contracts/places'
import { can } from '@kinkeep/contracts/roles'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'

export interface Box {
  west: number
  south: number
  east: number
  north: number
}

/** Photos with a place that a member finds on the timeline: `media` and `keeps`, to be narrowed further. */
export function placedMedia({ circleId, role }: CircleScope) {
  const seesAll = can(role, 'keep.restrict')
  return sql`
    media join keeps on keeps.circle_id = media.circle_id and keeps.id = media.keep_id
      and keeps.trashed_at is null and (${seesAll} or keeps.visibility = 'circle')
    where media.circle_id = ${circleId} and media.latitude is not null and media.state = 'ready'
      and media.live_of_id is null
  `
}

/** Over the 180th meridian a box begins in the east and ends in the west. */
export function isWithin({ west, south, east, north }: Box) {
  const isAcross = west > east
  return sql<boolean>`media.latitude between ${south} and ${north} and ${
    isAcross
      ? sql`(media.longitude >= ${west} or media.longitude <= ${east})`
      : sql`media.longitude between ${west} and ${east}`
  }`
}

/** A photo on the map, as JSON: of `media` and `keeps`. */
export function placedPhoto({ role, userId }: CircleScope) {
  return sql<PlacedPhoto>`json_build_object(
    'id', media.id, 'keepId', media.keep_id, 'kind', media.kind, 'thumbHash', media.thumb_hash, 'version', media.version,
    'happenedAt', to_char(media.happened_at, 'YYYY-MM-DD"T"HH24:MI:SS'),
    'mayRemovePlace', ${can(role, 'place.remove')} and (${can(role, 'keep.restrict')} or coalesce(keeps.author_id = ${userId}, false))
  )`
}

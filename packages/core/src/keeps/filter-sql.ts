import type { KeepFilter, KeepView } from '@kinkeep/contracts/keeps'
import { type Expression, type SqlBool, sql } from 'kysely'
import type { ReaderScope } from '../guest-links/access.ts'
import type { Parameter } from '../platform/db.ts'

/** A filter as statements take it. */
export interface FilterParameters {
  kind: KeepView['kind'] | undefined
  authorId: string | undefined
  /** In `keep_marks`: of child, pet, album, tag, video and favourite, those that are asked for. */
  marks: readonly string[] | undefined
  /** Only whether it is given counts. */
  withPhotos: true | undefined
  withoutPhotos: true | undefined
  withoutVideos: true | undefined
  /** Wall clock. */
  from: string | undefined
  /** A day. */
  to: string | undefined
}

const hasPhotos = sql<SqlBool>`exists (
  select from media where media.circle_id = keeps.circle_id and media.keep_id = keeps.id
    and media.kind = 'photo' and media.live_of_id is null
)`
const hasVideos = sql<SqlBool>`exists (
  select from media where media.circle_id = keeps.circle_id and media.keep_id = keeps.id
    and media.kind = 'video' and media.live_of_id is null
)`

/**
 * A filter for a reader; undefined when nothing can be meant by it: guests have no favourites, and albums are for
 * members. The mark that is likely to be the rarest comes first.
 */
export function toFilterParameters(
  scope: Pick<ReaderScope, 'userId'>,
  filter: KeepFilter,
): FilterParameters | undefined {
  const { kind, authorId, childId, petId, albumId, tag, from, to } = filter
  if (scope.userId === null && (filter.favourites || albumId)) return undefined
  const marks = [
    ...(filter.favourites ? [`f${scope.userId}`] : []),
    ...(albumId ? [`a${albumId}`] : []),
    ...(tag ? [`t${tag}`] : []),
    ...(petId ? [`p${petId}`] : []),
    ...(childId ? [`c${childId}`] : []),
    ...(filter.hasVideos ? ['v'] : []),
  ].map((mark) => (mark.startsWith('t') ? mark : mark.toLowerCase()))
  return {
    kind,
    authorId,
    marks: marks.length > 0 ? marks : undefined,
    withPhotos: filter.hasPhotos === true || undefined,
    withoutPhotos: filter.hasPhotos === false || undefined,
    withoutVideos: filter.hasVideos === false || undefined,
    from: from && `${from}T00:00:00`,
    to,
  }
}

/** What a filter asks of `keeps`, each to be true. The marks are looked up keep by keep. */
export function conditionsOf(
  parameter: Parameter<FilterParameters>,
  isGiven: (name: keyof FilterParameters) => boolean,
): Expression<SqlBool>[] {
  const conditions: Expression<SqlBool>[] = []
  if (isGiven('kind')) conditions.push(sql`keeps.kind = ${parameter('kind')}`)
  if (isGiven('authorId')) conditions.push(sql`keeps.author_id = ${parameter('authorId')}`)
  if (isGiven('marks')) {
    conditions.push(sql`(
      select count(*) from keep_marks others
      where others.circle_id = keeps.circle_id and others.keep_id = keeps.id
        and others.mark = any(${parameter('marks')}::text[])
    ) = cardinality(${parameter('marks')}::text[])`)
  }
  // A note never has any: asked beside the kind, which an index knows.
  if (isGiven('withPhotos')) conditions.push(sql`keeps.kind <> 'note' and ${hasPhotos}`)
  if (isGiven('withoutPhotos')) {
    conditions.push(sql`(keeps.kind in ('note', 'milestone') or ${hasVideos}) and not ${hasPhotos}`)
  }
  if (isGiven('withoutVideos')) conditions.push(sql`not ${hasVideos}`)
  if (isGiven('from')) conditions.push(sql`keeps.happened_at >= ${parameter('from')}::timestamp`)
  if (isGiven('to')) conditions.push(sql`keeps.happened_at < ${parameter('to')}::date + 1`)
  return conditions
}

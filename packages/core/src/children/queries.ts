import type {
  ChildView,
  ListChildren,
  ListMeasurements,
  OneChild,
  ThenAndNow,
  ThenAndNowView,
} from '@kinkeep/contracts/children'
import { day } from '@kinkeep/contracts/values'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import type { ReaderScope } from '../guest-links/access.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { decodeCursor, idPattern, toPage } from '../platform/keyset.ts'
import { assertChild } from './assert-child.ts'
import { lockChild } from './lock-child.ts'
import { toChildView, whyNotChange } from './rules.ts'
import { selectChildren, selectMeasurements } from './sql.ts'

/** A page of a circle's children, oldest child first. */
export async function listChildren(
  deps: Pick<Deps, 'db'>,
  scope: ReaderScope<'child.read'>,
  input: ListChildren,
) {
  const after = decodeCursor(input.cursor, [day, idPattern])
  const rows = await selectChildren(deps.db, scope.circleId)
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(children.birthdate, children.id) > (${after?.[0]}::date, ${after?.[1]}::uuid)`,
      ),
    )
    .orderBy('children.birthdate')
    .orderBy('children.id')
    .limit(input.limit + 1)
    .execute()
  return toPage(
    rows,
    input.limit,
    (row) => [row.birthdate, row.id],
    (row) => toChildView(scope, row),
  )
}

/** One child. Throws NotFound. */
export async function getChild(
  deps: Pick<Deps, 'db'>,
  scope: ReaderScope<'child.read'>,
  { childId }: OneChild,
): Promise<ChildView> {
  const row = await selectChildren(deps.db, scope.circleId)
    .where('children.id', '=', childId)
    .executeTakeFirst()
  if (!row) throw notFound()
  return toChildView(scope, row)
}

/** A page of what was measured of a child, newest day first. Throws NotFound. */
export async function listMeasurements(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'measurement.read'>,
  input: ListMeasurements,
) {
  const before = decodeCursor(input.cursor, [day])?.[0]
  const rows = await selectMeasurements(deps.db, scope.circleId, input.childId)
    .$if(before !== undefined, (query) => query.where('measuredOn', '<', before ?? ''))
    .orderBy('measuredOn', 'desc')
    .limit(input.limit + 1)
    .execute()
  if (rows.length === 0) await assertChild(deps, scope, input.childId)
  return toPage(
    rows,
    input.limit,
    (row) => [row.measuredOn],
    (row) => row,
  )
}

/**
 * Of every child the photo that shows it alone and was taken nearest to so many months of age, in one statement: no
 * further away than a quarter of that age, and three months at least. Keeps for admins are not in it, so that it is the
 * same for everybody.
 */
export async function readThenAndNow(
  deps: Pick<Deps, 'db'>,
  scope: ReaderScope<'child.read'>,
  { months }: ThenAndNow,
): Promise<ThenAndNowView> {
  const { circleId } = scope
  const nearMonths = Math.max(3, Math.floor(months / 4))
  const { rows } = await sql<ThenAndNowView['items'][number]>`
    select children.id as "childId", near.keep_id as "keepId", near.id as "mediaId", near.width, near.height,
      near.thumb_hash as "thumbHash", near.version, to_char(near.happened_at, 'YYYY-MM-DD"T"HH24:MI:SS') as "happenedAt"
    from children
    cross join lateral (
      select (children.birthdate + make_interval(months => ${months}))::timestamp as day
    ) target
    cross join lateral (
      select keeps.id as keep_id, keeps.happened_at, photo.*
      from keeps
      cross join lateral (
        select media.id, media.width, media.height, media.thumb_hash, media.version
        from media
        where media.circle_id = keeps.circle_id and media.keep_id = keeps.id and media.state = 'ready'
        order by media.position, media.id
        limit 1
      ) photo
      where keeps.circle_id = children.circle_id and keeps.child_ids = array[children.id]
        and keeps.child_ids <> '{}' and keeps.child_ids @> array[children.id]
        and keeps.visibility = 'circle' and keeps.trashed_at is null and keeps.date_precision in ('time', 'day')
        and keeps.happened_at >= children.birthdate
        and keeps.happened_at between target.day - make_interval(months => ${nearMonths})
          and target.day + make_interval(months => ${nearMonths})
      order by abs(extract(epoch from keeps.happened_at - target.day)), keeps.id
      limit 1
    ) near
    where children.circle_id = ${circleId}
    order by children.birthdate, children.id
  `.execute(deps.db)
  return { items: rows }
}

/**
 * What a verb must know of a child, locked until the transaction ends, if this caller may change it. Throws NotFound,
 * CHILD_IS_GROWN for everybody but the grown child, ROLE_TOO_LOW.
 */
export async function getChildForWrite(tx: Tx, scope: CircleScope, childId: string) {
  const child = await lockChild(tx, scope.circleId, childId)
  const refusal = whyNotChange(scope, child)
  if (refusal) throw new DomainError(refusal)
  return child
}

/** The view of a child as this transaction sees it. */
export async function getChildView(tx: Tx, scope: CircleScope, childId: string): Promise<ChildView> {
  const row = await selectChildren(tx, scope.circleId)
    .where('children.id', '=', childId)
    .executeTakeFirstOrThrow()
  return toChildView(scope, row)
}

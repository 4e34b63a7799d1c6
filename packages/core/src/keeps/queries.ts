import type { KeepView, ListKeeps, OneKeep, TimelineView } from '@kinkeep/contracts/keeps'
import { can } from '@kinkeep/contracts/roles'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import type { ReaderScope } from '../guest-links/access.ts'
import { compiledStatement, type Database, type Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { decodeCursor, idPattern, instantPattern, toPage, wallClockPattern } from '../platform/keyset.ts'
import { isKnownTo, mayChangeKeep, toKeepView, toKeepViewFor } from './rules.ts'
import { isBeyond, readerOf, selectKeeps } from './sql.ts'

/** A page of the timeline, or of the trash, in one statement. Throws ROLE_TOO_LOW for a viewer in the trash. */
export async function listKeeps(deps: Pick<Deps, 'db'>, scope: ReaderScope<'keep.read'>, input: ListKeeps) {
  return input.trashed ? listTrash(deps.db, scope, input) : listTimeline(deps.db, scope, input)
}

interface TimelinePage {
  circleId: string
  /** Of the two the one whose page it is. */
  userId: string | undefined
  guestLinkId: string | undefined
  /** Only whether it is given counts. */
  seesAdminsOnly: true | undefined
  /** Where the page begins; both or none. */
  happenedAt: string | undefined
  id: string | undefined
  kind: KeepView['kind'] | undefined
  authorId: string | undefined
  childId: string | undefined
  petId: string | undefined
  /** Of the two the one that is asked for; only whether it is given counts. */
  withPhotos: true | undefined
  withoutPhotos: true | undefined
  /** Wall clock. */
  from: string | undefined
  /** A day. */
  to: string | undefined
  count: number
}

/** A note never has any, and what is kept as photos always does: asked beside the kind, which an index knows. */
const hasPhotos = sql<boolean>`exists (
  select from media where media.circle_id = keeps.circle_id and media.keep_id = keeps.id
)`

const readTimelinePage = {
  newest: timelinePageIn('newest'),
  oldest: timelinePageIn('oldest'),
}

function timelinePageIn(order: ListKeeps['order']) {
  const direction = order === 'newest' ? 'desc' : 'asc'
  return compiledStatement<TimelinePage>()((db, parameter, isGiven) => {
    const reader = {
      circleId: parameter('circleId'),
      userId: isGiven('userId') ? parameter('userId') : null,
      guestLinkId: isGiven('guestLinkId') ? parameter('guestLinkId') : null,
      seesAdminsOnly: isGiven('seesAdminsOnly'),
    }
    let query = selectKeeps(db, reader).where('keeps.trashedAt', 'is', null)
    if (isGiven('id')) query = query.where(isBeyond(order, parameter('happenedAt'), parameter('id')))
    if (isGiven('kind')) query = query.where('keeps.kind', '=', parameter('kind'))
    if (isGiven('authorId')) query = query.where('keeps.authorId', '=', parameter('authorId'))
    if (isGiven('childId'))
      query = query.where(
        sql<boolean>`keeps.child_ids <> '{}' and keeps.child_ids @> array[${parameter('childId')}::uuid]`,
      )
    if (isGiven('petId'))
      query = query.where(
        sql<boolean>`keeps.pet_ids <> '{}' and keeps.pet_ids @> array[${parameter('petId')}::uuid]`,
      )
    if (isGiven('withPhotos')) query = query.where('keeps.kind', '<>', sql.lit('note')).where(hasPhotos)
    if (isGiven('withoutPhotos')) {
      query = query
        .where(sql<boolean>`keeps.kind in ('note', 'milestone')`)
        .where(({ not }) => not(hasPhotos))
    }
    if (isGiven('from')) query = query.where('keeps.happenedAt', '>=', parameter('from'))
    if (isGiven('to')) query = query.where('keeps.happenedAt', '<', sql<string>`${parameter('to')}::date + 1`)
    return query
      .orderBy('keeps.happenedAt', direction)
      .orderBy('keeps.id', direction)
      .limit(parameter('count'))
  })
}

async function listTimeline(db: Database, scope: ReaderScope, input: ListKeeps) {
  const { kind, authorId, childId, petId, from, to, limit } = input
  const beyond = decodeCursor(input.cursor, [wallClockPattern, idPattern])
  const rows = await readTimelinePage[input.order](db, {
    circleId: scope.circleId,
    userId: scope.userId ?? undefined,
    guestLinkId: scope.guestLinkId ?? undefined,
    seesAdminsOnly: can(scope.role, 'keep.restrict') || undefined,
    happenedAt: beyond?.[0],
    id: beyond?.[1],
    kind,
    authorId,
    childId,
    petId,
    withPhotos: input.hasPhotos === true || undefined,
    withoutPhotos: input.hasPhotos === false || undefined,
    from: from && `${from}T00:00:00`,
    to,
    count: limit + 1,
  })
  return toPage(
    rows,
    limit,
    (row) => [row.happenedAt, row.id],
    (row) => toKeepViewFor(scope, row),
  )
}

/** Newest in the trash first. Members find their own keeps there, owners and admins everybody's. */
async function listTrash(db: Database, scope: ReaderScope, input: ListKeeps) {
  if (!can(scope.role, 'keep.restore')) throw new DomainError('ROLE_TOO_LOW')
  const beyond = decodeCursor(input.cursor, [instantPattern, idPattern])
  let query = selectKeeps(db, readerOf(scope)).where('keeps.trashedAt', 'is not', null)
  if (scope.role === 'member') query = query.where('keeps.authorId', '=', scope.userId)
  if (beyond?.[0] && beyond[1]) {
    query = query.where(
      sql<boolean>`(keeps.trashed_at, keeps.id) < (${beyond[0]}::timestamptz, ${beyond[1]}::uuid)`,
    )
  }
  const rows = await query
    .orderBy('keeps.trashedAt', 'desc')
    .orderBy('keeps.id', 'desc')
    .limit(input.limit + 1)
    .execute()
  return toPage(rows, input.limit, (row) => [row.trashedAt?.toISOString() ?? '', row.id], toKeepView)
}

/** One keep. In the trash it exists only for those who may take it out again. Throws NotFound. */
export async function getKeep(
  deps: Pick<Deps, 'db'>,
  scope: ReaderScope<'keep.read'>,
  input: OneKeep,
): Promise<KeepView> {
  const row = await selectKeeps(deps.db, readerOf(scope))
    .where('keeps.id', '=', input.keepId)
    .executeTakeFirst()
  if (!row || (row.trashedAt && !mayChangeKeep(scope, row))) throw notFound()
  return toKeepViewFor(scope, row)
}

/**
 * Months with the number of the keeps that the caller may know of, newest first: counted per day as keeps change, never
 * on reading.
 */
export async function readTimeline(
  deps: Pick<Deps, 'db'>,
  scope: ReaderScope<'keep.read'>,
): Promise<TimelineView> {
  const keeps = can(scope.role, 'keep.restrict') ? sql<number>`keeps` : sql<number>`keeps - admin_keeps`
  // Days become months before they become text: there are thirty times fewer of those.
  const months = await deps.db
    .selectFrom((query) =>
      query
        .selectFrom('keepDays')
        .where('circleId', '=', scope.circleId)
        .where(keeps, '>', 0)
        .select([
          sql<string>`date_trunc('month', day::timestamp)`.as('start'),
          sql<number>`sum(${keeps})`.as('keeps'),
        ])
        .groupBy('start')
        .as('months'),
    )
    .select([sql<string>`to_char(months.start, 'YYYY-MM')`.as('month'), 'months.keeps'])
    .orderBy('months.start', 'desc')
    .execute()
  return { months }
}

/**
 * A keep that the caller may change, locked until the transaction ends. Throws NotFound outside the scope, and
 * ROLE_TOO_LOW for somebody else's keep that the caller can see.
 */
export async function getKeepForWrite(tx: Tx, scope: CircleScope, keepId: string) {
  const keep = await tx
    .selectFrom('keeps')
    .select(['id', 'authorId', 'kind', 'happenedAt', 'happenedOffset', 'dateSource'])
    .select(['visibility', 'trashedAt'])
    .where('circleId', '=', scope.circleId)
    .where('id', '=', keepId)
    .forUpdate()
    .executeTakeFirst()
  if (!keep || !isKnownTo(scope, keep)) throw notFound()
  if (!mayChangeKeep(scope, keep)) throw keep.trashedAt ? notFound() : new DomainError('ROLE_TOO_LOW')
  return keep
}

/** The view of a keep as this transaction sees it. Throws NotFound for one that the caller may not know of. */
export async function getKeepView(tx: Tx, scope: CircleScope, keepId: string): Promise<KeepView> {
  const row = await selectKeeps(tx, readerOf(scope)).where('keeps.id', '=', keepId).executeTakeFirst()
  if (!row) throw notFound()
  return toKeepView(row)
}

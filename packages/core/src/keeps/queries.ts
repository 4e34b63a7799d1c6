import type { KeepView, ListKeeps, OneKeep, TimelineView } from '@kinkeep/contracts/keeps'
import { can } from '@kinkeep/contracts/roles'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import type { ReaderScope } from '../guest-links/access.ts'
import { compiledStatement, type Database, type Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'
import { decodeCursor, idPattern, instantPattern, toPage, wallClockPattern } from '../platform/keyset.ts'
import { conditionsOf, type FilterParameters, toFilterParameters } from './filter-sql.ts'
import { isKnownTo, mayChangeKeep, toKeepView, toKeepViewFor } from './rules.ts'
import { allKeeps, isBeyond, markedKeeps, readerOf, selectKeeps } from './sql.ts'

/** A page of the timeline, or of the trash, in one statement. Throws ROLE_TOO_LOW for a viewer in the trash. */
export async function listKeeps(deps: Pick<Deps, 'db'>, scope: ReaderScope<'keep.read'>, input: ListKeeps) {
  return input.trashed ? listTrash(deps.db, scope, input) : listTimeline(deps.db, scope, input)
}

interface TimelinePage extends FilterParameters {
  circleId: string
  /** Of the two the one whose page it is. */
  userId: string | undefined
  guestLinkId: string | undefined
  /** Only whether it is given counts. */
  seesAdminsOnly: true | undefined
  /** Where the page begins; both or none. */
  happenedAt: string | undefined
  id: string | undefined
  /** The mark along which the page is read; the others are among `marks`. */
  mark: string | undefined
  count: number
}

const readTimelinePage = {
  newest: timelinePageIn('newest'),
  oldest: timelinePageIn('oldest'),
}

function timelinePageIn(order: ListKeeps['order']) {
  const direction = sql.raw(order === 'newest' ? 'desc' : 'asc')
  return compiledStatement<TimelinePage>()((db, parameter, isGiven) => {
    const reader = {
      circleId: parameter('circleId'),
      userId: isGiven('userId') ? parameter('userId') : null,
      guestLinkId: isGiven('guestLinkId') ? parameter('guestLinkId') : null,
      seesAdminsOnly: isGiven('seesAdminsOnly'),
    }
    let query = selectKeeps(db, reader).where('keeps.trashedAt', 'is', null)
    // Along the keeps that bear the mark, in their own order: however rare they are, no other is looked at.
    const along = isGiven('mark') ? markedKeeps : allKeeps
    if (isGiven('mark')) {
      query = query
        .innerJoin('keepMarks', (join) =>
          join.onRef('keepMarks.circleId', '=', 'keeps.circleId').onRef('keepMarks.keepId', '=', 'keeps.id'),
        )
        .where('keepMarks.circleId', '=', parameter('circleId'))
        .where('keepMarks.mark', '=', parameter('mark'))
        .$if(!reader.seesAdminsOnly, (all) => all.where('keepMarks.forAdmins', '=', sql.lit(false)))
      if (isGiven('from')) {
        query = query.where(sql<boolean>`keep_marks.happened_at >= ${parameter('from')}::timestamp`)
      }
      if (isGiven('to'))
        query = query.where(sql<boolean>`keep_marks.happened_at < ${parameter('to')}::date + 1`)
    }
    if (isGiven('id')) {
      query = query.where(isBeyond(order, parameter('happenedAt'), parameter('id'), along))
    }
    for (const condition of conditionsOf(parameter, isGiven)) query = query.where(condition)
    return query
      .orderBy(sql`${along.happenedAt} ${direction}`)
      .orderBy(sql`${along.id} ${direction}`)
      .limit(parameter('count'))
  })
}

async function listTimeline(db: Database, scope: ReaderScope, input: ListKeeps) {
  const { limit } = input
  const beyond = decodeCursor(input.cursor, [wallClockPattern, idPattern])
  const filter = toFilterParameters(scope, input)
  if (!filter) return { items: [], nextCursor: null }
  const [mark, ...others] = filter.marks ?? []
  const rows = await readTimelinePage[input.order](db, {
    circleId: scope.circleId,
    userId: scope.userId ?? undefined,
    guestLinkId: scope.guestLinkId ?? undefined,
    seesAdminsOnly: can(scope.role, 'keep.restrict') || undefined,
    happenedAt: beyond?.[0],
    id: beyond?.[1],
    ...filter,
    mark,
    marks: others.length > 0 ? others : undefined,
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

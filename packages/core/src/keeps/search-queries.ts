import type { SearchHit, SearchKeeps } from '@kinkeep/contracts/browse'
import { can } from '@kinkeep/contracts/roles'
import { sql } from 'kysely'
import { z } from 'zod'
import type { CircleScope } from '../circles/access.ts'
import { compiledStatement, type Database } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { inOrder } from '../platform/in-order.ts'
import { decodeCursor, idPattern, toPage, wallClockPattern } from '../platform/keyset.ts'
import { conditionsOf, type FilterParameters, toFilterParameters } from './filter-sql.ts'
import { type KeepRow, toKeepView } from './rules.ts'
import {
  excerpt,
  likeliestTerms,
  markEnd,
  markStart,
  readSearch,
  type SearchTerm,
  type TermQuery,
  toFoundText,
  toMarkingQuery,
  toQuery,
  wantedTerms,
  weighted,
  within,
} from './search-rules.ts'
import { selectKeeps } from './sql.ts'

/**
 * A page of the keeps with all the words of a search, in four statements: who bears a name with them, so that a name is
 * found as it is now; whether there are so many that they come as they happened (a later page knows); which are on the
 * page; and what is to be seen of those. The last two in one would be planned anew each time, which takes as long as
 * looking. Words that everybody says are not looked for; with nothing else, whoever is called so is found.
 */
export async function searchKeeps(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'keep.search'>,
  input: SearchKeeps,
): Promise<{ items: SearchHit[]; nextCursor: string | null }> {
  const nothing = { items: [], nextCursor: null }
  const beyond = decodeCursor(input.cursor, [z.enum(['0', '1', '2', 'many']), wallClockPattern, idPattern])
  const filter = toFilterParameters(scope, input)
  const terms = readSearch(input.text)
  if (!filter || terms.length === 0) return nothing
  const queries = await readTermQueries(deps.db, scope.circleId, terms)
  const wanted = wantedTerms(queries)
  const query = toQuery(wanted)
  if (query === undefined) return nothing
  const likeliest = toQuery(likeliestTerms(queries)) ?? query
  const filtered = within(query, input)
  const reader = {
    circleId: scope.circleId,
    seesAdminsOnly: can(scope.role, 'keep.restrict') || undefined,
  }
  const isMany = beyond ? beyond[0] === 'many' : await areMany(deps.db, reader, filtered)
  const found = await readFound(deps.db, {
    ...reader,
    query: filtered,
    isMany: isMany || undefined,
    named: weighted(likeliest, 'A'),
    own: weighted(likeliest, 'AB'),
    rank: isMany ? undefined : beyond?.[0],
    happenedAt: beyond?.[1],
    id: beyond?.[2],
    ...filter,
    isShort: input.limit < shortPage || undefined,
    count: input.limit + 1,
  })
  const page = toPage(
    found,
    input.limit,
    ({ rank, happenedAt, keepId }) => [isMany ? 'many' : String(rank), happenedAt, keepId],
    ({ keepId }) => keepId,
  )
  if (page.items.length === 0) return nothing
  const words = toMarkingQuery(wanted)
  const rows = await readHits(deps.db, { ...reader, userId: scope.userId, words, ids: page.items })
  const names = new Set(queries.flatMap((each) => each.names))
  const items = inOrder(page.items, rows).map((row) => toSearchHit(row, names))
  return { items, nextCursor: page.nextCursor }
}

/** Members of a circle among whom a name is looked for. */
const membersMax = 2000
/** Bearers of one name that are looked for. */
const bearersMax = 100

async function readTermQueries(
  db: Database,
  circleId: string,
  terms: readonly SearchTerm[],
): Promise<TermQuery[]> {
  // What is looked for stands in selects of its own, so that the statement is planned once and not for each search.
  const { rows } = await sql<TermQuery>`
    -- Written out step by step (materialized): what is made of a name would be made anew wherever it is read.
    with called as materialized (
      select 'c' || id as mark, search_text(name) as name from children where circle_id = ${circleId}
      union all select 'p' || id, search_text(name) from pets where circle_id = ${circleId}
      union all select 'a' || id, search_text(title) from albums where circle_id = ${circleId}
      union all (
        select 'u' || users.id, search_text(users.name) from memberships join users on users.id = memberships.user_id
        where memberships.circle_id = ${circleId} limit ${membersMax}
      )
    ), stems as materialized (
      select mark, name, to_tsvector('pg_catalog.russian', name) as words from called
    ), names as materialized (
      -- Whoever is called as a stop word (Will) is known by how it is spelt. Of titles only those of nothing else: with
      -- "the" most of them would be meant.
      select mark, words,
        case when mark not like 'a%' or words = ''::tsvector then to_tsvector('simple', name) end as spelt
      from stems
    ), terms as (
      select place, spelt, numnode(stem) = 0 as is_stop,
        -- A beginning that is looked for twice takes twice as long.
        case when kind <> 'beginning' or stem = spelt then stem else stem || spelt end as query
      from unnest((select ${terms.map(({ kind }) => kind)}::text[]), (select ${terms.map(({ text }) => text)}::text[]))
        with ordinality as given (kind, typed, place), lateral (select search_text(typed) as text) compared, lateral (
          select
            case kind
              when 'phrase' then phraseto_tsquery('pg_catalog.russian', text)
              when 'word' then plainto_tsquery('pg_catalog.russian', text)
              else to_tsquery('pg_catalog.russian', '''' || text || ''':*')
            end as stem,
            case kind
              when 'phrase' then phraseto_tsquery('simple', text)
              when 'word' then plainto_tsquery('simple', text)
              else to_tsquery('simple', '''' || text || ''':*')
            end as spelt
        ) made
    )
    select terms.query::text as words, terms.is_stop, coalesce((
      select array_agg(mark) from (
        select mark from names where names.words @@ terms.query or names.spelt @@ terms.spelt limit ${bearersMax}
      ) bearers
    ), '{}') as names
    from terms order by place
  `.execute(db)
  return rows
}

/**
 * With so many among the newest keeps, what is found comes as it happened: to tell what of it is said where, each would
 * be read, and of so many nobody looks for the best.
 */
const many = 50
const newest = 2000

/** Of what the reader sees: by one hidden keep more or less, the order would tell of its words. */
async function areMany(
  db: Database,
  { circleId, seesAdminsOnly }: Pick<FoundParameters, 'circleId' | 'seesAdminsOnly'>,
  query: string,
): Promise<boolean> {
  const seen = seesAdminsOnly ? sql`true` : sql`not for_admins`
  // By its function, as the page below: what is said often is soon seen along the days, and its index is long.
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from (
        select words from keep_texts where circle_id = ${circleId} and ${seen}
        order by happened_at desc, keep_id desc limit ${sql.lit(newest)}
      ) latest
      where ts_match_vq(words, ${query}::tsquery) limit ${sql.lit(many)}
    ) found
  `.execute(db)
  return rows[0]?.count === many
}

interface FoundParameters extends FilterParameters {
  circleId: string
  /** Only whether it is given counts. */
  seesAdminsOnly: true | undefined
  /** For `::tsquery`: what must be there, and the same among the names and titles, and among the keep's own words. */
  query: string
  /** Only whether it is given counts. */
  isMany: true | undefined
  named: string
  own: string
  /** Where the page begins; all or none, but for the rank of many. */
  rank: string | undefined
  happenedAt: string | undefined
  id: string | undefined
  /** Only whether it is given counts: a page of less than `shortPage`. */
  isShort: true | undefined
  count: number
}

interface FoundRow {
  keepId: string
  happenedAt: string
  rank: number
}

/**
 * Rows of an ordinary page, with the one that says whether there is another. Written out: of a limit that it does not
 * know Postgres thinks that it is a tenth of everything, and reads all keeps for it.
 */
const shortPage = 21

const readFound = compiledStatement<FoundParameters>()<FoundRow>((db, parameter, isGiven) => {
  const query = sql`${parameter('query')}::tsquery`
  const isMany = isGiven('isMany')
  const rank = isMany
    ? sql<number>`0`
    : sql<number>`case
        when keep_texts.words @@ ${parameter('named')}::tsquery then 2
        when keep_texts.words @@ ${parameter('own')}::tsquery then 1
        else 0
      end`
  const conditions = conditionsOf(parameter, isGiven)
  return db
    .selectFrom(({ selectFrom }) =>
      selectFrom('keepTexts')
        .where('keepTexts.circleId', '=', parameter('circleId'))
        // By its function no index of words serves: many are read along the days, and soon a page is full.
        .where(
          isMany
            ? sql<boolean>`ts_match_vq(keep_texts.words, ${query})`
            : sql<boolean>`keep_texts.words @@ ${query}`,
        )
        .$if(!isGiven('seesAdminsOnly'), (some) => some.where('keepTexts.forAdmins', '=', sql.lit(false)))
        .$if(isGiven('from'), (some) =>
          some.where(sql<boolean>`keep_texts.happened_at >= ${parameter('from')}::timestamp`),
        )
        .$if(isGiven('to'), (some) =>
          some.where(sql<boolean>`keep_texts.happened_at < ${parameter('to')}::date + 1`),
        )
        .$if(isGiven('id') && isMany, (some) =>
          some.where(
            sql<boolean>`(keep_texts.happened_at, keep_texts.keep_id) <
                (${parameter('happenedAt')}::timestamp, ${parameter('id')}::uuid)`,
          ),
        )
        .$if(isGiven('rank'), (some) =>
          some.where(
            sql<boolean>`(${rank}, keep_texts.happened_at, keep_texts.keep_id) <
                (${parameter('rank')}::int, ${parameter('happenedAt')}::timestamp, ${parameter('id')}::uuid)`,
          ),
        )
        .select(['keepTexts.keepId', 'keepTexts.happenedAt', rank.as('rank')])
        // Put in order before anything else is asked of them: of few of them it has to be.
        .$if(!isMany, (some) =>
          some
            .orderBy('rank', 'desc')
            .orderBy('keepTexts.happenedAt', 'desc')
            .orderBy('keepTexts.keepId', 'desc')
            .offset(sql.lit(0)),
        )
        .as('found'),
    )
    .$if(conditions.length > 0, (some) =>
      // A look at each for itself, in their order, and at no more of them than make a page.
      some.innerJoinLateral(
        ({ selectFrom }) =>
          selectFrom('keeps')
            .select(sql.lit(1).as('one'))
            .where('keeps.circleId', '=', parameter('circleId'))
            .whereRef('keeps.id', '=', 'found.keepId')
            .where(({ and }) => and(conditions))
            .limit(sql.lit(1))
            .as('fitting'),
        (join) => join.onTrue(),
      ),
    )
    .select(['found.keepId', 'found.happenedAt', 'found.rank'])
    .$if(!isMany, (some) => some.orderBy('found.rank', 'desc'))
    .orderBy('found.happenedAt', 'desc')
    .orderBy('found.keepId', 'desc')
    .limit(isGiven('isShort') ? sql.lit(shortPage) : parameter('count'))
})

interface HitParameters {
  circleId: string
  userId: string
  /** Only whether it is given counts. */
  seesAdminsOnly: true | undefined
  ids: readonly string[]
  /** What is marked, for `::tsquery`; may be empty. */
  words: string
}

interface HitRow extends KeepRow {
  markedTitle: string | null
  markedBody: string | null
  markedTags: string | null
  comment: { body: string; marked: string; author: string | null } | null
}

const headlineOptions = `HighlightAll=true, StartSel=${markStart}, StopSel=${markEnd}`
/** Newest comments of a keep among which one with the words is looked for. */
const commentsMax = 200

const readHits = compiledStatement<HitParameters>()<HitRow>((db, parameter, isGiven) => {
  const words = sql`${parameter('words')}::tsquery`
  const marked = (text: ReturnType<typeof sql>) =>
    sql<
      string | null
    >`ts_headline('pg_catalog.russian', search_text(${text}), ${words}, ${sql.lit(headlineOptions)})`
  const reader = {
    circleId: parameter('circleId'),
    userId: parameter('userId'),
    guestLinkId: null,
    seesAdminsOnly: isGiven('seesAdminsOnly'),
  }
  return selectKeeps(db, reader)
    .where(sql<boolean>`keeps.id = any(${parameter('ids')}::uuid[])`)
    .where('keeps.trashedAt', 'is', null)
    .select([
      marked(sql`keeps.title`).as('markedTitle'),
      marked(sql`keeps.body`).as('markedBody'),
      marked(sql`array_to_string(keeps.tags, ' ')`).as('markedTags'),
      sql<HitRow['comment']>`case when keeps.comment_count > 0 then (
        select json_build_object('body', said.body, 'marked', ${marked(sql`said.body`)}, 'author', said.author)
        from (
          select comments.body, comments.created_at, coalesce(users.name, guest_links.name) as author
          from comments
          left join users on users.id = comments.user_id
          left join guest_links
            on guest_links.circle_id = comments.circle_id and guest_links.id = comments.guest_link_id
          where comments.circle_id = keeps.circle_id and comments.keep_id = keeps.id
            and comments.deleted_at is null
          order by comments.created_at desc limit ${sql.lit(commentsMax)}
        ) said
        where search_words(said.body) @@ ${words}
        order by said.created_at desc limit 1
      ) end`.as('comment'),
    ])
})

function toSearchHit(row: HitRow, names: ReadonlySet<string>): SearchHit {
  const keep = toKeepView(row)
  const body = row.body === null ? null : toFoundText(row.body, row.markedBody)
  const comment = row.comment && toFoundText(row.comment.body, row.comment.marked)
  const tags = toFoundText(keep.tags.join(' '), row.markedTags)
  const isNamed = (sign: 'c' | 'p' | 'u') => (id: string) => names.has(`${sign}${id}`)
  return {
    keep,
    title: row.title === null ? null : toFoundText(row.title, row.markedTitle),
    body: body && excerpt(body),
    comment: comment && { ...excerpt(comment), author: row.comment?.author ?? null },
    tags: foundTags(keep.tags, tags?.marks ?? []),
    names: [
      ...keep.childIds.filter(isNamed('c')),
      ...keep.petIds.filter(isNamed('p')),
      ...(keep.author ? [keep.author.id].filter(isNamed('u')) : []),
    ],
  }
}

/** Of tags that were joined by a space those that a mark lies in. */
function foundTags(tags: readonly string[], marks: readonly [number, number][]): string[] {
  let from = 0
  return tags.filter((tag) => {
    const start = from
    from += tag.normalize('NFC').length + 1
    return marks.some(([markFrom]) => markFrom >= start && markFrom < from)
  })
}

import { createHash } from 'node:crypto'
import Fastify from 'fastify'
import pg from 'pg'

// The ceiling: the least that can send a timeline page. Fastify and pg, two prepared statements, no router, no
// schema, no headers, no logging. Forked by timeline.ts with DATABASE_URL and PORT as its arguments.

const [databaseUrl = '', port = ''] = process.argv.slice(2)
const { builtins } = pg.types
pg.types.setTypeParser(builtins.TIMESTAMP, (text) => text.replace(' ', 'T'))
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 })

const session = {
  name: 'session',
  text: `select sessions.id as session_id, sessions.user_id, sessions.remembered, sessions.expires_at,
      users.email, users.name, users.language, users.time_zone, users.created_at, memberships.role
    from sessions
    join users on users.id = sessions.user_id
    left join memberships on memberships.user_id = sessions.user_id and memberships.circle_id = $2
    where sessions.token_hash = $1`,
}

const columns = `keeps.id, keeps.kind, keeps.title, keeps.body, keeps.milestone, keeps.happened_at as "happenedAt",
  keeps.happened_offset as "happenedOffset", keeps.date_source as "dateSource", keeps.created_at as "createdAt",
  keeps.edited_at as "editedAt", keeps.trashed_at as "trashedAt", users.id as "authorId", users.name as "authorName",
  users.avatar_id as "authorAvatarId",
  coalesce((
    select json_agg(
      json_build_object(
        'id', media.id, 'state', media.state, 'failure', media.failure, 'name', media.name,
        'width', media.width, 'height', media.height, 'thumbHash', media.thumb_hash,
        'kind', media.kind, 'durationMs', media.duration_ms, 'version', media.version, 'rotation', media.turned,
        'liveId', media.live_id
      )
      order by media.position, media.id
    )
    from media
    where media.circle_id = keeps.circle_id and media.keep_id = keeps.id and media.live_of_id is null
  ), '[]') as media,
  json_build_object(
    'visibility', keeps.visibility, 'childIds', keeps.child_ids, 'petIds', keeps.pet_ids,
    'tags', keeps.tags, 'datePrecision', keeps.date_precision, 'toldBy', keeps.told_by,
    'isFavourite', exists (
      select from favourites
      where favourites.circle_id = keeps.circle_id and favourites.user_id = $2 and favourites.keep_id = keeps.id
    ),
    'reactions', json_build_object(
      'like', keeps.like_count, 'love', keeps.love_count, 'laugh', keeps.laugh_count,
      'wow', keeps.wow_count, 'celebrate', keeps.celebrate_count
    ),
    'myReaction', case
      when keeps.like_count + keeps.love_count + keeps.laugh_count + keeps.wow_count + keeps.celebrate_count > 0
      then (
        select reactions.kind from reactions
        where reactions.circle_id = keeps.circle_id and reactions.keep_id = keeps.id and reactions.user_id = $2
      )
    end,
    'commentCount', keeps.comment_count
  ) as people`

const page = (beyond: string, limit: string) =>
  `select ${columns} from keeps left join users on users.id = keeps.author_id
   where keeps.circle_id = $1 and keeps.visibility = 'circle' and keeps.trashed_at is null ${beyond}
   order by keeps.happened_at desc, keeps.id desc limit ${limit}`

const firstPage = { name: 'first', text: page('', '$3') }
const nextPage = {
  name: 'next',
  text: page('and (keeps.happened_at, keeps.id) < ($3::timestamp, $4::uuid)', '$5'),
}

interface Row {
  id: string
  happenedAt: string
  createdAt: Date
  editedAt: Date | null
  trashedAt: Date | null
  authorId: string
  authorName: string
  authorAvatarId: string | null
  people: object
}

interface Input {
  circleId: string
  limit: number
  cursor?: string
}

const app = Fastify()
app.get<{ Querystring: { input: string } }>('/trpc/keeps.list', async (request, reply) => {
  const { circleId, limit, cursor } = JSON.parse(request.query.input) as Input
  const token = /kinkeep_session=([^;]*)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
  const hash = createHash('sha256').update(token).digest()
  const found = await pool.query<{ user_id: string; role: string | null; expires_at: Date }>({
    ...session,
    values: [hash, circleId],
  })
  if (!found.rows[0]?.role || found.rows[0].expires_at.getTime() < Date.now()) return reply.code(404).send()
  const after = cursor ? (JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[]) : []
  const statement = cursor
    ? { ...nextPage, values: [circleId, found.rows[0].user_id, ...after, limit + 1] }
    : { ...firstPage, values: [circleId, found.rows[0].user_id, limit + 1] }
  const { rows } = await pool.query<Row>(statement)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const key = last && rows.length > limit ? JSON.stringify([last.happenedAt, last.id]) : undefined
  const data = {
    items: shown.map(({ authorId, authorName, authorAvatarId, people, ...row }) => ({
      ...row,
      ...people,
      author: { id: authorId, name: authorName, avatarId: authorAvatarId },
    })),
    nextCursor: key ? Buffer.from(key).toString('base64url') : null,
  }
  return reply.header('content-type', 'application/json').send(JSON.stringify({ result: { data } }))
})
await app.listen({ host: '127.0.0.1', port: Number(port) })
process.on('SIGTERM', () => process.exit(0))
process.send?.({ type: 'ready' })

import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { hashToken } from '@kinkeep/core/platform/token-hash'
import type { AppRouter } from '@kinkeep/server/router'
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client'
import type pg from 'pg'
import { newToken } from './bench-stack.ts'

/** The router as the owner of a cookie calls it. */
export function clientOf(origin: string, cookie: string): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${origin}/trpc`, headers: { cookie, origin } })],
  })
}

/** A session of the circle's owner, whose cookie the circle did not come with. */
export async function cookieOfAnother(database: pg.Client, circleId: string): Promise<string> {
  return insertSession(database, `select user_id from memberships where circle_id = $1 and role = 'owner'`, [
    circleId,
  ])
}

/** Of a new member. */
export async function cookieOfNew(database: pg.Client, circleId: string, name: string): Promise<string> {
  const person = `with person as (
      insert into users (email, name, language, time_zone, created_at, updated_at)
      values ($2 || '@example.org', $2, 'en', 'Europe/Berlin', now(), now()) returning id
    ) insert into memberships (circle_id, user_id, role, joined_at)
    select $1, id, 'member', now() from person returning user_id`
  const { rows } = await database.query<{ user_id: string }>(person, [circleId, name])
  return insertSession(database, 'select $1::uuid as user_id', [rows[0]?.user_id ?? ''])
}

async function insertSession(database: pg.Client, person: string, values: string[]): Promise<string> {
  const token = newToken()
  await database.query(
    `insert into sessions (token_hash, user_id, remembered, created_at, proven_at, used_at, expires_at)
     select $${values.length + 1}, user_id, true, now(), now(), now(), now() + interval '30 days' from (${person}) people`,
    [...values, hashToken(token)],
  )
  return `kinkeep_session=${token}`
}

/** Sends a photo as a browser does it, and answers its id. */
async function sendPhoto(client: TRPCClient<AppRouter>, circleId: string, photo: Buffer): Promise<string> {
  const { uploads } = await client.media.requestUpload.mutate({
    circleId,
    files: [
      {
        uploadKey: randomUUID(),
        name: 'IMG_1.jpg',
        byteSize: photo.length,
        contentType: 'image/jpeg',
        keep: 'own',
      },
    ],
  })
  const [answer] = uploads
  if (answer?.status !== 'send') throw new Error(`the upload was answered with ${answer?.status}`)
  const response = await fetch(answer.url, {
    method: 'PUT',
    headers: answer.headers,
    body: new Uint8Array(photo),
  })
  if (!response.ok) throw new Error(`the store answered ${response.status}`)
  await client.media.completeUpload.mutate({ circleId, mediaId: answer.mediaId })
  return answer.mediaId
}

/** Whatever the other member's event stream says, as it arrives. */
export async function* followCircle(
  origin: string,
  circleId: string,
  cookie: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const input = encodeURIComponent(JSON.stringify({ circleId }))
  const response = await fetch(`${origin}/trpc/circles.onEvent?input=${input}`, {
    headers: { cookie, accept: 'text/event-stream' },
    signal,
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) throw new Error(`no stream: ${response.status}`)
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}

/** After each event that names the photo, asks for its thumbnail; done when its bytes are here. */
async function untilThumbnail(
  origin: string,
  circleId: string,
  mediaId: string,
  cookie: string,
  events: AsyncGenerator<string>,
): Promise<void> {
  for await (const text of { [Symbol.asyncIterator]: () => ({ next: () => events.next() }) }) {
    if (!text.includes(mediaId)) continue
    const response = await fetch(`${origin}/media/${circleId}/${mediaId}/thumbnail`, { headers: { cookie } })
    const bytes = await response.arrayBuffer()
    if (response.ok && bytes.byteLength > 0) return
  }
  throw new Error('the stream ended before the photo was there')
}

const pauseMs = 300

/** Sends a photo so many times, one after the other; milliseconds of each until another member has its thumbnail. */
export async function timeUploads(
  circle: {
    origin: string
    id: string
    client: TRPCClient<AppRouter>
    reader: string
    events: AsyncGenerator<string>
  },
  photo: Buffer,
  count: number,
): Promise<number[]> {
  const milliseconds: number[] = []
  for (let run = 0; run < count; run += 1) {
    const began = performance.now()
    const mediaId = await sendPhoto(circle.client, circle.id, photo)
    await untilThumbnail(circle.origin, circle.id, mediaId, circle.reader, circle.events)
    milliseconds.push(performance.now() - began)
    await sleep(pauseMs)
  }
  return milliseconds
}

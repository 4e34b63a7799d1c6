import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { hashToken } from '@kinkeep/core/platform/token-hash'
import type { AppRouter } from '@kinkeep/server/router'
import { launch } from '@kinkeep/testing/launcher'
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client'
import pg from 'pg'
import { newToken } from './bench-stack.ts'
import { drawCameraPhoto } from './draw-camera-photo.ts'
import { fillCircle } from './fill-circle.ts'
import type { Report } from './report.ts'
import type { Sizes } from './sizes.ts'
import { percentile, show, spreadOf } from './statistics.ts'

const pauseMs = 300

/** A 12 Mpx photo, from one member's request to the moment at which another, told by an event, has its thumbnail. */
export async function upload({ runs }: Sizes): Promise<Report> {
  const stack = await launch('stack', { env: { CALL_LIMIT_PER_MINUTE: '1000000' } })
  const database = new pg.Client({ connectionString: stack.postgresUrl.replace(/\/postgres$/, '/kinkeep') })
  await database.connect()
  const following = new AbortController()
  try {
    const circle = await fillCircle(database, 100)
    const reader = await cookieOfAnother(database, circle.id)
    const client = clientOf(stack.origin, circle.cookie)
    const events = followCircle(stack.origin, circle.id, reader, following.signal)
    await events.next()
    const photo = await drawCameraPhoto(4032, 3024, '2025:07:14 18:30:00')
    const milliseconds: number[] = []
    // The first one wakes everything up and is not counted.
    for (let run = 0; run <= runs; run += 1) {
      const began = performance.now()
      const mediaId = await send(client, circle.id, photo)
      await untilThumbnail(stack.origin, circle.id, mediaId, reader, events)
      if (run > 0) milliseconds.push(performance.now() - began)
      await sleep(pauseMs)
    }
    const spread = spreadOf(milliseconds)
    const p95 = percentile(milliseconds, 0.95)
    return {
      rows: [],
      findings: [
        {
          what: 'upload to visible elsewhere, p50 ms',
          value: spread.median,
          shown: show(spread),
          bar: { atMost: 1500 },
        },
        {
          what: 'upload to visible elsewhere, p95 ms',
          value: p95,
          shown: p95.toFixed(0),
          bar: { atMost: 4000 },
        },
      ],
      details: { milliseconds: milliseconds.map(Math.round), photoBytes: photo.length },
    }
  } finally {
    following.abort()
    await database.end()
    await stack.stop()
  }
}

function clientOf(origin: string, cookie: string): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${origin}/trpc`, headers: { cookie, origin } })],
  })
}

/** The session of a member other than the one whose cookie the circle came with. */
async function cookieOfAnother(database: pg.Client, circleId: string): Promise<string> {
  const token = newToken()
  await database.query(
    `insert into sessions (token_hash, user_id, remembered, created_at, expires_at)
     select $1, user_id, true, now(), now() + interval '30 days' from memberships where circle_id = $2 and role = 'owner'`,
    [hashToken(token), circleId],
  )
  return `kinkeep_session=${token}`
}

async function send(client: TRPCClient<AppRouter>, circleId: string, photo: Buffer): Promise<string> {
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
async function* followCircle(
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

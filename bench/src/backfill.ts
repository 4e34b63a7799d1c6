import { randomUUID } from 'node:crypto'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { limits } from '@kinkeep/contracts/limits'
import type { AppRouter } from '@kinkeep/server/router'
import { launch } from '@kinkeep/testing/launcher'
import type { TRPCClient } from '@trpc/client'
import pg from 'pg'
import { kinkeepUrl } from './bench-stack.ts'
import { drawCameraPhoto } from './draw-camera-photo.ts'
import { fillCircle } from './fill-circle.ts'
import type { Report } from './report.ts'
import { clientOf, cookieOfAnother, cookieOfNew, followCircle, timeUploads } from './send-photo.ts'
import type { Sizes } from './sizes.ts'
import { percentile, show, spreadOf } from './statistics.ts'

/** Nobody may send more than 600 calls about uploads a minute. */
const perSender = 500
/** Of an id. */
const tailBytes = 16

/**
 * How long a photo that somebody has just sent waits for its thumbnail, while thousands that were brought along wait
 * too. Those at the front are as large as it is, and more of them than are made meanwhile; the others are small, so that
 * sending them takes no hour.
 */
export async function backfill({ runs, backlog }: Sizes): Promise<Report> {
  const stack = await launch('stack', {
    args: ['--no-web'],
    env: { CALL_LIMIT_PER_MINUTE: '1000000' },
  })
  const database = new pg.Client({ connectionString: kinkeepUrl(stack) })
  await database.connect()
  const following = new AbortController()
  try {
    const circle = await fillCircle(database, 100)
    const reader = await cookieOfAnother(database, circle.id)
    const client = clientOf(stack.origin, circle.cookie)
    const [camera, small] = await Promise.all([
      drawCameraPhoto(4032, 3024, '2025:07:14 18:30:00'),
      drawCameraPhoto(320, 240, '2005:07:14 18:30:00'),
    ])
    const waiting = async () => {
      const { rows } = await database.query<{ waiting: number }>(
        `select count(*)::int as waiting from media where is_import and state = 'processing'`,
      )
      return rows[0]?.waiting ?? 0
    }

    // Held, so that all of them wait at once.
    process.kill(stack.workerPid, 'SIGSTOP')
    const photos = Array.from({ length: backlog.all }, (_, index) => (index < backlog.large ? camera : small))
    for (let first = 0; first < photos.length; first += perSender) {
      const cookie = await cookieOfNew(database, circle.id, `sender-${first}`)
      await bring(clientOf(stack.origin, cookie), circle.id, photos.slice(first, first + perSender))
    }
    const before = await waiting()
    process.kill(stack.workerPid, 'SIGCONT')
    while ((await waiting()) > before - 10) await sleep(100)

    const events = followCircle(stack.origin, circle.id, reader, following.signal)
    await events.next()
    const first = await waiting()
    const timed = { origin: stack.origin, id: circle.id, client, reader, events }
    const milliseconds = await timeUploads(timed, camera, runs)
    const left = await waiting()
    const spread = spreadOf(milliseconds)
    const p95 = percentile(milliseconds, 0.95)
    return {
      rows: [],
      findings: [
        {
          what: `a photo sent while ${before} wait, p50 ms to visible elsewhere`,
          value: spread.median,
          shown: show(spread),
        },
        { what: 'the same, p95 ms', value: p95, shown: p95.toFixed(0), bar: { atMost: 8000 } },
        { what: 'of those that waited, made meanwhile', value: first - left, shown: String(first - left) },
        {
          what: 'of the large ones, still waiting in the end',
          value: left - (before - backlog.large),
          shown: String(left - (before - backlog.large)),
          bar: { atLeast: 1 },
        },
      ],
      details: { milliseconds: milliseconds.map(Math.round), before, first, left },
    }
  } finally {
    following.abort()
    await database.end()
    await stack.stop()
  }
}

/** Sends photos as an import does it, each with a tail of its own: none is a copy of another. */
async function bring(
  client: TRPCClient<AppRouter>,
  circleId: string,
  photos: readonly Buffer[],
): Promise<void> {
  for (let first = 0; first < photos.length; first += limits.filesPerRequest) {
    const some = new Map(
      photos.slice(first, first + limits.filesPerRequest).map((photo) => [randomUUID() as string, photo]),
    )
    const { uploads } = await client.media.requestUpload.mutate({
      circleId,
      isImport: true,
      files: [...some].map(([uploadKey, photo]) => ({
        ...{ uploadKey, name: 'IMG_1.jpg', byteSize: photo.length + tailBytes, contentType: 'image/jpeg' },
        keep: 'own' as const,
      })),
    })
    await Promise.all(
      uploads.map(async (answer) => {
        const photo = some.get(answer.uploadKey)
        if (answer.status !== 'send' || !photo)
          throw new Error(`an upload was answered with ${answer.status}`)
        const tail = Buffer.from(answer.mediaId.replaceAll('-', ''), 'hex')
        const body = new Uint8Array(Buffer.concat([photo, tail]))
        const response = await fetch(answer.url, { method: 'PUT', headers: answer.headers, body })
        if (!response.ok) throw new Error(`the store answered ${response.status}`)
        await client.media.completeUpload.mutate({ circleId, mediaId: answer.mediaId })
      }),
    )
  }
}

import { launch } from '@kinkeep/testing/launcher'
import pg from 'pg'
import { kinkeepUrl } from './bench-stack.ts'
import { drawCameraPhoto } from './draw-camera-photo.ts'
import { fillCircle } from './fill-circle.ts'
import type { Report } from './report.ts'
import { clientOf, cookieOfAnother, followCircle, timeUploads } from './send-photo.ts'
import type { Sizes } from './sizes.ts'
import { percentile, show, spreadOf } from './statistics.ts'

/** A 12 Mpx photo, from one member's request to the moment at which another, told by an event, has its thumbnail. */
export async function upload({ runs }: Sizes): Promise<Report> {
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
    const events = followCircle(stack.origin, circle.id, reader, following.signal)
    await events.next()
    const photo = await drawCameraPhoto(4032, 3024, '2025:07:14 18:30:00')
    const timed = { origin: stack.origin, id: circle.id, client, reader, events }
    // The first one wakes everything up and is not counted.
    const [, ...milliseconds] = await timeUploads(timed, photo, runs + 1)
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

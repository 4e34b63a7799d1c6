import { launch } from '@kinkeep/testing/launcher'
import pg from 'pg'
import { kinkeepUrl } from './bench-stack.ts'
import { fillCircle } from './fill-circle.ts'
import { inBrowser } from './in-browser.ts'
import type { Report } from './report.ts'
import { clientOf } from './send-photo.ts'
import type { Sizes } from './sizes.ts'
import { show, spreadOf } from './statistics.ts'

/** The web's bar, in seconds. */
const paintBar = 2
/** Of a family that is new here; upon them come notes, which stand in sight. */
const familyKeeps = 100
const notes = 20
/** Pixels a frame: eight screens a second. */
const step = 120
const frameBarMs = 50
const elementsBar = 600

/** The web in a browser: the first paint that counts on a slow phone, and a long timeline scrolled to its end. */
export async function pages({ runs, scrolledKeeps }: Sizes): Promise<Report> {
  const stack = await launch('stack', { env: { CALL_LIMIT_PER_MINUTE: '1000000' } })
  const database = new pg.Client({ connectionString: kinkeepUrl(stack) })
  await database.connect()
  try {
    const family = await fillCircle(database, familyKeeps)
    const client = clientOf(stack.origin, family.cookie)
    for (let note = 0; note < notes; note += 1) {
      await client.keeps.create.mutate({ circleId: family.id, kind: 'note', body: `A quiet day, ${note}` })
    }
    const visit = (path: string, cookie: string) =>
      inBrowser<number[]>('first-page', { origin: stack.origin, path, cookie, visits: runs })
    const [signIn, timeline] = [await visit('/sign-in', ''), await visit(`/c/${family.id}`, family.cookie)]
    const long = await fillCircle(database, scrolledKeeps)
    // Otherwise Postgres does it by itself, while there is scrolling.
    await database.query('vacuum analyze')
    const asked = {
      origin: stack.origin,
      path: `/c/${long.id}`,
      cookie: long.cookie,
      step,
      lateMs: frameBarMs,
    }
    const scrolled = await inBrowser<Scrolled>('scroll', asked)
    return {
      rows: [],
      findings: [
        ...Object.entries({ 'sign-in': signIn, 'a timeline': timeline }).map(([what, paints]) => {
          const spread = spreadOf(paints.map((ms) => ms / 1000))
          const shown = show(spread, 2)
          return {
            what: `largest paint of ${what} on a phone, s`,
            value: spread.median,
            shown,
            bar: { atMost: paintBar },
          }
        }),
        ...judge(scrolled, scrolledKeeps),
      ],
      details: { signIn, timeline, scrolled },
    }
  } finally {
    await database.end()
    await stack.stop()
  }
}

interface Scrolled {
  mostElements: number
  frames: number
  /** Milliseconds since the frame before of each that took more than 50. */
  lateFrames: number[]
  /** Milliseconds of each task that took more than 50. */
  longTasks: number[]
  pixels: number
}

function judge({ mostElements, frames, lateFrames, longTasks }: Scrolled, keeps: number): Report['findings'] {
  return [
    {
      what: `elements at most while ${keeps} keeps are scrolled by`,
      value: mostElements,
      shown: String(mostElements),
      bar: { atMost: elementsBar },
    },
    {
      what: `tasks over ${frameBarMs} ms meanwhile`,
      value: longTasks.length,
      shown: manyOf(longTasks),
      bar: { atMost: 0 },
    },
    {
      what: `frames over ${frameBarMs} ms after the one before`,
      value: lateFrames.length,
      shown: `${manyOf(lateFrames)}, of ${frames}`,
    },
  ]
}

function manyOf(times: number[]): string {
  return times.length === 0 ? 'none' : `${times.length}, the longest ${Math.max(...times).toFixed(0)} ms`
}

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
/** Pixels a frame: twenty screens a second, at which photos only fly by, and three, at which they are seen. */
const [flyingStep, seenStep] = [300, 45]
const frameBarMs = 50
const elementsBar = 600

/** The web in a browser: the first paint that counts on a slow phone, and a long timeline scrolled to its end. */
export async function pages({ runs, scrolledKeeps, seenMs }: Sizes): Promise<Report> {
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
      ...{ flyingStep, seenStep, seenMs },
      lateMs: frameBarMs,
    }
    const scrolled = await inBrowser<{ flying: Scrolled; seen: Scrolled }>('scroll', asked)
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
        ...judge(scrolled.flying, `${scrolledKeeps} keeps fly by`),
        ...judge(scrolled.seen, `they are seen, ${scrolled.seen.photos} photos of them`),
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
  /** Of each task that took more than 50 ms: by the clock, and those in which it had a processor. */
  longTasks: { ms: number; ownMs: number }[]
  /** That were fetched. */
  photos: number
}

function judge(
  { mostElements, frames, lateFrames, longTasks }: Scrolled,
  meanwhile: string,
): Report['findings'] {
  const own = longTasks.map(({ ownMs }) => ownMs).filter((ms) => ms > frameBarMs)
  return [
    {
      what: `elements at most while ${meanwhile}`,
      value: mostElements,
      shown: String(mostElements),
      bar: { atMost: elementsBar },
    },
    {
      what: `tasks over ${frameBarMs} ms of their own while ${meanwhile}`,
      value: own.length,
      shown: manyOf(own),
      bar: { atMost: 0 },
    },
    {
      what: `tasks over ${frameBarMs} ms by the clock, with what else the machine did, while ${meanwhile}`,
      value: longTasks.length,
      shown: manyOf(longTasks.map(({ ms }) => ms)),
      bar: { atMost: 0 },
    },
    {
      what: `frames over ${frameBarMs} ms after the one before while ${meanwhile}`,
      value: lateFrames.length,
      shown: `${manyOf(lateFrames)}, of ${frames}`,
      bar: { atMost: 0 },
    },
  ]
}

function manyOf(times: number[]): string {
  return times.length === 0 ? 'none' : `${times.length}, the longest ${Math.max(...times).toFixed(0)} ms`
}

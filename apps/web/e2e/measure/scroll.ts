import { setTimeout as sleep } from 'node:timers/promises'
import { drawPhoto } from '@kinkeep/testing/draw-photo'
import { followMainThread } from './main-thread.ts'
import { type Asked, openBrowser, signIn } from './open-browser.ts'

/**
 * Scrolls a timeline on a desktop to the end of it all at `flyingStep` pixels a frame, at which its photos fly by, and then
 * for `seenMs` back up at `seenStep`, at which they are fetched and shown. Prints of both the most elements that the
 * page had at once, how many frames there were and photos were fetched, the milliseconds of every task over 50 (by the
 * clock, and on a processor) and of every frame that came more than `lateMs` after the one before.
 */
const asked: Asked & { flyingStep: number; seenStep: number; seenMs: number; lateMs: number } = JSON.parse(
  process.argv[2] ?? '',
)
/** What the page says at its end. */
const end = 'This is where your story begins.'
const longestMs = 25 * 60_000

const newContext = await openBrowser({ width: 1440, height: 900 })
const context = await newContext()
await signIn(context, asked)
// There is nothing behind the photos of a filled circle: each is this one, at an address of its own.
const body = await drawPhoto()
let photos = 0
await context.route('**/media/**', (route) => {
  photos += 1
  return route.fulfill({ body, contentType: 'image/jpeg', headers: { 'cache-control': 'max-age=86400' } })
})
const page = await context.newPage()
await page.goto(asked.origin + asked.path)
await page.waitForSelector('main [data-photo], main article')
const processorMs = followMainThread()

async function scroll(step: number, longestMs: number) {
  photos = 0
  const measured = await page.evaluate(
    async ([step, end, longestMs, lateMs]) => {
      const longTasks: { from: number; ms: number }[] = []
      const observer = new PerformanceObserver((list) => {
        for (const { startTime, duration } of list.getEntries()) {
          longTasks.push({ from: performance.timeOrigin + startTime, ms: duration })
        }
      })
      observer.observe({ type: 'longtask' })
      const lateFrames: number[] = []
      let frames = 0
      const began = performance.now()
      let mostElements = 0
      let isAtEnd = false
      for (let last = began; !isAtEnd && last - began < longestMs; ) {
        window.scrollBy({ top: step, behavior: 'instant' })
        const now = await new Promise<number>(requestAnimationFrame)
        frames += 1
        // Frames come in whole sixtieths of a second: 50 ms are three, and told as a little more or less.
        if (now - last > lateMs + 5) lateFrames.push(now - last)
        last = now
        if (frames % 20 !== 0) continue
        mostElements = Math.max(mostElements, document.querySelectorAll('main *').length)
        isAtEnd = step > 0 && document.querySelector('main p[role=status]')?.textContent === end
      }
      observer.disconnect()
      return { frames, lateFrames, longTasks, mostElements, isAtEnd }
    },
    [step, end, longestMs, asked.lateMs] as const,
  )
  // The thread is looked at now and then: once more after its last task.
  await sleep(100)
  const longTasks = measured.longTasks.map(({ from, ms }) => ({ ms, ownMs: processorMs(from, from + ms) }))
  return { ...measured, longTasks, photos }
}

const flying = await scroll(asked.flyingStep, longestMs)
if (!flying.isAtEnd) throw new Error('the end was not reached')
const seen = await scroll(-asked.seenStep, asked.seenMs)
process.stdout.write(JSON.stringify({ flying, seen }), () => process.exit())

import { type Asked, openBrowser, signIn } from './open-browser.ts'

/**
 * Scrolls a timeline on a desktop to the end of it all, so many pixels a frame. Prints the most elements that the page
 * had at once, how many frames there were, and the milliseconds of every task over 50 and of every frame that came more
 * than `lateMs` after the one before.
 */
const asked: Asked & { step: number; lateMs: number } = JSON.parse(process.argv[2] ?? '')
/** What the page says at its end. */
const end = 'This is where your story begins.'
const longestMs = 25 * 60_000

const newContext = await openBrowser({ width: 1440, height: 900 })
const context = await newContext()
await signIn(context, asked)
const page = await context.newPage()
const devTools = await context.newCDPSession(page)
await devTools.send('Network.enable')
// There is nothing behind the photos of a filled circle. Switched off as a whole, Chromium would keep each of them,
// with all that stood around it, for ever.
await devTools.send('Network.setBlockedURLs', { urls: ['*/media/*'] })
await page.goto(asked.origin + asked.path)
await page.waitForSelector('main [data-photo], main article')
const measured = await page.evaluate(
  async ([step, end, longestMs, lateMs]) => {
    const longTasks: number[] = []
    new PerformanceObserver((list) =>
      longTasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: 'longtask',
    })
    const lateFrames: number[] = []
    let frames = 0
    const began = performance.now()
    let mostElements = 0
    for (let last = began; last - began < longestMs; ) {
      window.scrollBy({ top: step, behavior: 'instant' })
      const now = await new Promise<number>(requestAnimationFrame)
      frames += 1
      // Frames come in whole sixtieths of a second: 50 ms are three, and told as a little more or less.
      if (now - last > lateMs + 5) lateFrames.push(now - last)
      last = now
      if (frames % 20 !== 0) continue
      mostElements = Math.max(mostElements, document.querySelectorAll('main *').length)
      if (document.querySelector('main p[role=status]')?.textContent === end) {
        return { frames, lateFrames, longTasks, mostElements, pixels: scrollY }
      }
    }
    throw new Error('the end was not reached')
  },
  [asked.step, end, longestMs, asked.lateMs] as const,
)
process.stdout.write(JSON.stringify(measured), () => process.exit())

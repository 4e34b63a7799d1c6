import { type Asked, openBrowser, signIn } from './open-browser.ts'

/**
 * Scrolls a timeline on a desktop to the end of it all, so many pixels a frame. Prints the most elements that the page
 * had at once, the milliseconds from each frame to the next, and those of every task over 50 ms.
 */
const asked: Asked & { step: number } = JSON.parse(process.argv[2] ?? '')
/** What the page says at its end. */
const end = 'This is where your story begins.'
const longestMs = 15 * 60_000

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
  async ([step, end, longestMs]) => {
    const longTasks: number[] = []
    new PerformanceObserver((list) =>
      longTasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: 'longtask',
    })
    const frames: number[] = []
    const began = performance.now()
    let mostElements = 0
    for (let last = began; last - began < longestMs; ) {
      window.scrollBy({ top: step, behavior: 'instant' })
      const now = await new Promise<number>(requestAnimationFrame)
      frames.push(now - last)
      last = now
      if (frames.length % 20 !== 0) continue
      mostElements = Math.max(mostElements, document.querySelectorAll('main *').length)
      if (document.querySelector('main p[role=status]')?.textContent === end) {
        return { frames, longTasks, mostElements, pixels: scrollY }
      }
    }
    throw new Error('the end was not reached')
  },
  [asked.step, end, longestMs] as const,
)
console.log(JSON.stringify(measured))
process.exit()

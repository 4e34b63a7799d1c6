import { type Asked, openBrowser, signIn } from './open-browser.ts'

/**
 * Opens a page on a phone as the bar has it (four times slower than this machine, 1.6 Mbit/s down, 150 ms), each time
 * with an empty cache. Prints the milliseconds to its largest contentful paint, one for each visit.
 */
const asked: Asked & { visits: number } = JSON.parse(process.argv[2] ?? '')
const phone = { latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 }
/** By then everything has been painted. */
const settledMs = 3000

const newContext = await openBrowser({ width: 390, height: 844 })
const paints: number[] = []
for (let visit = 0; visit < asked.visits; visit += 1) {
  const context = await newContext()
  await signIn(context, asked)
  const page = await context.newPage()
  const devTools = await context.newCDPSession(page)
  await devTools.send('Network.enable')
  await devTools.send('Network.emulateNetworkConditions', { offline: false, ...phone })
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.goto(asked.origin + asked.path, { waitUntil: 'load' })
  await page.waitForTimeout(settledMs)
  paints.push(
    await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const observer = new PerformanceObserver((list) =>
            resolve(list.getEntries().at(-1)?.startTime ?? 0),
          )
          observer.observe({ type: 'largest-contentful-paint', buffered: true })
        }),
    ),
  )
  await context.close()
}
process.stdout.write(JSON.stringify(paints), () => process.exit())

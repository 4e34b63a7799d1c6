import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { addFiles } from './support/choose-files.ts'
import { writeFiles } from './support/random-files.ts'
import { expect, test } from './support/test.ts'

test.use({ allowedErrors: [/Failed to load resource|net::ERR|Connecting to 'blob:/] })

const parts = 8
const partBytes = 8 * 1024 * 1024

test('a tab that is killed at 60 per cent of a large file sends at most one part again @desktop', async ({
  newPerson,
}) => {
  const { page, api, context } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  // Not a film that anybody could play: what is sent here are bytes.
  const film = await writeFiles(['film.mp4'], async () => randomBytes(parts * partBytes - 1000))
  const begun: string[] = []
  const watch = (tab: Page) => {
    tab.on('request', (request) => {
      const part = new URL(request.url()).searchParams.get('partNumber')
      if (request.method() === 'PUT' && part !== null) begun.push(part)
    })
  }
  try {
    watch(page)
    await page.goto(`/c/${circleId}`)
    const killed = new Promise<void>((resolve) => {
      let arrived = 0
      page.on('response', (response) => {
        if (!new URL(response.url()).searchParams.has('partNumber') || !response.ok()) return
        arrived += 1
        // Without a word to the page, as a phone does it.
        if (arrived === 5) void page.close().then(resolve)
      })
    })
    await addFiles(page, film.paths)
    await killed

    const next = await context.newPage()
    watch(next)
    await next.goto(`/c/${circleId}`)
    const tray = next.getByRole('complementary', { name: 'Uploads' })
    await expect(tray).toBeVisible()
    await expect
      .poll(async () => (await api.circles.get.query({ circleId })).keepCount, { timeout: 40_000 })
      .toBe(1)
    expect(new Set(begun).size).toBe(parts)
    expect(begun.length - parts).toBeLessThanOrEqual(1)
  } finally {
    await film.remove()
  }
})

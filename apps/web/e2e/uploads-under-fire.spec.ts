import { drawTurned } from '@kinkeep/testing/draw-photos'
import { expect, test } from './support/test.ts'

test.use({
  ownStack: true,
  // A reload in the middle cuts off what was on its way.
  allowedErrors: [/Failed to load resource|net::ERR|Connecting to 'blob:/],
})
test.setTimeout(210_000)

const count = 200
const killEvery = 5000

test('two hundred photos, a worker killed every five seconds and a reload: none lost, none doubled @desktop', async ({
  newPerson,
  stack,
}) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  const files = await Promise.all(
    Array.from({ length: count }, async (_, index) => ({
      name: `photo-${index}.jpg`,
      mimeType: 'image/jpeg',
      buffer: await drawTurned(1, '2025:07:12 10:00:00', index),
    })),
  )
  await page.goto(`/c/${circleId}`)
  let killed = 0
  const killing = setInterval(() => {
    if (stack.workerPid === killed) return
    killed = stack.workerPid
    process.kill(killed, 'SIGKILL')
  }, killEvery)
  try {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Add photos' }).first().click(),
    ])
    await chooser.setFiles(files)
    const tray = page.getByRole('complementary', { name: 'Uploads' })
    // Some have arrived, most have not.
    await expect(tray.getByText(/^([5-9]|\d\d) of 200$/)).toBeVisible({ timeout: 20_000 })
    await page.reload()

    const states = async () => {
      const found: string[] = []
      let cursor: string | undefined
      do {
        const page = await api.keeps.list.query({ circleId, limit: 100, ...(cursor && { cursor }) })
        found.push(...page.items.flatMap(({ media }) => media.map(({ state }) => state)))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      const counted = Map.groupBy(found, (state) => state)
      return Object.fromEntries([...counted].map(([state, some]) => [state, some.length]))
    }
    const kept = async () => Object.values(await states()).reduce((sum, each) => sum + each, 0)
    await expect.poll(kept, { timeout: 60_000, intervals: [500] }).toBe(count)
    clearInterval(killing)
    await expect.poll(states, { timeout: 120_000, intervals: [1000] }).toEqual({ ready: count })
    await expect(page.getByText('1 of 200')).toBeHidden()
    expect((await api.circles.get.query({ circleId })).keepCount).toBe(count)
  } finally {
    clearInterval(killing)
  }
})

import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { spoilNetwork } from './support/bad-network.ts'
import { addFiles } from './support/choose-files.ts'
import { chromiumLaunchOptions } from './support/chromium.ts'
import { fire } from './support/config.ts'
import { signUpPerson } from './support/people.ts'
import { writePhotos } from './support/random-files.ts'
import { expect, test } from './support/test.ts'

test.use({ ownStack: true })
const { files: count, bytes, timeoutMs } = fire
test.setTimeout(timeoutMs)

const killEvery = 5000
const badShare = 0.1

test('photos under fire: requests that fail, reloads, a worker that is killed; none is lost, doubled or stuck @desktop', async ({
  stack,
}) => {
  // With a profile on the disk: a browser that leaves no traces keeps its files in memory, as far as that goes.
  const profile = await mkdtemp(path.join(tmpdir(), 'kinkeep-profile-'))
  const context = await chromium.launchPersistentContext(profile, {
    ...chromiumLaunchOptions(),
    ...{
      baseURL: stack.origin,
      locale: 'en-GB',
      viewport: { width: 1440, height: 900 },
      serviceWorkers: 'block',
    },
  })
  const { page, api } = await signUpPerson(context, stack)
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  const photos = await writePhotos(count, bytes)
  await page.goto(`/c/${circleId}`)
  await expect(page.getByRole('button', { name: 'Add photos' }).first()).toBeVisible()
  // A browser asks whether one really wants to leave.
  page.on('dialog', (dialog) => void dialog.accept())
  const network = await spoilNetwork(
    page,
    [`${stack.origin}/trpc/media.*`, `${stack.store.endpoint}/*`],
    badShare,
  )
  let killed = 0
  const killing = setInterval(() => {
    if (stack.workerPid === killed) return
    killed = stack.workerPid
    process.kill(killed, 'SIGKILL')
  }, killEvery)
  try {
    await addFiles(page, photos.paths)
    const tray = page.getByRole('complementary', { name: 'Uploads' })
    await expect(tray).toBeVisible()
    await expect(tray.getByText('One moment, please', { exact: false })).toBeHidden({
      timeout: timeoutMs / 3,
    })

    const kept = async () => (await api.circles.get.query({ circleId })).keepCount
    for (const share of [0.15, 0.5]) {
      await expect
        .poll(kept, { timeout: timeoutMs / 3, intervals: [200] })
        .toBeGreaterThanOrEqual(Math.floor(count * share))
      await page.reload()
    }
    await expect(tray.getByText(/could not be added|chosen again/)).toBeHidden()
    await expect.poll(kept, { timeout: timeoutMs / 2, intervals: [500] }).toBe(count)
    clearInterval(killing)

    // Said to be safe by the page only now, or gone from it because it was.
    const list = async () => {
      const found: { id: string; state: string }[] = []
      let cursor: string | undefined
      do {
        const some = await api.keeps.list.query({ circleId, limit: 100, ...(cursor && { cursor }) })
        found.push(...some.items.flatMap(({ media }) => media))
        cursor = some.nextCursor ?? undefined
      } while (cursor)
      return found
    }
    const states = async () => {
      const counted = Map.groupBy(await list(), ({ state }) => state)
      return Object.fromEntries([...counted].map(([state, some]) => [state, some.length]))
    }
    await expect.poll(states, { timeout: timeoutMs / 2, intervals: [1000] }).toEqual({ ready: count })
    await expect(tray.getByText(/being checked|Sending|could not/)).toBeHidden({ timeout: timeoutMs / 3 })
    expect(await kept()).toBe(count)

    const stored: string[] = []
    for (const { id } of await list()) {
      const original = await context.request.get(`/media/${circleId}/${id}/original`)
      stored.push(
        createHash('sha256')
          .update(await original.body())
          .digest('hex'),
      )
    }
    expect(stored.toSorted()).toEqual(photos.hashes.toSorted())
    expect(network.failed).toBeGreaterThan(count / 20)
    test.info().annotations.push({
      type: 'fire',
      description: `${count} files of ${bytes} bytes, ${network.failed} of ${network.asked} requests failed`,
    })
  } finally {
    clearInterval(killing)
    await network.end().catch(() => undefined)
    await context.close()
    await Promise.all([photos.remove(), rm(profile, { recursive: true, force: true })])
  }
})

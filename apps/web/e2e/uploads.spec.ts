import { Buffer } from 'node:buffer'
import { type DrawnFile, drawThirty, isUpright } from '@kinkeep/testing/draw-photos'
import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './support/axe.ts'
import { expect, test } from './support/test.ts'

// Playwright's recorder reads previews by `fetch`, which the content security policy refuses; the pages never do.
test.use({ allowedErrors: [/Connecting to 'blob:|ERR_INTERNET_DISCONNECTED/] })

/** Drops files on the page, as from a folder of the system. */
async function drop(page: Page, files: readonly DrawnFile[]): Promise<void> {
  const transfer = await page.evaluateHandle(
    (some) => {
      const made = new DataTransfer()
      for (const { name, mimeType, base64 } of some) {
        const bytes = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))
        made.items.add(new File([bytes], name, { type: mimeType }))
      }
      return made
    },
    files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') })),
  )
  await expect(page.getByRole('button', { name: 'Add photos' }).first()).toBeVisible()
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer })
  await expect(page.getByText('Drop photos here')).toBeVisible()
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
  await transfer.dispose()
}

test('thirty photos dropped at once stand upright in the timeline on the days they were taken', async ({
  newPerson,
}) => {
  const { page, api, context } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}`)
  await expect(page.getByRole('heading', { name: 'A place for your days' })).toBeVisible()

  await drop(page, await drawThirty())
  const tray = page.getByRole('complementary', { name: 'Uploads' })
  await expect(tray).toBeVisible()
  await expect(tray.getByText('30 of 30')).toBeVisible({ timeout: 30_000 })
  await expect(tray.getByText('3 could not be read')).toBeVisible({ timeout: 30_000 })
  await tray.getByRole('button', { name: 'Show uploads' }).click()
  await expect(tray.getByText('The file is damaged. The original is kept.').first()).toBeVisible()
  await expectNoAxeViolations(page)
  await tray.getByRole('button', { name: 'Clear the list' }).click()
  await expect(tray).toBeHidden()

  // The page was never reloaded: what is on it came by itself.
  await expect(page.getByText('page.jpg')).toBeVisible()
  const { items } = await api.keeps.list.query({ circleId, limit: 100 })
  expect(items).toHaveLength(30)
  const media = items.flatMap((keep) =>
    keep.media.map((each) => ({ ...each, day: keep.happenedAt.slice(0, 10) })),
  )
  expect(
    media
      .filter(({ state }) => state === 'failed')
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['page.jpg', 'truncated.jpg', 'truncated.png'])
  expect(media.filter(({ day }) => day === '2025-07-12')).toHaveLength(8)
  expect(media.filter(({ day }) => day === '2025-07-11')).toHaveLength(12)
  for (const { id, name } of media.filter(({ state }) => state === 'ready')) {
    const preview = await context.request.get(`/media/${circleId}/${id}/preview`)
    expect(await isUpright(await preview.body()), name).toBe(true)
  }

  const saturday = page.getByRole('heading', { name: 'Saturday, 12 July 2025' })
  await saturday.scrollIntoViewIfNeeded()
  await expect(saturday).toBeVisible()
  await expect(page.getByRole('button', { name: 'turned-6.jpg' })).toBeVisible()
})

test('files that cannot be kept say why and leave the others alone', async ({ newPerson }) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}`)
  const [plain] = (await drawThirty()).filter(({ name }) => name === 'plain.png')
  if (!plain) throw new Error('No plain.png')
  await drop(page, [
    { name: 'nothing.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) },
    { name: 'letter.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') },
    plain,
  ])
  const tray = page.getByRole('complementary', { name: 'Uploads' })
  await tray.getByRole('button', { name: 'Show uploads' }).click()
  await expect(tray.getByText('The file is empty.')).toBeVisible()
  await expect(tray.getByText('Not a photo we can keep.', { exact: false })).toBeVisible()
  await expect(page.getByRole('main').getByRole('button', { name: 'plain.png' })).toBeVisible()
  await tray.getByRole('button', { name: 'Remove nothing.jpg from the list' }).click()
  await expect(tray.getByText('nothing.jpg')).toBeHidden()
  expect((await api.keeps.list.query({ circleId })).items).toHaveLength(1)
})

test('a part of the page that is on its way when the network goes does not take the page with it', async ({
  newPerson,
}) => {
  const { page, api, context } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.route(
    /\/assets\/upload-tray-/,
    async (route) => {
      await context.setOffline(true)
      await route.abort('internetdisconnected')
    },
    { times: 1 },
  )
  await page.goto(`/c/${circleId}`)
  await page.waitForFunction(() => !navigator.onLine)
  await context.setOffline(false)
  await expect(page.getByRole('heading', { name: 'A place for your days' })).toBeVisible()
  await drop(page, (await drawThirty()).slice(0, 1))
  await expect(page.getByRole('complementary', { name: 'Uploads' })).toBeVisible()
})

test('without a network uploads wait, and go on by themselves', async ({ newPerson }) => {
  const { page, api, context } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}`)
  await expect(page.getByRole('button', { name: 'Add photos' }).first()).toBeVisible()
  const [first, ...files] = (await drawThirty()).slice(0, 4)
  if (!first) throw new Error('Nothing was drawn')
  // The tray comes after the page; that it is there is seen by its first file.
  await drop(page, [first])
  const tray = page.getByRole('complementary', { name: 'Uploads' })
  await expect(tray).toBeVisible()
  await expect(page.getByRole('main').getByRole('button', { name: first.name })).toBeVisible()
  await context.setOffline(true)
  await drop(page, files)
  await expect(tray.getByText('Waiting for the connection')).toBeVisible()
  await context.setOffline(false)
  for (const { name } of files)
    await expect(page.getByRole('main').getByRole('button', { name })).toBeVisible()
})

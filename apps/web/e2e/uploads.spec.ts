import { Buffer } from 'node:buffer'
import { type DrawnFile, drawThirty, drawTurned, isUpright } from '@kinkeep/testing/draw-photos'
import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './support/axe.ts'
import { addFiles, chooseFiles } from './support/choose-files.ts'
import { writeFiles } from './support/random-files.ts'
import { expect, test } from './support/test.ts'

// Playwright's recorder reads previews by `fetch`, which the content security policy refuses; the pages never do.
test.use({ allowedErrors: [/Connecting to 'blob:|ERR_INTERNET_DISCONNECTED|net::ERR_FAILED/] })

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
  await expect(page.getByText('Drop photos, videos or folders here')).toBeVisible()
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
  await expect(tray.getByText('Not a photo or video we can keep.', { exact: false })).toBeVisible()
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

test('what the circle has already is not sent again, unless somebody wants it; out of the trash it comes back', async ({
  newPerson,
}) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}`)
  const files = (await drawThirty()).slice(0, 2)
  const [first] = files
  if (!first) throw new Error('Nothing was drawn')
  await addFiles(page, files)
  const tray = page.getByRole('complementary', { name: 'Uploads' })
  await expect(tray.getByText('2 files are safe')).toBeVisible({ timeout: 20_000 })

  await addFiles(page, [first])
  await expect(tray.getByText('1 was already here').first()).toBeVisible()
  await tray.getByRole('button', { name: 'Show uploads' }).click()
  await expect(tray.getByText('The circle already has it')).toBeVisible()
  await expectNoAxeViolations(page)
  await tray.getByRole('button', { name: `Show it : ${first.name}` }).click()
  // On its day: the timeline from today on may be long.
  await expect(page).toHaveURL(/at=2/)
  const viewer = page.getByRole('dialog')
  await expect(viewer.getByRole('img', { name: first.name })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(viewer).toBeHidden()
  await tray.getByRole('button', { name: `Send it anyway : ${first.name}` }).click()
  await expect.poll(async () => (await api.circles.get.query({ circleId })).keepCount).toBe(3)

  const { items } = await api.keeps.list.query({ circleId })
  for (const { id: keepId, media } of items)
    if (media[0]?.name === first.name) await api.keeps.trash.mutate({ circleId, keepId })
  await addFiles(page, [first])
  await expect(tray.getByText('The circle has it, in the trash')).toBeVisible()
  await tray.getByRole('button', { name: `Restore it : ${first.name}` }).click()
  await expect(page.getByText('It is back where it was.').first()).toBeVisible()
  await expect.poll(async () => (await api.circles.get.query({ circleId })).keepCount).toBe(2)
})

test('a file that the browser could not hold is asked for again, and only the same one is taken', async ({
  newPerson,
}) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  // A disk without room for copies, and a store that nobody reaches.
  await page.addInitScript(() => {
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (value, key) {
      if (this.name === 'blobs') throw new DOMException('No room', 'QuotaExceededError')
      return key === undefined ? put.call(this, value) : put.call(this, value, key)
    }
  })
  let isReachable = false
  await page.route('**/trpc/media.requestUpload*', (route) =>
    isReachable ? route.continue() : route.abort(),
  )
  page.on('dialog', (dialog) => void dialog.accept())
  await page.goto(`/c/${circleId}`)
  // As large, as old and of the same name.
  const drawn = await drawTurned(1, '2025:07:12 10:00:00', 33)
  const [photos, others] = await Promise.all(
    ['1', '2'].map((end) => writeFiles(['sea.jpg'], async () => Buffer.concat([drawn, Buffer.from(end)]))),
  )
  if (!photos || !others) throw new Error('No files')
  try {
    // By then it is known by its hash, and no other is taken for it.
    const hashed = page.waitForRequest('**/trpc/media.requestUpload*')
    await addFiles(page, photos.paths)
    await hashed
    const tray = page.getByRole('complementary', { name: 'Uploads' })
    await expect(tray.getByText('Please keep this tab open', { exact: false })).toBeVisible()
    await page.reload()
    await expect(tray.getByText('1 file has to be chosen again')).toBeVisible()
    await tray.getByRole('button', { name: 'Show uploads' }).click()
    await expect(tray.getByText('The page was closed before it was sent.', { exact: false })).toBeVisible()
    await expectNoAxeViolations(page)
    isReachable = true
    const again = tray.getByRole('button', { name: 'Choose them again' })
    await chooseFiles(again, others.paths)
    await expect(tray.getByText('That was another file', { exact: false })).toBeVisible()
    await chooseFiles(again, photos.paths)
    await expect(page.getByRole('main').getByRole('button', { name: 'sea.jpg' })).toBeVisible()
    await expect(tray.getByText('1 file is safe')).toBeVisible({ timeout: 20_000 })
  } finally {
    await Promise.all([photos.remove(), others.remove()])
  }
})

test('of two tabs one sends and both show it; a pause holds, and the other goes on when the first is closed @desktop', async ({
  newPerson,
}) => {
  const { page, api, context } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}`)
  await expect(page.getByRole('button', { name: 'Add photos' }).first()).toBeVisible()
  const other = await context.newPage()
  await other.goto(`/c/${circleId}`)
  let requests = 0
  for (const tab of [page, other])
    tab.on('request', (request) => {
      if (request.method() === 'PUT') requests += 1
    })
  const files = (await drawThirty()).filter(({ name }) => name.startsWith('turned')).slice(0, 4)
  await page.route('**/trpc/media.requestUpload*', (route) => route.abort())
  await addFiles(other, files)
  const trays = [page, other].map((tab) => tab.getByRole('complementary', { name: 'Uploads' }))
  for (const tray of trays) await expect(tray.getByText('0 of 4')).toBeVisible()
  const [, tray] = trays
  if (!tray) throw new Error('No tray')
  await tray.getByRole('button', { name: 'Show uploads' }).click()
  await tray.getByRole('button', { name: 'Pause' }).click()
  await expect(tray.getByText('Paused, 4 files left')).toBeVisible()
  await page.close()
  await expect(tray.getByText('Paused, 4 files left')).toBeVisible()
  await tray.getByRole('button', { name: 'Go on' }).click()
  await expect(tray.getByText('4 files are safe')).toBeVisible({ timeout: 20_000 })
  expect(requests).toBe(4)
  expect((await api.circles.get.query({ circleId })).keepCount).toBe(4)
})

test('a folder is taken with what is in it @desktop', async ({ newPerson }) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}`)
  const photos = await writeFiles(['one.jpg', 'two.jpg', '.hidden'], (index) =>
    drawTurned(1, '2025:07:12 10:00:00', 100 + index),
  )
  await chooseFiles(page.getByRole('button', { name: 'Add a folder' }), photos.folder)
  await expect(page.getByRole('main').getByRole('button', { name: 'two.jpg' })).toBeVisible()
  await photos.remove()
  await expect.poll(async () => (await api.circles.get.query({ circleId })).keepCount).toBe(2)
})

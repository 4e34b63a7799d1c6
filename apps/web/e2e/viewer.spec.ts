import { randomUUID } from 'node:crypto'
import { drawTurned } from '@kinkeep/testing/draw-photos'
import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './support/axe.ts'
import { addFiles } from './support/choose-files.ts'
import type { Person } from './support/people.ts'
import { expect, test } from './support/test.ts'

/** A timeline with five photos, `photo-5.jpg` being the newest. */
async function openFivePhotos({ page, api }: Person): Promise<Page> {
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}`)
  const files = await Promise.all(
    [1, 2, 3, 4, 5].map(async (number) => ({
      name: `photo-${number}.jpg`,
      mimeType: 'image/jpeg',
      buffer: await drawTurned(number, `2025:07:12 1${number}:00:00`, number * 50),
    })),
  )
  await addFiles(page, files)
  for (const { name } of files) await expect(page.getByRole('button', { name })).toBeVisible()
  return page
}

test('photos are looked at with the keyboard alone', async ({ newPerson }) => {
  const page = await openFivePhotos(await newPerson())
  const newest = page.getByRole('button', { name: 'photo-5.jpg' })
  await newest.focus()
  await page.keyboard.press('Enter')
  const viewer = page.getByRole('dialog', { name: 'Photo' })
  await expect(viewer.getByText('1 of 5')).toBeVisible()
  await expect(viewer.getByText('12 July 2025, 15:00, Vera Lind')).toBeVisible()
  await expectNoAxeViolations(page)

  await page.keyboard.press('ArrowRight')
  await expect(viewer.getByText('2 of 5')).toBeVisible()
  await page.keyboard.press('End')
  await expect(viewer.getByText('5 of 5')).toBeVisible()
  await expect(viewer.getByRole('img', { name: 'photo-1.jpg' })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(viewer.getByText('5 of 5')).toBeVisible()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect(viewer.getByText('2 of 5')).toBeVisible()

  const picture = viewer.getByRole('img', { name: 'photo-4.jpg' })
  const width = async () => (await picture.boundingBox())?.width ?? 0
  const before = await width()
  await page.keyboard.press('+')
  await expect.poll(width).toBeCloseTo(before * 1.5, 0)
  await page.keyboard.press('0')
  await expect.poll(width).toBeCloseTo(before, 0)

  // The focus goes round inside, by way of the browser's own bar, where nothing of the page has it.
  for (let press = 0; press < 14; press += 1) {
    await page.keyboard.press('Tab')
    const outside = await viewer.evaluate((node) =>
      node.contains(document.activeElement) ? null : document.activeElement?.tagName,
    )
    expect([null, 'BODY']).toContain(outside)
  }

  await page.reload()
  await expect(viewer.getByText('2 of 5')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(viewer).toBeHidden()
  await expect(page.getByRole('button', { name: 'photo-4.jpg' })).toBeFocused()
})

test('the back button closes a photo, and a swipe shows the next @phone', async ({ newPerson }) => {
  const page = await openFivePhotos(await newPerson())
  await page.getByRole('button', { name: 'photo-5.jpg' }).tap()
  const viewer = page.getByRole('dialog', { name: 'Photo' })
  await expect(viewer.getByText('1 of 5')).toBeVisible()

  const touch = await page.context().newCDPSession(page)
  const at = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y: 420 }] })
  await at('touchStart', 300)
  for (const x of [260, 200, 140, 90]) await at('touchMove', x)
  await at('touchEnd', 90)
  await expect(viewer.getByText('2 of 5')).toBeVisible()

  await page.goBack()
  await expect(viewer).toBeHidden()
  await expect(page.getByRole('heading', { name: 'The Linds' })).toBeVisible()
})

test('a photo is thrown away from the viewer, and undone', async ({ newPerson }) => {
  const page = await openFivePhotos(await newPerson())
  const newest = page.getByRole('button', { name: 'photo-5.jpg' })
  await newest.click()
  await page.getByRole('dialog', { name: 'Photo' }).getByRole('button', { name: 'Move to trash' }).click()
  await expect(newest).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(newest).toBeVisible()
})

test('one photo of several goes for good, after a question, and the others stay', async ({ newPerson }) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  const mediaIds: string[] = []
  for (const number of [1, 2]) {
    const bytes = await drawTurned(number, `2025:07:12 1${number}:00:00`, number * 50)
    const file = {
      ...{ uploadKey: randomUUID(), name: `photo-${number}.jpg`, byteSize: bytes.length },
      ...{ contentType: 'image/jpeg', modifiedAt: '2025-07-12T12:00:00', keep: 'attached' as const },
    }
    const { uploads } = await api.media.requestUpload.mutate({ circleId, files: [file] })
    const [upload] = uploads
    if (upload?.status !== 'send') throw new Error(`The upload was not taken: ${upload?.status}`)
    await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: new Uint8Array(bytes) })
    await api.media.completeUpload.mutate({ circleId, mediaId: upload.mediaId })
    mediaIds.push(upload.mediaId)
  }
  await api.keeps.create.mutate({ circleId, kind: 'media', mediaIds })
  await page.goto(`/c/${circleId}`)
  await page.getByRole('button', { name: 'photo-1.jpg' }).click()
  const viewer = page.getByRole('dialog', { name: 'Photo' })
  await expect(viewer.getByText('1 of 2')).toBeVisible()
  await viewer.getByRole('button', { name: 'Move to trash' }).click()
  const question = page.getByRole('alertdialog', { name: 'This one alone, or the whole keep?' })
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expectNoAxeViolations(page)
  await page.keyboard.press('Escape')
  await expect(question).toBeHidden()

  await viewer.getByRole('button', { name: 'Move to trash' }).click()
  await question.getByRole('button', { name: 'Delete this photo for good' }).click()
  await expect(viewer.getByText('1 of 1')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'photo-2.jpg' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'photo-1.jpg' })).toBeHidden()
})

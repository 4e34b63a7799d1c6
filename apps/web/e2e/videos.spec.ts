import { drawVideo } from '@kinkeep/testing/draw-video'
import { expectNoAxeViolations } from './support/axe.ts'
import { addFiles } from './support/choose-files.ts'
import { expect, test } from './support/test.ts'

test('a video has its length on its tile, and plays by the keyboard', async ({ newPerson }) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}`)
  const buffer = await drawVideo({ container: 'mov', codec: 'hevc', seconds: 3, sound: true })
  await addFiles(page, [{ name: 'first-steps.mov', mimeType: 'video/quicktime', buffer }])

  const tile = page.getByRole('button', { name: 'Video first-steps.mov, by Vera Lind' })
  await expect(tile).toBeVisible()
  await expect(tile).toContainText('0:03')
  await tile.click()
  const viewer = page.getByRole('dialog', { name: 'Photo' })
  const video = viewer.locator('video')
  await expect(video).toHaveAttribute('aria-label', 'Video first-steps.mov, by Vera Lind')
  await expectNoAxeViolations(page)

  // What the worker made is what plays: H.264, which this browser has or says that it has not.
  const played = await page.request.get((await video.getAttribute('src')) ?? '', {
    headers: { range: 'bytes=0-99' },
  })
  expect([played.status(), played.headers()['content-type']]).toEqual([206, 'video/mp4'])
  const canPlay = await video.evaluate((node: HTMLVideoElement) =>
    node.canPlayType('video/mp4; codecs="avc1.42E01E"'),
  )
  await page.keyboard.press('Space')
  if (canPlay) {
    await expect.poll(() => video.evaluate((node: HTMLVideoElement) => node.currentTime)).toBeGreaterThan(0)
  } else {
    await expect(viewer.getByRole('alert')).toContainText('does not play right now')
    await expect(viewer.getByRole('button', { name: 'Try again' })).toBeVisible()
  }
  await page.keyboard.press('Escape')
  await expect(viewer).toBeHidden()
})

import { drawUndated } from '@kinkeep/testing/draw-photos'
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

test('a Live Photo moves the way its photo was turned @desktop', async ({ newPerson }) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}`)
  await addFiles(page, [
    { name: 'wave.jpg', mimeType: 'image/jpeg', buffer: await drawUndated() },
    {
      ...{ name: 'wave.webm', mimeType: 'video/webm' },
      buffer: await drawVideo({ container: 'webm', codec: 'vp9', width: 320, height: 180, seconds: 4 }),
    },
  ])
  await page.getByRole('button', { name: 'wave.jpg' }).click()
  const viewer = page.getByRole('dialog', { name: 'Photo' })
  const play = viewer.getByRole('button', { name: 'Play Live Photo' })
  const film = viewer.locator('video[data-live]')
  const expectTurned = async (degrees: number) => {
    await play.click()
    await expect(film).toHaveAttribute('data-loaded')
    await expect(film).toHaveAttribute('style', new RegExp(`rotate\\(${degrees}deg\\)`))
    // It fills its place, whichever way it lies.
    const [drawn, place] = await Promise.all([film.boundingBox(), film.locator('..').boundingBox()])
    expect(drawn).toEqual(place)
    await play.click()
    await expect(film).toBeHidden()
  }
  await expectTurned(0)
  await viewer.getByRole('button', { name: 'Turn a quarter' }).click()
  await expectTurned(90)
  const picture = viewer.getByRole('img', { name: 'wave.jpg' })
  await expect(picture).toHaveAttribute('src', /\?v=2$/)
  await expectTurned(90)
})

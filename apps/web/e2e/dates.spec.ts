import { drawUndated, isUpright } from '@kinkeep/testing/draw-photos'
import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './support/axe.ts'
import { addFiles } from './support/choose-files.ts'
import type { Person } from './support/people.ts'
import { expect, test } from './support/test.ts'

async function openUndated(
  { page, api }: Person,
  names: string[],
): Promise<{ page: Page; circleId: string }> {
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}`)
  const files = await Promise.all(
    names.map(async (name, index) => ({
      name,
      mimeType: 'image/jpeg',
      buffer: await drawUndated(150 + index * 40),
    })),
  )
  await addFiles(page, files)
  for (const name of names) await expect(page.getByRole('button', { name })).toBeVisible()
  return { page, circleId }
}

test('photos without a date are dated together, seen before it is done, and taken back', async ({
  newPerson,
}) => {
  const vera = await newPerson()
  const { page, circleId } = await openUndated(vera, ['scan-1.jpg', 'scan-2.jpg', 'scan-3.jpg'])
  await page.getByRole('link', { name: '3 keeps without a sure date' }).click()
  await expect(page.getByRole('heading', { name: 'Dates to look at', level: 1 })).toBeVisible()
  await expectNoAxeViolations(page)

  const tray = page.getByRole('group', { name: 'Dates to look at' })
  await tray.getByRole('button').first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowRight')
  await expect(page.getByText('2 chosen')).toBeVisible()
  await page.keyboard.press('Control+a')
  await expect(page.getByText('3 chosen')).toBeVisible()
  await page.getByRole('button', { name: 'Change the date' }).click()

  const dialog = page.getByRole('dialog', { name: 'When were these 3?' })
  await dialog.getByLabel('How well is it known?').selectOption('season')
  await dialog.getByLabel('Season', { exact: true }).selectOption('summer')
  await dialog.getByLabel('Year', { exact: true }).fill('1968')
  await expect(dialog.getByText('3 will change.')).toBeVisible()
  await expect(dialog.getByText('Summer 1968').first()).toBeVisible()
  await expectNoAxeViolations(page)
  await dialog.getByRole('button', { name: 'Change the dates' }).click()
  await expect(page.getByText('3 dates changed.', { exact: true })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Every date is known' })).toBeVisible()

  await page.goto(`/c/${circleId}`)
  await expect(page.getByRole('heading', { name: 'Summer 1968' })).toBeVisible()
  await expect(page.getByText('1 June 1968')).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'without a sure date' })).toHaveCount(0)

  await page.goto(`/c/${circleId}/dates`)
  const earlier = page.getByRole('region', { name: 'Earlier changes' })
  await expect(earlier.getByText('Set to Summer 1968')).toBeVisible()
  await expectNoAxeViolations(page)
  await earlier.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('3 dates are as they were.', { exact: true })).toBeVisible()
  await expect(tray.getByRole('button')).toHaveCount(3)
})

test('what is to be done with dates is not under the list of uploads', async ({ newPerson }) => {
  const { page } = await openUndated(
    await newPerson(),
    ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}.jpg`),
  )
  // What cannot be sent keeps the list in sight.
  await addFiles(page, { name: 'nothing.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) })
  await page.getByRole('link', { name: '6 keeps without a sure date' }).click()
  const button = page.getByRole('button', { name: 'Change the date' })
  const uploads = page.getByRole('complementary', { name: 'Uploads' })
  await expect(uploads).toBeVisible()
  await expect
    .poll(async () => {
      const [above, below] = await Promise.all([button, uploads].map((each) => each.boundingBox()))
      return above && below ? above.y + above.height < below.y : false
    })
    .toBe(true)
})

test('a photo is turned at a key, at once to look at and soon for everybody @desktop', async ({
  newPerson,
}) => {
  const vera = await newPerson()
  const { page } = await openUndated(vera, ['beach.jpg'])
  await page.getByRole('button', { name: 'beach.jpg' }).click()
  const viewer = page.getByRole('dialog', { name: 'Photo' })
  const picture = viewer.getByRole('img', { name: 'beach.jpg' })
  const shape = async () => {
    const box = await picture.boundingBox()
    return box && box.width > box.height ? 'wide' : 'tall'
  }
  await expect.poll(shape).toBe('wide')
  await page.keyboard.press('r')
  await expect.poll(shape).toBe('tall')
  await expect(picture).toHaveAttribute('src', /\?v=2$/)
  await expect(picture).not.toHaveAttribute('style', /rotate/)
  await expect.poll(shape).toBe('tall')

  for (let press = 0; press < 3; press += 1)
    await viewer.getByRole('button', { name: 'Turn a quarter' }).click()
  await expect.poll(shape).toBe('wide')
  await expect(picture).not.toHaveAttribute('style', /rotate/)
  const src = await picture.getAttribute('src')
  expect(await isUpright(await (await page.request.get(src ?? '')).body())).toBe(true)
})

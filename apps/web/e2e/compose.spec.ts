import { drawTurned } from '@kinkeep/testing/draw-photos'
import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './support/axe.ts'
import { chooseFiles } from './support/choose-files.ts'
import { expect, test } from './support/test.ts'

async function choosePhotos(page: Page, names: readonly string[]): Promise<void> {
  const files = await Promise.all(
    names.map(async (name, index) => ({
      name,
      mimeType: 'image/jpeg',
      buffer: await drawTurned(1, '2025:07:12 10:00:00', index * 60),
    })),
  )
  await chooseFiles(page.getByRole('button', { name: 'Choose photos' }), files)
}

test('photos are put in order, captioned, kept, changed, thrown away and taken back', async ({
  newPerson,
}) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}`)
  await page.getByRole('link', { name: 'Add', exact: true }).click()
  const composer = page.getByRole('dialog', { name: 'Add to the circle' })
  await composer.getByRole('button', { name: 'Keep it' }).click()
  await expect(composer.getByText('Please choose at least one photo.')).toBeVisible()

  await choosePhotos(page, ['one.jpg', 'two.jpg', 'three.jpg'])
  await composer.getByRole('button', { name: 'Move three.jpg forward' }).click()
  await composer.getByRole('button', { name: 'Move three.jpg forward' }).click()
  await expect(composer.getByRole('img').first()).toHaveAccessibleName('Photo 1 of 3: three.jpg')
  await composer.getByLabel('Caption').fill('At the lake')
  await expectNoAxeViolations(page)
  await composer.getByRole('button', { name: 'Keep it' }).click()
  await expect(composer).toBeHidden()

  const card = page.getByRole('article').filter({ hasText: 'At the lake' })
  await expect(card.getByRole('button', { name: /\.jpg/ })).toHaveCount(3)
  await expect(page.getByRole('heading', { name: 'Saturday, 12 July 2025' })).toBeVisible()
  const [kept] = (await api.keeps.list.query({ circleId })).items
  expect(kept?.media.map(({ name }) => name)).toEqual(['three.jpg', 'one.jpg', 'two.jpg'])

  await card.getByRole('button', { name: 'More about this keep' }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  const editor = page.getByRole('dialog', { name: 'Edit' })
  await editor.getByLabel('Caption').fill('At the lake, before the rain')
  await editor.getByRole('button', { name: 'Remove one.jpg' }).click()
  await editor.getByRole('button', { name: 'Save changes' }).click()
  const changed = page.getByRole('article').filter({ hasText: 'before the rain' })
  await expect(changed.getByRole('button', { name: /\.jpg/ })).toHaveCount(2)
  await expect(changed.getByText('edited')).toBeVisible()

  await changed.getByRole('button', { name: 'More about this keep' }).click()
  await page.getByRole('menuitem', { name: 'Move to trash' }).click()
  await expect(changed).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(changed).toBeVisible()

  await changed.getByRole('button', { name: 'More about this keep' }).click()
  await page.getByRole('menuitem', { name: 'Move to trash' }).click()
  await expect(changed).toBeHidden()
  await page.getByRole('main').getByRole('link', { name: 'Trash' }).click()
  await expect(page.getByText('30 days left')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Restore: At the lake' }).click()
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible()
  await page.getByRole('link', { name: 'To the timeline' }).click()
  await expect(changed).toBeVisible()
})

test('a note begun before a reload is still there, and is kept once', async ({ newPerson }) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}`)
  await page.getByRole('button', { name: 'Write something' }).click()
  const composer = page.getByRole('dialog', { name: 'Add to the circle' })
  await composer.getByRole('button', { name: 'Keep it' }).click()
  await expect(composer.getByText('Please write something.')).toBeVisible()
  await composer.getByLabel('What happened?').fill('The power went out.')
  await composer.getByLabel('When was it?').fill('2024-02-29')
  await page.reload()
  await expect(composer.getByLabel('What happened?')).toHaveValue('The power went out.')
  await composer.getByRole('button', { name: 'Keep it' }).click()
  await expect(page.getByRole('article').getByText('The power went out.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Thursday, 29 February 2024' })).toBeVisible()

  await page.getByRole('link', { name: 'Add', exact: true }).click()
  await expect(composer.getByLabel('Caption')).toHaveValue('')
  await composer.getByText('Milestone', { exact: true }).click()
  await composer.getByLabel('Which one?').selectOption({ label: 'First steps' })
  await composer.getByLabel('How was it?').fill('From the sofa to the plant.')
  await composer.getByRole('button', { name: 'Keep it' }).click()
  await expect(page.getByRole('heading', { name: 'First steps' })).toBeVisible()
  expect((await api.keeps.list.query({ circleId })).items).toHaveLength(2)
})

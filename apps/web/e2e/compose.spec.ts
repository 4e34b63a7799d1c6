import { drawTurned } from '@kinkeep/testing/draw-photos'
import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './support/axe.ts'
import { loseAnswers } from './support/bad-network.ts'
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

test.describe('when the network fails', () => {
  test.use({ allowedErrors: [/Failed to load resource|ERR_FAILED|net::/] })

  test('what is changed after an answer that got lost is kept as it is now, and once @desktop', async ({
    newPerson,
  }) => {
    const { page, api } = await newPerson()
    const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
    await page.goto(`/c/${circleId}?add=note`)
    const composer = page.getByRole('dialog', { name: 'Add to the circle' })
    await composer.getByLabel('What happened?').fill('The power went out.')
    const find = await loseAnswers(page, 'keeps.create')
    await composer.getByRole('button', { name: 'Keep it' }).click()
    await expect(composer.getByRole('alert').first()).toBeVisible()
    await find()
    await page.reload()
    await composer.getByLabel('What happened?').fill('The power went out, and we told stories.')
    await composer.getByRole('button', { name: 'Keep it' }).click()
    await expect(composer).toBeHidden()
    const told = async () => (await api.keeps.list.query({ circleId })).items.map(({ body }) => body)
    expect(await told()).toEqual(['The power went out, and we told stories.'])

    // Emptied by hand, it is another one.
    await page.goto(`/c/${circleId}?add=note`)
    await composer.getByLabel('What happened?').fill('A cake.')
    const findAgain = await loseAnswers(page, 'keeps.create')
    await composer.getByRole('button', { name: 'Keep it' }).click()
    await expect(composer.getByRole('alert').first()).toBeVisible()
    await findAgain()
    await composer.getByLabel('What happened?').fill('')
    await composer.getByLabel('What happened?').fill('A candle.')
    await composer.getByRole('button', { name: 'Keep it' }).click()
    await expect(composer).toBeHidden()
    expect((await told()).toSorted()).toEqual([
      'A cake.',
      'A candle.',
      'The power went out, and we told stories.',
    ])
  })
})

test('photos that arrive while the composer is closed are in what is kept, and go with whoever signs out @desktop', async ({
  newPerson,
  stack,
}) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}?add=true`)
  const composer = page.getByRole('dialog', { name: 'Add to the circle' })
  const held = Promise.withResolvers<void>()
  await page.route(`${stack.store.endpoint}/**`, async (route) => {
    await held.promise
    await route.continue()
  })
  await choosePhotos(page, ['one.jpg'])
  await composer.getByLabel('Caption').fill('At the lake')
  await composer.getByRole('button', { name: 'Keep it' }).click()
  await expect(composer.getByText('Sending 1 photo')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(composer).toBeHidden()
  held.resolve()
  const tray = page.getByRole('complementary', { name: 'Uploads' })
  await expect(tray.getByText('1 file is safe')).toBeVisible()
  await expect(tray).toBeHidden()

  await page.getByRole('link', { name: 'Add', exact: true }).click()
  await expect(composer.getByLabel('Caption')).toHaveValue('At the lake')
  await composer.getByRole('button', { name: 'Keep it' }).click()
  await expect(composer).toBeHidden()
  expect((await api.keeps.list.query({ circleId })).items).toMatchObject([
    { body: 'At the lake', media: [{ name: 'one.jpg' }] },
  ])

  await page.goto(`/c/${circleId}?add=note`)
  await composer.getByLabel('What happened?').fill('For nobody else')
  const drafts = () =>
    page.evaluate(() => Object.values(localStorage).filter((text) => /For nobody/.test(text)))
  expect(await drafts()).toHaveLength(1)
  await page.goto('/settings')
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/sign-in/)
  expect(await drafts()).toEqual([])
})

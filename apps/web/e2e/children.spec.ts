import { drawTurned } from '@kinkeep/testing/draw-photos'
import { expectNoAxeViolations } from './support/axe.ts'
import { addFiles } from './support/choose-files.ts'
import { expect, test } from './support/test.ts'

test('a child is added, measured against the tables of WHO, and gets a picture beside a brother of the same age', async ({
  newPerson,
}) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}/people`)
  const section = page.getByRole('region', { name: 'Children' })
  await section.getByRole('button', { name: 'Add a child' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Mila')
  await dialog.getByLabel('Date of birth').fill('2999-01-01')
  await dialog.getByLabel('Compare growth with').selectOption('Girls')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog.getByText(/This day has not come yet/)).toBeVisible()
  await dialog.getByLabel('Date of birth').fill('2023-02-14')
  await expectNoAxeViolations(page)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await section.getByRole('link', { name: /Mila/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Mila' })).toBeVisible()
  await expect(page.getByText('Nothing has been measured yet.')).toBeVisible()
  await expectNoAxeViolations(page)

  const measure = async (day: string, height: string) => {
    await dialog.getByLabel('Day', { exact: true }).fill(day)
    await dialog.getByLabel('Height or length').fill(height)
    await dialog.getByRole('button', { name: 'Save' }).click()
  }
  await page.getByRole('button', { name: 'Add a measurement' }).click()
  await measure('2023-08-14', '6570')
  await expect(dialog.getByText(/This cannot be right/)).toBeVisible()
  await expectNoAxeViolations(page)
  await measure('2023-08-14', '65.7')
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: 'Add a measurement' }).click()
  await measure('2025-02-14', '86.4 cm')
  await expect(dialog).toBeHidden()
  // A day and a half before six months of the tables, whose median for girls is 65.7 cm.
  const table = page.getByRole('table', { name: 'Height of Mila' })
  await expect(table.getByRole('row').nth(1)).toContainText('86.4 cm')
  await expect(table.getByRole('row').nth(2)).toContainText(/65\.7 cm51/)
  const point = page.getByRole('button', { name: /6 months: 65\.7 cm, percentile 51/ })
  await point.focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('button', { name: /2 years: 86\.4 cm/ })).toBeFocused()
  await expectNoAxeViolations(page)

  // Taken away, its row goes with the button that had the focus: the table keeps it.
  await page.getByRole('button', { name: 'Remove what was measured on 14 February 2025' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await expect(table.getByRole('row')).toHaveCount(2)
  await expect(table).toBeFocused()

  const [mila] = (await api.circles.children.list.query({ circleId })).items
  const ilya = await api.circles.children.create.mutate({ circleId, name: 'Ilya', birthdate: '2019-05-01' })
  await page.goto(`/c/${circleId}`)
  await addFiles(
    page,
    await Promise.all(
      ['2024:02:20', '2020:05:09'].map(async (day, index) => ({
        name: `${index}.jpg`,
        mimeType: 'image/jpeg',
        buffer: await drawTurned(index + 1, `${day} 10:00:00`, index * 90),
      })),
    ),
  )
  const photos = async () => (await api.keeps.list.query({ circleId })).items
  await expect
    .poll(async () => (await photos()).flatMap(({ media }) => media.map(({ state }) => state)), {
      timeout: 20_000,
    })
    .toEqual(['ready', 'ready'])
  for (const [index, child] of [mila, ilya].entries()) {
    const keepId = (await photos())[index]?.id ?? ''
    await api.keeps.update.mutate({ circleId, keepId, childIds: [child?.id ?? ''] })
  }

  await page.goto(`/c/${circleId}/children/${mila?.id}`)
  await page.getByRole('button', { name: 'Choose a picture' }).click()
  await dialog.getByRole('button', { name: 'Photo of 20 February 2024' }).click()
  await expect(page.locator('header img')).toBeVisible()
  const together = page.getByRole('region', { name: 'Then and now' })
  await together.getByRole('slider', { name: 'Age' }).fill('12')
  await expect(together.getByRole('link', { name: /Mila.*1 year/ })).toBeVisible()
  await expect(together.getByRole('link', { name: /Ilya.*1 year/ })).toBeVisible()
  await expectNoAxeViolations(page)

  await page.getByRole('button', { name: 'Delete profile' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByText('The profile of Mila is gone.', { exact: true })).toBeVisible()
  await expect(section.getByRole('link')).toHaveCount(1)
  expect((await photos()).map(({ childIds }) => childIds)).toEqual([[], [ilya.id]])
})

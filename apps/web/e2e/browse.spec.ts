import { drawTurned } from '@kinkeep/testing/draw-photos'
import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './support/axe.ts'
import { addFiles } from './support/choose-files.ts'
import { timeZone } from './support/people.ts'
import { expect, test } from './support/test.ts'

async function addPhotos(page: Page, names: readonly string[], day = '2019:07:14'): Promise<void> {
  const files = await Promise.all(
    names.map(async (name, place) => ({
      name,
      mimeType: 'image/jpeg',
      buffer: await drawTurned(place + 1, `${day} 1${place}:00:00`, place * 60),
    })),
  )
  await addFiles(page, files)
  for (const name of names) await expect(page.getByRole('button', { name })).toBeVisible()
}

test('what a family kept is found again by its tags, its words, its day and its month', async ({
  newPerson,
  isMobile,
}) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  const note = (body: string, happenedAt: string, tags: string[] = []) =>
    api.keeps.create.mutate({ circleId, kind: 'note', body, happenedAt, tags })
  // Swedish dates are written as ours.
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone })
    .format(new Date())
    .slice(4)
    .replace('-02-29', '-02-28')
  await note('Мы гуляли у озера, Ёжик бежал впереди', '2019-07-12T10:00:00', ['дача'])
  await note('A walk by the lake', '2021-03-02T10:00:00', ['lake', 'spring'])
  const { id: latest } = await note('Bread from the oven', `2024${today}T12:00:00`, ['kitchen'])
  await api.keeps.comments.add.mutate({
    circleId,
    keepId: latest,
    body: 'I could smell it <b>from the lake</b>',
  })

  await page.goto(`/c/${circleId}`)
  await expect(page.getByText('Bread from the oven')).toBeVisible()
  await expect(page.getByRole('link', { name: 'On this day in 2024' })).toBeVisible()
  await expectNoAxeViolations(page)

  // A tag, and back.
  await page.getByRole('link', { name: '#lake' }).click()
  await expect(page.getByText('A walk by the lake')).toBeVisible()
  await expect(page.getByText('Bread from the oven')).toBeHidden()
  await expect(page.getByRole('slider', { name: 'Jump to a month' })).toBeHidden()
  await page.reload()
  await expect(page.getByText('A walk by the lake')).toBeVisible()
  await page.getByRole('button', { name: 'Favourites' }).click()
  await expect(page.getByText('Nothing fits all of this')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.goBack()
  await expect(page.getByText('A walk by the lake')).toBeVisible()

  // A favourite, by the sheet.
  const card = page.getByRole('article').filter({ hasText: 'A walk by the lake' })
  await card.getByRole('button', { name: 'Favourite' }).click()
  await expect(card.getByRole('button', { name: 'Favourite', pressed: true })).toBeVisible()
  // Where there was nothing a moment ago.
  await page.getByRole('button', { name: 'Favourites' }).click()
  await expect(page).toHaveURL(/favourites/)
  await expect(page.getByText('A walk by the lake')).toBeVisible()
  await page.goBack()
  await page.getByRole('button', { name: 'Remove #lake' }).click()
  await expect(page.getByText('Bread from the oven')).toBeVisible()
  await page.getByRole('button', { name: 'Filter' }).click()
  const sheet = page.getByRole('dialog', { name: 'Filter' })
  await sheet.getByRole('checkbox', { name: 'Favourites' }).check()
  await sheet.getByRole('combobox', { name: 'Tag' }).selectOption('#spring (1)')
  await expectNoAxeViolations(page)
  await sheet.getByRole('button', { name: 'Show' }).click()
  await expect(page).toHaveURL(/tag=spring/)
  await expect(page.getByText('A walk by the lake')).toBeVisible()
  await expect(page.getByText('Bread from the oven')).toBeHidden()
  await page.getByRole('button', { name: 'Clear all' }).click()

  // Words, in two languages and in what others said.
  await page.getByRole('link', { name: 'Search' }).click()
  await page.getByRole('searchbox').fill('ежики озеро')
  await expect(page.locator('mark').first()).toHaveText('озера')
  await expect(page.locator('mark', { hasText: 'Ёжик' })).toBeVisible()
  await page.getByRole('searchbox').fill('lake')
  await expect(page.getByText('<b>from the')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('searchbox').fill('giraffe')
  await expect(page.getByText('Nothing found')).toBeVisible()

  // Months, by keys.
  await page.goto(`/c/${circleId}/browse?view=calendar&month=2019-08`)
  const day = page.getByRole('link', { name: /12 July 2019, 1 keep/ })
  await expect(page.getByText('Nothing is kept in this month yet.')).toBeVisible()
  await page.getByRole('button', { name: /^Thursday,? 1 August 2019, nothing kept/ }).focus()
  await page.keyboard.press('PageUp')
  await expect(day).toBeVisible()
  await expectNoAxeViolations(page)
  for (let press = 0; press < 11; press += 1) await page.keyboard.press('ArrowRight')
  await expect(day).toBeFocused()
  await page.getByRole('combobox', { name: 'Year' }).selectOption('2021')
  await expect(page).toHaveURL(/month=2021-07/)
  await page.goBack()
  await page.goto(`/c/${circleId}/browse?view=calendar&month=2019-07`)
  await day.click()
  await expect(page).toHaveURL(/at=2019-07-12/)
  await expect(page.getByText('Мы гуляли у озера')).toBeVisible()

  await page.goto(`/c/${circleId}/browse?view=day`)
  await expect(page.getByRole('heading', { name: '2024' })).toBeVisible()
  await expect(page.getByText('Bread from the oven')).toBeVisible()
  await expectNoAxeViolations(page)
  expect(isMobile || (await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth))).toBe(
    true,
  )
})

test('tags are typed, suggested and taken back, and photos follow each other to their end @desktop', async ({
  newPerson,
}) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await api.keeps.create.mutate({ circleId, kind: 'note', body: 'First', tags: ['summer house'] })
  await page.goto(`/c/${circleId}?add=note`)
  const composer = page.getByRole('dialog')
  await composer.getByRole('textbox', { name: 'What happened?' }).fill('Second')
  const field = composer.getByRole('combobox', { name: 'Tags' })
  await field.pressSequentially('#Lake,sum')
  await expect(page.getByRole('option', { name: '#summer house' })).toBeVisible()
  await field.press('ArrowDown')
  await field.press('Enter')
  await field.pressSequentially('wrong,')
  await field.press('Backspace')
  await expectNoAxeViolations(page)
  await composer.getByRole('button', { name: 'Keep it' }).click()
  const tags = page.getByRole('article').filter({ hasText: 'Second' }).getByRole('list', { name: 'Tags' })
  await expect(tags.getByRole('link')).toHaveText(['#lake', '#summer house'])

  await addPhotos(page, ['one.jpg', 'two.jpg'])
  await page.getByRole('link', { name: 'Slideshow' }).click()
  const show = page.getByRole('dialog', { name: 'Slideshow' })
  await expect(show.getByRole('img', { name: 'two.jpg' })).toBeVisible()
  await page.keyboard.press(' ')
  await expect(show.getByRole('button', { name: 'Play' })).toBeVisible()
  await expectNoAxeViolations(page)
  // What comes in above does not move the one that is shown.
  const beside = await page.context().newPage()
  await beside.goto(`/c/${circleId}`)
  await addPhotos(beside, ['three.jpg'], '2019:07:15')
  await beside.close()
  await expect(async () => {
    await page.keyboard.press('ArrowLeft')
    await expect(show.getByRole('img', { name: 'three.jpg' })).toBeVisible({ timeout: 500 })
  }).toPass()
  await page.keyboard.press('ArrowRight')
  await expect(show.getByRole('img', { name: 'two.jpg' })).toBeVisible()
  await show.getByRole('combobox').selectOption('3')
  await show.getByRole('button', { name: 'Play' }).click()
  await expect(show.getByRole('img', { name: 'one.jpg' })).toBeVisible()
  await expect(show.getByRole('button', { name: 'Play' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(show).toBeHidden()
  await expect(page.getByRole('button', { name: 'two.jpg' })).toBeVisible()
})

test('however far one scrolls, the page stays as small as it was @desktop', async ({ newPerson }) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  const days = Array.from({ length: 240 }, (_, index) =>
    new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10),
  )
  for (let first = 0; first < days.length; first += 24) {
    await Promise.all(
      days.slice(first, first + 24).map((day) =>
        api.keeps.create.mutate({
          circleId,
          kind: 'note',
          body: `A day. ${day}`,
          happenedAt: `${day}T12:00:00`,
        }),
      ),
    )
  }
  await page.goto(`/c/${circleId}`)
  await expect(page.getByText('A day. 2025-08-28')).toBeVisible()
  const count = () => page.locator('main *').count()
  let most = await count()
  const first = page.getByText('A day. 2025-01-01')
  while (!(await first.isVisible())) {
    await page.mouse.wheel(0, 4000)
    await page.evaluate(() => new Promise(requestAnimationFrame))
    most = Math.max(most, await count())
  }
  expect(most).toBeLessThanOrEqual(600)
})

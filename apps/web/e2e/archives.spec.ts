import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './support/axe.ts'
import { chooseFiles } from './support/choose-files.ts'
import { expect, test } from './support/test.ts'

test('a circle leaves as a file, comes in elsewhere as it was, and some of it becomes a book @desktop', async ({
  newPerson,
}) => {
  const { page, api } = await newPerson({ name: 'Anna Berg' })
  const { id: home } = await api.circles.create.mutate({ name: 'The Bergs' })
  const { id: away } = await api.circles.create.mutate({ name: 'By the lake' })
  const note = await api.keeps.create.mutate({
    circleId: home,
    kind: 'note',
    happenedAt: '2024-07-14T15:30:00',
    tags: ['lake'],
    body: 'The first strawberries.',
  })
  await api.keeps.comments.add.mutate({ circleId: home, keepId: note.id, body: 'They were sour.' })

  await page.goto(`/c/${home}/settings`)
  const take = page.getByRole('region', { name: 'Take it with you' })
  await take.getByRole('button', { name: 'Make an archive' }).click()
  await expect(take.getByText('Ready')).toBeVisible({ timeout: 15_000 })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    take.getByRole('button', { name: 'Download' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^kinkeep-\d{4}-\d\d-\d\d\.zip$/)
  const file = await download.path()
  await toTheTop(page)
  await expectNoAxeViolations(page)

  const books = page.getByRole('region', { name: 'Books' })
  await books.getByRole('button', { name: 'Make a book' }).click()
  await page.getByLabel('Title').fill('Наше лето')
  await page.getByText('Square, 21 cm').click()
  await expectNoAxeViolations(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Make a book' }).click()
  await page.getByRole('button', { name: 'Good' }).click()
  await expect(books.getByText('Ready')).toBeVisible({ timeout: 15_000 })

  await page.goto(`/c/${away}/settings`)
  const bring = page.getByRole('region', { name: 'Bring it in' })
  await chooseFiles(bring.getByRole('button', { name: 'Choose an archive' }), file)
  await expect(bring.getByText('1 keep was brought in.')).toBeVisible({ timeout: 15_000 })
  await toTheTop(page)
  await expectNoAxeViolations(page)
  const { items } = await api.keeps.list.query({ circleId: away })
  expect(items).toMatchObject([
    {
      body: 'The first strawberries.',
      happenedAt: '2024-07-14T15:30:00',
      toldBy: 'Anna Berg',
      tags: ['lake'],
      commentCount: 1,
    },
  ])
})

/** Where the bars of a phone cover half of no button. */
function toTheTop(page: Page): Promise<void> {
  return page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }))
}

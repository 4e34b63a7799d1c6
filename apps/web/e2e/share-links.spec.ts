import { readFile } from 'node:fs/promises'
import { drawTellingJpeg, secretsIn } from '@kinkeep/testing/draw-telling-photo'
import { expectNoAxeViolations } from './support/axe.ts'
import { addFiles } from './support/choose-files.ts'
import { expect, test } from './support/test.ts'

// A password that is missing or wrong, and a link that ended, are refusals that browsers log.
test.use({ allowedErrors: [/status of 40[14]/] })

test('somebody outside looks by a link, with a password or without, takes a clean picture along, until it ends @phone', async ({
  newPerson,
  newBrowser,
  request,
}) => {
  const { page, api } = await newPerson({ name: 'Anna Berg' })
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Bergs' })
  await api.keeps.create.mutate({ circleId, kind: 'note', body: 'The first strawberries.' })
  await page.goto(`/c/${circleId}`)
  const buffer = await drawTellingJpeg({ width: 640, height: 400 })
  await addFiles(page, { name: 'lake.jpg', mimeType: 'image/jpeg', buffer })
  await expect(page.getByRole('button', { name: /lake\.jpg/ })).toBeVisible()

  await page.getByRole('article').getByRole('button', { name: 'More about this keep' }).click()
  await page.getByRole('menuitem', { name: 'Share outside' }).click()
  await page.getByLabel('Password, if you like').fill('berry')
  await expect(page.getByLabel('Show a title and a picture in chats')).toBeDisabled()
  await page.getByRole('button', { name: 'Make the link' }).click()
  await expect(page.getByText('At least 6 characters, please.')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByLabel('Password, if you like').fill('strawberry')
  await page.getByRole('button', { name: 'Make the link' }).click()
  const closed = await page.getByLabel('Link', { exact: true }).inputValue()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Done' }).click()

  const vera = await (await newBrowser()).newPage()
  await vera.goto(closed)
  await expect(vera.getByRole('heading', { name: 'This page has a password' })).toBeVisible()
  await expectNoAxeViolations(vera)
  await vera.getByLabel('Password', { exact: true }).fill('blueberry')
  await vera.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(vera.getByText('That is not the password.')).toBeVisible()
  await vera.getByLabel('Password', { exact: true }).fill('strawberry')
  await vera.keyboard.press('Enter')
  await expect(vera.getByText('The first strawberries.')).toBeVisible()
  await expect(vera.getByText(/Anna|Bergs/)).toHaveCount(0)
  // Once is enough for a browser.
  await vera.reload()
  await expect(vera.getByText('The first strawberries.')).toBeVisible()

  // A photo alone is shared from where it is looked at.
  await page.getByRole('button', { name: /lake\.jpg/ }).click()
  await page.getByRole('link', { name: 'Share outside' }).click()
  await expect(page.getByRole('dialog', { name: 'Share this keep' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/\/settings$/)
  const section = page.getByRole('region', { name: 'Shared outside' })
  await expect(section.getByText('Opened on 1 device, last today')).toBeVisible()
  await section.getByRole('button', { name: 'Share days' }).click()
  await page.getByLabel('From').fill('2020-01-01')
  await page.getByLabel('To', { exact: true }).fill('2030-12-31')
  await page.getByLabel('Heading, if you like').fill('Our July')
  await page.getByLabel('Pictures may be downloaded').check()
  await page.getByLabel('Show a title and a picture in chats').check()
  await page.getByRole('button', { name: 'Make the link' }).click()
  const open = await page.getByLabel('Link', { exact: true }).inputValue()
  await page.getByRole('button', { name: 'Done' }).click()
  expect(await (await request.get(open)).text()).toContain('property="og:title" content="Our July"')
  expect(await (await request.get(closed)).text()).not.toContain('og:')

  await vera.goto(open)
  await expect(vera.getByRole('heading', { name: 'Our July' })).toBeVisible()
  await expectNoAxeViolations(vera)
  await vera.getByRole('button', { name: 'Show large: Photo 1 of 1' }).click()
  const viewer = vera.getByRole('dialog', { name: 'Photo 1 of 1' })
  await expect(viewer.getByRole('img', { name: 'Photo 1 of 1' })).toBeVisible()
  await expectNoAxeViolations(vera)
  const [download] = await Promise.all([
    vera.waitForEvent('download'),
    viewer.getByRole('button', { name: 'Download' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^\d{4}-\d\d-\d\d-1\.jpg$/)
  const taken = await readFile(await download.path())
  expect(secretsIn(taken)).toEqual([])
  expect(taken.length).toBeGreaterThan(1000)
  await vera.keyboard.press('Escape')
  await expect(viewer).toHaveCount(0)
  await vera.getByRole('button', { name: 'Русский' }).click()
  await expect(vera.getByText('Семья делится этой страницей', { exact: false })).toBeVisible()

  await section.getByRole('button', { name: 'Revoke the link: Our July' }).click()
  await page.getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(page.getByText('The link works no more.', { exact: true })).toBeVisible()
  await expect(section.getByText('1 link that has ended')).toBeVisible()
  await expectNoAxeViolations(page)
  await vera.reload()
  await expect(vera.getByRole('heading', { name: 'Здесь больше ничего нет' })).toBeVisible()
  await expectNoAxeViolations(vera)
})

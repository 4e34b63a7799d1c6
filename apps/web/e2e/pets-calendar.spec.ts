import { expectNoAxeViolations } from './support/axe.ts'
import { expect, test } from './support/test.ts'

test('a pet is added, shown with its keeps, and remembered', async ({ newPerson }) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}/people`)
  await page.getByRole('button', { name: 'Add a pet' }).click()
  await page.getByLabel('Name').fill('Muska')
  await page.getByLabel('Date of birth').fill('2999-01-01')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByText('This day has not come yet.')).toBeVisible()
  await page.getByLabel('Date of birth').fill('2010-06-01')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByText('Muska is part of the family now.', { exact: true })).toBeVisible()

  const [pet] = (await api.circles.pets.list.query({ circleId })).items
  const petIds = [pet?.id ?? '']
  await api.keeps.create.mutate({ circleId, kind: 'note', body: 'Asleep in the sun.', petIds })
  await page.getByRole('link', { name: /Muska/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Muska' })).toBeVisible()
  await expect(page.getByRole('link', { name: /Asleep in the sun/ })).toBeVisible()
  await expectNoAxeViolations(page)

  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByLabel('Day it died').fill('2024-06-10')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(
    page.getByText('Remembered: from 1 June 2010 to 10 June 2024, 14 years together.'),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Delete profile' }).click()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByText('There are no pets here yet.')).toBeVisible()
  await expect.poll(async () => (await api.keeps.list.query({ circleId })).items[0]?.petIds).toEqual([])
})

test('the calendar shows the year ahead, and is subscribed to by an address shown once', async ({
  newPerson,
}) => {
  const { page, api, context } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}/calendar`)
  await expect(page.getByText('No days here yet')).toBeVisible()
  const day = new Date().toLocaleDateString('sv', { timeZone: 'Europe/Berlin' }).slice(4)
  await api.circles.pets.create.mutate({ circleId, name: 'Muska', kind: 'cat', birthdate: `2020${day}` })
  // By itself, as the circle's event comes.
  await expect(page.getByText('Muska', { exact: true })).toBeVisible()
  await expect(page.getByText('today', { exact: true })).toBeVisible()

  await page.getByRole('button', { name: 'Subscribe' }).click()
  await page.getByLabel('For which device').fill('My phone')
  await page.getByRole('button', { name: 'Make the address' }).click()
  const url = await page.getByRole('textbox', { name: 'Address' }).inputValue()
  await expect(page.getByRole('link', { name: 'Open in the calendar' })).toHaveAttribute('href', /^webcal:/)
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Done' }).click()
  const feed = await context.request.get(url)
  expect(feed.headers()['content-type']).toBe('text/calendar; charset=utf-8')
  expect(await feed.text()).toContain('SUMMARY:Muska turns')

  await page.reload()
  await expect(page.getByText('Last read now.')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Revoke “My phone”' }).click()
  await page.getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(page.getByText('The address works no more.', { exact: true })).toBeVisible()
  expect((await context.request.get(url)).status()).toBe(404)
})

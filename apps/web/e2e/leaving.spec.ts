import { drawPhoto } from '@kinkeep/testing/draw-photo'
import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './support/axe.ts'
import { linkIn, mailTo, tokenIn } from './support/mails.ts'
import { newEmail, type Person } from './support/people.ts'
import { expect, test } from './support/test.ts'

/** Somebody invited to a circle who has joined. */
async function invite(
  owner: Person,
  circleId: string,
  stack: { mailUrl: string },
  newPerson: (options: object) => Promise<Person>,
  name: string,
): Promise<Person> {
  const email = newEmail()
  await owner.api.circles.invitations.send.mutate({ circleId, email, role: 'member' })
  const invitationToken = tokenIn(await mailTo(stack, email))
  const person = await newPerson({ name, email, invitationToken })
  await person.api.circles.invitations.accept.mutate({ token: invitationToken })
  return person
}

async function chooseAvatar(page: Page, file: { name: string; mimeType: string; buffer: Buffer }) {
  await page.locator('input[type=file]').setInputFiles(file)
}

test('a picture of oneself is chosen, shown to the circle, refused when damaged, and taken away', async ({
  newPerson,
  stack,
}) => {
  const vera = await newPerson({ name: 'Vera Lind' })
  const { page } = vera
  const { id: circleId } = await vera.api.circles.create.mutate({ name: 'The Linds' })
  const boris = await invite(vera, circleId, stack, newPerson, 'Boris Lind')
  await page.goto('/settings')
  await expect(page.getByRole('button', { name: 'Choose a picture' })).toBeVisible()
  await expectNoAxeViolations(page)
  await chooseAvatar(page, { name: 'me.jpg', mimeType: 'image/jpeg', buffer: await drawPhoto() })
  await expect(page.getByText('Your picture is here.', { exact: true })).toBeVisible({ timeout: 20_000 })
  await expect(page.locator('img[src*="/avatars/"][src$="/256"]')).toBeVisible()

  await boris.page.goto(`/c/${circleId}/people`)
  const row = boris.page.getByRole('listitem').filter({ hasText: 'Vera Lind' })
  const face = row.locator('img[src^="/avatars/"]')
  await expect(face).toBeVisible()
  await expect.poll(() => face.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(64)

  const cut = (await drawPhoto()).subarray(0, 900)
  await chooseAvatar(page, { name: 'cut.jpg', mimeType: 'image/jpeg', buffer: cut })
  await expect(page.getByText('This file is damaged.')).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page.getByText('Your picture is gone.', { exact: true })).toBeVisible()
  await expect(page.locator('main img[src*="/avatars/"]')).toHaveCount(0)
})

test.describe('an export', () => {
  // The second use of a link is refused, on purpose.
  test.use({ allowedErrors: [/409 \(Conflict\)/] })

  test('everything about oneself is put together, mailed, and fetched by a click, once @desktop', async ({
    newPerson,
    stack,
  }) => {
    const { page, email } = await newPerson()
    await page.goto('/settings/account')
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: 'Put my data together' }).click()
    await expect(page.getByText('Ready', { exact: true })).toBeVisible({ timeout: 20_000 })
    const mail = await mailTo(stack, email, { count: 2 })
    await page.goto(linkIn(mail))
    await expectNoAxeViolations(page)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Get my data' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('kinkeep.zip')
    await page.goto(linkIn(mail))
    await page.getByRole('button', { name: 'Get my data' }).click()
    await expect(page.getByRole('alert').filter({ hasText: /./ })).toBeVisible()
  })
})

test('an account waits a week to be deleted, says so everywhere, and is kept by a click or by mail', async ({
  newPerson,
  stack,
}) => {
  const { page, email, api } = await newPerson({ language: 'ru' })
  await api.circles.create.mutate({ name: 'Дневник' })
  const ask = async () => {
    await page.goto('/settings/account')
    await page.getByRole('button', { name: 'Удалить аккаунт' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('Дневник')).toBeVisible()
    await dialog.getByRole('radio', { name: 'Забрать с собой' }).check()
    await expectNoAxeViolations(page)
    await dialog.getByRole('button', { name: 'Удалить аккаунт' }).click()
    await expect(dialog).toBeHidden()
  }
  await ask()
  const banner = page.getByRole('region', { name: 'Ваш аккаунт' })
  await expect(banner).toBeVisible()
  await expectNoAxeViolations(page)
  await banner.getByRole('button', { name: 'Сохранить аккаунт' }).click()
  await expect(banner).toBeHidden()

  await ask()
  await page.goto(linkIn(await mailTo(stack, email, { count: 3 })))
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Сохранить аккаунт' }).click()
  await expect(page.getByText('Аккаунт сохранён.')).toBeVisible()
  await page.goto('/settings/account')
  await expect(page.getByRole('region', { name: 'Ваш аккаунт' })).toHaveCount(0)
})

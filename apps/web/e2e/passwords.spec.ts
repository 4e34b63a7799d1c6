import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './support/axe.ts'
import { linkIn, mailsTo, mailTo } from './support/mails.ts'
import { newEmail } from './support/people.ts'
import { expect, test } from './support/test.ts'

/** What is refused on purpose: a wrong password, a link used twice, a common password. */
test.use({ allowedErrors: [/status of 40[019]/] })

const password = (page: Page, name = 'New password') => page.getByRole('textbox', { name, exact: true })

async function signIn(page: Page, email: string, typed: string): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await password(page, 'Password').fill(typed)
  await page.keyboard.press('Enter')
}

async function expectInside(page: Page): Promise<void> {
  await expect(page).toHaveURL((url) => !url.pathname.startsWith('/sign-in'))
}

test('a forgotten password is replaced by mail, and everybody is signed out', async ({
  newPerson,
  newBrowser,
  stack,
}) => {
  const { page: inside, email } = await newPerson()
  await inside.goto('/settings/security')
  const page = await (await newBrowser()).newPage()
  await page.goto('/sign-in')
  await expectNoAxeViolations(page)
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await expect(page.getByRole('heading', { name: 'A new password' })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.keyboard.press('Enter')
  await expect(page.getByText(/a link for a new password is on its way/)).toBeVisible()
  await expectNoAxeViolations(page)

  const link = linkIn(await mailTo(stack, email, { count: 2 }))
  // A mail scanner opens it first: nothing happens by that.
  await page.request.get(link)
  await page.goto(link)
  await expect(password(page)).toHaveAttribute('autocomplete', 'new-password')
  await expectNoAxeViolations(page)
  await password(page).fill('password123456')
  await expect(page.getByText('Guessed quickly')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByText(/on lists that thieves try first/)).toBeVisible()
  await password(page).fill('seven herons in the mist')
  await expect(page.getByText('Very good')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Your password was changed' })).toBeVisible()
  await inside.reload()
  await expect(inside).toHaveURL((url) => url.pathname === '/sign-in')

  await page.getByRole('link', { name: 'Sign in' }).click()
  await signIn(page, email, 'seven herons in the mist')
  await expectInside(page)
  await page.goto(link)
  await password(page).fill('eight herons in the mist')
  await page.keyboard.press('Enter')
  await expect(page.getByText('This link has been used already.')).toBeVisible()
})

test('a link by mail signs in on another device, by a click', async ({ newPerson, newBrowser, stack }) => {
  const { email } = await newPerson()
  const computer = await (await newBrowser()).newPage()
  await computer.goto('/sign-in')
  await computer.getByRole('link', { name: 'Send me a link instead' }).click()
  await expect(computer.getByRole('heading', { name: 'Sign in without a password' })).toBeVisible()
  await computer.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await computer.keyboard.press('Enter')
  await expect(computer.getByText(/a link for signing in is on its way/)).toBeVisible()
  await expectNoAxeViolations(computer)

  const link = linkIn(await mailTo(stack, email, { count: 2 }))
  const phone = await (await newBrowser()).newPage()
  await phone.request.get(link)
  await phone.goto(link)
  await expect(phone.getByRole('heading', { name: 'Welcome back' })).toBeVisible()
  await expectNoAxeViolations(phone)
  await phone.getByRole('button', { name: 'Sign in' }).click()
  await expectInside(phone)
})

test('nobody learns whether an address has an account @desktop', async ({ newBrowser, stack }) => {
  const page = await (await newBrowser()).newPage()
  const email = newEmail()
  await page.goto('/reset-password')
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.keyboard.press('Enter')
  await expect(page.getByText(/a link for a new password is on its way/)).toBeVisible()
  expect(await mailsTo(stack, email)).toEqual([])
})

test('password and address are changed in the settings', async ({ newPerson, newBrowser, stack }) => {
  const { page, email, password: current } = await newPerson()
  await page.goto('/settings/security')
  await page.getByRole('button', { name: 'Change password' }).click()
  const dialog = page.getByRole('dialog', { name: 'Change password' })
  await expectNoAxeViolations(page)
  await password(page, 'Current password').fill('not this one')
  await password(page).fill('seven herons in the mist')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('This is not your current password.')).toBeVisible()
  await password(page, 'Current password').fill(current)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Your password was changed.').first()).toBeVisible()

  const moved = newEmail()
  await page.getByRole('button', { name: 'Change address' }).click()
  await expectNoAxeViolations(page)
  await page.getByRole('dialog').getByRole('textbox', { name: 'E-mail' }).fill(moved)
  await page.keyboard.press('Enter')
  await expect(page.getByText(/Two mails are on their way/)).toBeVisible()

  const elsewhere = await (await newBrowser()).newPage()
  await elsewhere.goto(linkIn(await mailTo(stack, moved)))
  await expectNoAxeViolations(elsewhere)
  await elsewhere.getByRole('button', { name: 'Yes, confirm' }).click()
  await expect(elsewhere.getByText('Half of it is done')).toBeVisible()
  await expect
    .poll(async () => (await mailsTo(stack, email)).some(({ text }) => text.includes('confirm-email-change')))
    .toBe(true)
  const toOld = (await mailsTo(stack, email)).find(({ text }) => text.includes('confirm-email-change'))
  await elsewhere.goto(toOld ? linkIn(toOld) : '')
  await elsewhere.getByRole('button', { name: 'Yes, confirm' }).click()
  await expect(elsewhere.getByText('Your address has changed')).toBeVisible()
  await page.reload()
  await expect(page).toHaveURL((url) => url.pathname === '/sign-in')
  await signIn(page, moved, 'seven herons in the mist')
  await expectInside(page)
})

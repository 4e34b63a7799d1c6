import { generate } from 'otplib'
import { expectNoAxeViolations } from './support/axe.ts'
import { mailTo } from './support/mails.ts'
import type { Person } from './support/people.ts'
import { expect, test } from './support/test.ts'
import { addVirtualAuthenticator } from './support/virtual-authenticator.ts'

/** A person with one passkey in the browser's own authenticator, and its page on the security settings. */
async function withPasskey({ page }: Person) {
  const authenticator = await addVirtualAuthenticator(page)
  await page.goto('/settings/security')
  const section = page.getByRole('region', { name: 'Passkeys' })
  await section.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(section.getByText('Chrome on Linux')).toBeVisible()
  return { authenticator, section }
}

test('a passkey is made, renamed and removed, and its owner hears of it', async ({ newPerson, stack }) => {
  const person = await newPerson()
  const { page } = person
  const { section } = await withPasskey(person)
  expect((await mailTo(stack, person.email, { count: 2 })).subject).toBe(
    'A passkey was added to your Kinkeep account',
  )

  await section.getByRole('button', { name: 'Rename' }).click()
  const dialog = page.getByRole('dialog', { name: 'Rename the passkey' })
  await dialog.getByLabel('Name').fill('Kitchen computer')
  await expectNoAxeViolations(page)
  await dialog.getByLabel('Name').press('Enter')
  await expect(section.getByText('Kitchen computer')).toBeVisible()
  await expect(dialog).toBeHidden()
  await expectNoAxeViolations(page)

  // The same device has its passkey already.
  await section.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(section.getByRole('alert')).toHaveText('This device has a passkey for your account already.')

  await section.getByRole('button', { name: 'Remove “Kitchen computer”' }).click()
  await page.getByRole('button', { name: 'Remove the passkey' }).click()
  await expect(section.getByText('You have no passkey yet.')).toBeVisible()
  expect((await mailTo(stack, person.email, { count: 3 })).subject).toBe(
    'A passkey was removed from your Kinkeep account',
  )
})

test('a passkey signs in by a button', async ({ newPerson }) => {
  const person = await newPerson()
  const { page, context } = person
  const { authenticator } = await withPasskey(person)
  await authenticator.answer(false)
  await context.clearCookies()
  await page.goto('/sign-in')
  const button = page.getByRole('button', { name: 'Sign in with a passkey' })
  await expectNoAxeViolations(page)
  await authenticator.answer(true)
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/')
  await page.goto('/settings/security')
  await expect(page.getByRole('region', { name: 'Passkeys' }).getByText('last used on')).toBeVisible()
})

test('a passkey is offered in the address field @desktop', async ({ newPerson }) => {
  const person = await newPerson()
  const { page, context } = person
  await withPasskey(person)
  await context.clearCookies()
  // The browser's own list cannot be clicked from here: its authenticator answers as if it had been.
  await page.goto('/sign-in')
  await expect(page).toHaveURL('/')
})

test('a passkey is a second factor after the password', async ({ newPerson }) => {
  const person = await newPerson()
  const { page, context, api } = person
  const { authenticator } = await withPasskey(person)
  const setup = await api.auth.twoFactor.setup.mutate({ kind: 'totp' })
  if (setup.kind !== 'totp') throw new Error('asked for an app')
  await api.auth.twoFactor.confirmSetup.mutate({
    kind: 'totp',
    code: await generate({ secret: setup.secret }),
  })
  await authenticator.answer(false)
  await context.clearCookies()
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL(/second-factor/)
  await page.getByRole('button', { name: /passkey/i }).click()
  const use = page.getByRole('button', { name: 'Use a passkey' })
  await expectNoAxeViolations(page)
  await authenticator.answer(true)
  await use.click()
  await expect(page).toHaveURL('/')
})

test('whoever says no in the dialog is told so, in Russian as well @desktop', async ({ newPerson }) => {
  const { page } = await newPerson({ language: 'ru' })
  await page.goto('/settings/security')
  await page.evaluate(() => {
    navigator.credentials.create = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
  })
  const section = page.getByRole('region', { name: 'Ключи доступа' })
  await section.getByRole('button', { name: 'Добавить ключ доступа' }).click()
  await expect(section.getByRole('alert')).toHaveText(
    'Подтверждения не было. Попробуйте ещё раз или выберите другой способ.',
  )
  await expectNoAxeViolations(page)
})

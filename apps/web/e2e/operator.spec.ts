import { generate } from 'otplib'
import { expectNoAxeViolations } from './support/axe.ts'
import { makeAdmin } from './support/make-admin.ts'
import { expect, test } from './support/test.ts'

// The closed person's browser asks once more and is told that nobody is signed in; a stranger's finds nothing.
test.use({ allowedErrors: [/status of 40[0134]/] })

test('an admin finds a person, closes their account and reads about it @desktop', async ({
  newPerson,
  stack,
}) => {
  const { api, page, email, password } = await newPerson({ name: 'Olga Admin' })
  const person = await newPerson({ name: 'Vera Lind' })

  await test.step('whom nobody made an admin there is no such page for', async () => {
    await page.goto('/operator')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByRole('navigation', { name: 'Operating' })).toHaveCount(0)
  })

  await test.step('an admin without a second factor is asked for one', async () => {
    await makeAdmin(stack, email)
    await api.auth.signIn.mutate({ email, password })
    await page.goto('/settings')
    await page.getByRole('link', { name: 'People and audit' }).click()
    await expect(page.getByRole('heading', { name: 'A second factor comes first' })).toBeVisible()
    await expectNoAxeViolations(page)
    const setup = await api.auth.twoFactor.setup.mutate({ kind: 'totp' })
    if (setup.kind !== 'totp') throw new Error(setup.kind)
    await api.auth.twoFactor.confirmSetup.mutate({
      kind: 'totp',
      code: await generate({ secret: setup.secret }),
    })
  })

  await test.step('the person is found by the beginning of their address', async () => {
    await page.goto('/operator')
    await page.getByRole('searchbox', { name: 'Search' }).fill(person.email.slice(0, 14))
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/search=person-/)
    await expectNoAxeViolations(page)
    await page.getByRole('link', { name: new RegExp(person.email) }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Vera Lind' })).toBeVisible()
    await expect(page.getByText(person.email)).toBeVisible()
    await expectNoAxeViolations(page)
  })

  await test.step('their account is closed, which ends their session, and opened again', async () => {
    await page.getByRole('button', { name: 'Close this account' }).click()
    await page.getByLabel('Reason').selectOption('compromised')
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: 'Close account', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Open this account again' })).toBeVisible()
    expect(await person.api.users.me.query()).toBeNull()
    const again = person.api.auth.signIn.mutate({ email: person.email, password: person.password })
    await expect(again).rejects.toThrow('CREDENTIALS_WRONG')
    await page.getByRole('button', { name: 'Open this account again' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Open this account again' }).click()
    await expect(page.getByRole('button', { name: 'Close this account' })).toBeVisible()
  })

  await test.step('a role is given', async () => {
    await page.getByLabel('Role on this Kinkeep').selectOption('operator')
    await page.getByRole('button', { name: 'Change role' }).click()
    await expect(page.getByText('The role has been changed.').first()).toBeVisible()
  })

  await test.step('all of it stands in the audit, which can be filtered', async () => {
    await page.getByRole('link', { name: 'Audit', exact: true }).click()
    await expect(page.getByText('Made an operator').last()).toBeVisible()
    await page.getByLabel('Act', { exact: true }).selectOption('user.deactivated.compromised')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    const entries = page.getByRole('main').getByRole('listitem')
    await expect(entries.filter({ hasText: person.email })).toHaveCount(0)
    await expect(entries.filter({ hasText: email })).toHaveCount(1)
    await expectNoAxeViolations(page)
  })

  await test.step('in Russian, in the dark', async () => {
    await api.users.update.mutate({ language: 'ru' })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.goto('/operator/audit')
    await expect(page.getByRole('heading', { level: 1, name: 'Журнал' })).toBeVisible()
    await expect(page.getByText('Чтение журнала').last()).toBeVisible()
    await expectNoAxeViolations(page)
    await page.goto('/operator')
    await expect(page.getByRole('main').getByText(email)).toBeVisible()
    await expectNoAxeViolations(page)
  })
})

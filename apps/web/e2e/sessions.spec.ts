import { ageProofs } from '@kinkeep/testing/age-proofs'
import type { BrowserContext, Page } from '@playwright/test'
import { createApi } from './support/api.ts'
import { expectNoAxeViolations } from './support/axe.ts'
import { mailTo } from './support/mails.ts'
import type { Person } from './support/people.ts'
import { expect, test } from './support/test.ts'

/** What is asked of an ended session is refused with 401, what needs a fresh proof with 403. */
test.use({ allowedErrors: [/status of 40[13]/] })

/** The same person in another browser, where a circle is open. */
async function openElsewhere(
  context: BrowserContext,
  { email, password }: Person,
  path: string,
): Promise<Page> {
  const page = await context.newPage()
  await page.goto('/sign-in')
  await createApi(context.request, new URL(page.url()).origin).auth.signIn.mutate({ email, password })
  await page.goto(path)
  return page
}

test('a browser that is signed out from afar is at the sign-in page within two seconds @desktop', async ({
  newPerson,
  newBrowser,
}) => {
  const vera = await newPerson()
  const { page, api } = vera
  const { id } = await api.circles.create.mutate({ name: 'The Linds' })
  const elsewhere = await openElsewhere(await newBrowser(), vera, `/c/${id}`)
  await expect(elsewhere.getByRole('heading', { name: 'The Linds', exact: true }).first()).toBeVisible()

  await page.goto('/settings/security')
  const section = page.getByRole('region', { name: 'Where you are signed in' })
  await expect(section.getByRole('listitem')).toHaveCount(2)
  await expect(section.getByText('this browser')).toBeVisible()
  await expectNoAxeViolations(page)

  await section.getByRole('button', { name: /^Sign out Chrome/ }).click()
  const question = page.getByRole('alertdialog', { name: 'Sign this browser out?' })
  await expectNoAxeViolations(page)
  await question.getByRole('button', { name: 'Sign out' }).click()
  await expect(elsewhere).toHaveURL(/\/sign-in/, { timeout: 2000 })
  await expect(section.getByRole('listitem')).toHaveCount(1)
  await page.reload()
  await expect(section.getByRole('listitem')).toHaveCount(1)
})

test('a token needs a fresh proof: the question comes by itself, and the token is made once it is answered', async ({
  newPerson,
  stack,
}) => {
  const vera = await newPerson()
  const { page } = vera
  await page.goto('/settings/security')
  await expect(page.getByRole('region', { name: 'How safe your account is' })).toContainText(
    'Protected, with a gap',
  )
  await ageProofs(stack, vera.email)

  await page.getByRole('button', { name: 'New access token' }).click()
  const wizard = page.getByRole('dialog', { name: 'New access token' })
  await wizard.getByRole('button', { name: 'Make token' }).click()
  await expect(wizard.getByText('Please choose at least one.')).toBeVisible()
  await wizard.getByRole('textbox', { name: 'Name' }).fill('Backup')
  await wizard.getByRole('checkbox', { name: 'circles:read' }).check()
  await expectNoAxeViolations(page)
  await wizard.getByRole('button', { name: 'Make token' }).click()

  const proof = page.getByRole('dialog', { name: 'Is it you?' })
  const password = proof.getByLabel('Password', { exact: true })
  await expect(password).toBeFocused()
  await expectNoAxeViolations(page)
  await page.keyboard.press('Escape')
  await expect(proof).toBeHidden()
  await expect(wizard.getByText('Please show once more that it is you.')).toBeVisible()

  await wizard.getByRole('button', { name: 'Make token' }).click()
  await password.fill('not the password')
  await page.keyboard.press('Enter')
  await expect(proof.getByText('This password is not right.')).toBeVisible()
  await expect(password).toBeFocused()
  await password.fill(vera.password)
  await page.keyboard.press('Enter')
  await expect(proof).toBeHidden()

  const made = page.getByRole('dialog', { name: 'Copy the token now' })
  const token = await made.getByRole('textbox', { name: 'Access token' }).inputValue()
  expect(token).toMatch(/^kk_/)
  await expectNoAxeViolations(page)
  const answer = await fetch(`${stack.origin}/trpc/circles.list?input=%7B%7D`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(answer.status).toBe(200)
  await made.getByRole('button', { name: 'Done' }).click()

  const tokens = page.getByRole('region', { name: 'Access tokens' })
  await page.reload()
  await expect(tokens.getByText('circles:read')).toBeVisible()
  await tokens.getByRole('button', { name: 'Revoke “Backup”' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(tokens.getByText('There are no access tokens.')).toBeVisible()
})

test('a code by mail proves it as well, in Russian, and every other browser is signed out @desktop', async ({
  newPerson,
  newBrowser,
  stack,
}) => {
  const vera = await newPerson({ language: 'ru', name: 'Вера' })
  const { page, api } = vera
  const { id } = await api.circles.create.mutate({ name: 'Линды' })
  const elsewhere = await openElsewhere(await newBrowser(), vera, `/c/${id}`)
  await expect(elsewhere.getByRole('heading', { name: 'Линды', exact: true }).first()).toBeVisible()
  await page.goto('/settings/security')
  await ageProofs(stack, vera.email)

  await page.getByRole('button', { name: 'Новый токен доступа' }).click()
  const wizard = page.getByRole('dialog', { name: 'Новый токен доступа' })
  await wizard.getByRole('textbox', { name: 'Название' }).fill('Копия')
  await wizard.getByRole('checkbox', { name: 'keeps:read' }).check()
  await wizard.getByRole('button', { name: 'Создать токен' }).click()
  const proof = page.getByRole('dialog', { name: 'Это вы?' })
  await proof.getByRole('button', { name: 'Прислать код на почту' }).click()
  await proof.getByRole('button', { name: 'Прислать код на почту' }).click()
  const code = proof.getByRole('textbox', { name: 'Код' })
  await expect(code).toBeFocused()
  const mail = await mailTo(stack, vera.email, { count: 2 })
  await code.fill(/\b\d{6}\b/.exec(mail.text)?.[0] ?? '')
  await page.keyboard.press('Enter')
  const made = page.getByRole('dialog', { name: 'Скопируйте токен сейчас' })
  await made.getByRole('button', { name: 'Готово' }).click()

  const section = page.getByRole('region', { name: 'Где вы вошли' })
  await section.getByRole('button', { name: 'Выйти везде, кроме этого браузера' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Выйти', exact: true }).click()
  await expect(elsewhere).toHaveURL(/\/sign-in/, { timeout: 2000 })
  await expect(section.getByRole('listitem')).toHaveCount(1)
  await expectNoAxeViolations(page)
})

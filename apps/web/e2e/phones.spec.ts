import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './support/axe.ts'
import { codeSentTo, newPhone, smsTo } from './support/sms.ts'
import { expect, test } from './support/test.ts'

/** A wrong code is refused with 401, a number that belongs to somebody else with 409. */
test.use({ allowedErrors: [/status of 40[019]/] })

const code = (page: Page) => page.getByRole('textbox', { name: 'Code from the SMS' })
const number = (page: Page) => page.getByRole('textbox', { name: 'Mobile number' })

/** As pages show it, held together by characters that nobody sees. */
const masked = (phone: string) => new RegExp(`\\+49\\s\u2060?…\u2060?\\s${phone.slice(-2)}`)

/** As one writes it at home: without the country, with a zero. */
const atHome = (phone: string) => phone.replace('+49', '0')

async function expectInside(page: Page): Promise<void> {
  await expect(page).toHaveURL((url) => !url.pathname.startsWith('/sign-in'))
}

test('a number is added, signs in, and is removed', async ({ newPerson, stack }) => {
  const { page } = await newPerson()
  const phone = newPhone()
  await page.goto('/settings/security')
  const section = page.getByRole('region', { name: 'Phone number' })
  await expect(section.getByText('You have not added a number.')).toBeVisible()
  await section.getByRole('button', { name: 'Add a phone number' }).click()

  const dialog = page.getByRole('dialog', { name: 'Add a phone number' })
  await expect(dialog.getByText(/Without one we take it for a number in Germany/)).toBeVisible()
  await expectNoAxeViolations(page)
  await expect(number(page)).toHaveAttribute('autocomplete', 'tel')
  await number(page).fill('030 12')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText(/Please enter a mobile number/)).toBeVisible()
  await expect(number(page)).toBeFocused()
  await expectNoAxeViolations(page)
  await number(page).fill(atHome(phone))
  await page.keyboard.press('Enter')

  await expect(dialog.getByText(masked(phone))).toBeVisible()
  await expect(code(page)).toBeFocused()
  await expect(code(page)).toHaveAttribute('autocomplete', 'one-time-code')
  await expectNoAxeViolations(page)
  const first = await codeSentTo(stack, phone)
  await code(page).fill(first === '123456' ? '654321' : '123456')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('This code is not right.')).toBeVisible()
  await expectNoAxeViolations(page)
  await code(page).fill(first)
  await page.keyboard.press('Enter')
  await expect(section.getByText(masked(phone))).toBeVisible()
  await expectNoAxeViolations(page)

  await page.goto('/settings')
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL((url) => url.pathname === '/sign-in')
  await page.goto('/sign-in?redirect=%2Fsettings%2Fsecurity')
  await page.getByRole('link', { name: 'Sign in by SMS' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in by SMS' })).toBeVisible()
  await expectNoAxeViolations(page)
  await number(page).fill(phone)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Enter the code' })).toBeVisible()
  await expect(page.getByRole('button', { name: /Another code in/ })).toBeVisible()
  await expectNoAxeViolations(page)
  await code(page).fill(await codeSentTo(stack, phone, { count: 2 }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/settings/security')

  await section.getByRole('button', { name: /Remove the number/ }).click()
  const question = page.getByRole('alertdialog', { name: 'Remove the phone number?' })
  await expectNoAxeViolations(page)
  await question.getByRole('button', { name: 'Remove' }).click()
  await expect(section.getByText('You have not added a number.')).toBeVisible()
})

test('a number that nobody has is asked for a code just the same, and gets no SMS @desktop', async ({
  newBrowser,
  newPerson,
  stack,
}) => {
  const [phone, known] = [newPhone(), newPhone()]
  const { api } = await newPerson()
  const { codeId } = await api.auth.phone.request.mutate({ phone: known, purpose: 'link' })
  await api.auth.phone.link.mutate({ codeId, code: await codeSentTo(stack, known) })

  const page = await (await newBrowser()).newPage()
  await page.goto('/sign-in/phone')
  await number(page).fill(phone)
  await page.keyboard.press('Enter')
  await expect(page.getByText(masked(phone))).toBeVisible()
  await code(page).fill('123456')
  await page.keyboard.press('Enter')
  await expect(page.getByText('This code is not right.')).toBeVisible()
  await expect(code(page)).toBeFocused()

  // One that is known, asked for later, has its SMS: the worker was past the other by then.
  await page.getByRole('button', { name: 'Use another number' }).click()
  await number(page).fill(known)
  await page.keyboard.press('Enter')
  await code(page).fill(await codeSentTo(stack, known, { count: 2 }))
  await page.keyboard.press('Enter')
  await expectInside(page)
  expect(await smsTo(stack, phone)).toEqual([])
})

test('somebody else’s number is refused once it is proven, in Russian as well', async ({
  newPerson,
  stack,
}) => {
  const phone = newPhone()
  const { api } = await newPerson()
  const { codeId } = await api.auth.phone.request.mutate({ phone, purpose: 'link' })
  await api.auth.phone.link.mutate({ codeId, code: await codeSentTo(stack, phone) })

  const { page } = await newPerson({ name: 'Вера', language: 'ru' })
  await page.goto('/settings/security')
  await page.getByRole('button', { name: 'Добавить номер телефона' }).click()
  await page.getByRole('textbox', { name: 'Номер мобильного' }).fill(phone)
  await page.keyboard.press('Enter')
  await expectNoAxeViolations(page)
  await page.getByRole('textbox', { name: 'Код из СМС' }).fill(await codeSentTo(stack, phone, { count: 2 }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('Этот номер принадлежит другому аккаунту.')).toBeVisible()
  await expectNoAxeViolations(page)
})

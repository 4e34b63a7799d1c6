import type { Page } from '@playwright/test'
import { generate } from 'otplib'
import { expectNoAxeViolations } from './support/axe.ts'
import { mailTo } from './support/mails.ts'
import type { Person } from './support/people.ts'
import { expect, test } from './support/test.ts'

/** A wrong code is refused with 401, a challenge that is over with 400. */
test.use({ allowedErrors: [/status of 40[01]/] })

/** What the app shows; each step serves once, so a second sign-in within it takes the next one's. */
function codeOf(secret: string, ahead = 0): Promise<string> {
  return generate({ secret, epoch: Math.floor(Date.now() / 1000) + ahead * 30 })
}

async function signIn({ page, email, password }: Person): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

async function signOut({ page }: Person): Promise<void> {
  await page.goto('/settings')
  await page
    .getByRole('main')
    .getByRole('button', { name: /^(Sign out|Выйти)$/ })
    .click()
  await expect(page).toHaveURL(/\/sign-in/)
}

async function expectInside(page: Page): Promise<void> {
  await expect(page).toHaveURL((url) => !url.pathname.startsWith('/sign-in'))
}

const code = (page: Page) => page.getByRole('textbox', { name: 'Code', exact: true })

test('an app is set up, its codes and a recovery code sign in, and a trusted device is not asked', async ({
  newPerson,
}) => {
  const vera = await newPerson()
  const { page } = vera
  await page.goto('/settings/security')
  const section = page.getByRole('region', { name: 'Two-step sign-in' })
  await expect(section.getByText('Off')).toBeVisible()
  await expectNoAxeViolations(page)

  await section.getByRole('button', { name: 'Set up: Authenticator app' }).click()
  const wizard = page.getByRole('dialog', { name: 'Set up an authenticator app' })
  await expect(wizard.getByRole('img', { name: /Picture with your key/ })).toBeVisible()
  await wizard.getByText('I cannot scan it').click()
  const secret = ((await wizard.getByText(/^Key ([A-Z2-7]{4} ?){8}$/).textContent()) ?? '').replace(
    /Key|\s/g,
    '',
  )
  await expectNoAxeViolations(page)
  await code(page).fill('000000')
  await wizard.getByRole('button', { name: 'Check and turn on' }).click()
  await expect(wizard.getByText('This code is not right.')).toBeVisible()
  await expect(code(page)).toBeFocused()
  await code(page).fill(await codeOf(secret))
  await page.keyboard.press('Enter')

  const stored = page.getByRole('dialog', { name: 'Store your recovery codes' })
  await expect(stored.getByRole('listitem')).toHaveCount(10)
  const codes = await stored.getByRole('listitem').allTextContents()
  await page.keyboard.press('Escape')
  await expect(stored.getByText('Please store the codes first')).toBeVisible()
  await expectNoAxeViolations(page)
  const download = page.waitForEvent('download')
  await stored.getByRole('button', { name: 'Save as PDF' }).click()
  expect((await download).suggestedFilename()).toBe('kinkeep-recovery-codes.pdf')
  await stored.getByRole('checkbox').check()
  await stored.getByRole('button', { name: 'Done' }).click()
  await expect(section.getByText('On', { exact: true })).toBeVisible()
  await expect(section.getByText('10 unused codes are left.')).toBeVisible()
  await expectNoAxeViolations(page)

  await signOut(vera)
  await signIn(vera)
  await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible()
  await expectNoAxeViolations(page)
  await expect(code(page)).toBeFocused()
  await expect(code(page)).toHaveAttribute('autocomplete', 'one-time-code')
  await page.reload()
  const next = await codeOf(secret, 1)
  await code(page).fill(`${next.slice(0, 3)} ${next.slice(3)}`)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expectInside(page)

  await signOut(vera)
  await signIn(vera)
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByRole('checkbox', { name: /Do not ask on this device/ }).check()
  const [recovery = ''] = codes
  await page.getByRole('textbox', { name: 'Recovery code' }).fill(recovery.toLowerCase().replaceAll('-', ' '))
  await expectNoAxeViolations(page)
  await page.keyboard.press('Enter')
  await expectInside(page)

  await signOut(vera)
  await signIn(vera)
  await expectInside(page)

  await page.goto('/settings/security')
  await expect(section.getByText('9 unused codes are left.')).toBeVisible()
  const devices = page.getByRole('region', { name: 'Trusted devices' })
  await expect(devices.getByText('This device')).toBeVisible()
  await expectNoAxeViolations(page)
  await devices.getByRole('button', { name: /Ask again on/ }).click()
  await expect(devices.getByText('None yet.')).toBeVisible()
  await signOut(vera)
  await signIn(vera)
  await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible()
})

test('codes by mail, in Russian: set up, asked for when signing in, and taken away again @desktop', async ({
  newPerson,
  stack,
}) => {
  const vera = await newPerson({ name: 'Вера Линд', language: 'ru' })
  const { page } = vera
  const mailed = async (count: number) =>
    (await mailTo(stack, vera.email, { count })).text.match(/\b\d{6}\b/)?.[0] ?? ''
  await page.goto('/settings/security')
  await page.getByRole('button', { name: 'Настроить: Код по электронной почте' }).click()
  const field = page.getByRole('textbox', { name: 'Код', exact: true })
  // After the mail that confirmed the sign-up.
  await field.fill(await mailed(2))
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Проверить и включить' }).click()
  await page.getByRole('checkbox', { name: 'Коды сохранены в надёжном месте' }).check()
  await page.getByRole('button', { name: 'Готово' }).click()
  await expect(page.getByText('Осталось 10 неиспользованных кодов.')).toBeVisible()
  await expectNoAxeViolations(page)

  await signOut(vera)
  const challenge = await vera.api.auth.signIn.mutate({ email: vera.email, password: vera.password })
  if (challenge.status !== 'twoFactorRequired') throw new Error(challenge.status)
  await page.goto(`/sign-in/second-factor?challenge=${challenge.challengeId}`)
  await page.getByRole('button', { name: 'Отправить код' }).click()
  // The news that something was set up came in between.
  await field.fill(await mailed(4))
  await expectNoAxeViolations(page)
  await page.keyboard.press('Enter')
  await expectInside(page)

  await page.goto('/settings/security')
  await page.getByRole('button', { name: 'Выключить вход в два шага' }).click()
  const dialog = page.getByRole('dialog', { name: 'Выключить вход в два шага?' })
  await dialog.getByRole('button', { name: 'Отправить код' }).click()
  await field.fill(await mailed(5))
  await expectNoAxeViolations(page)
  await dialog.getByRole('button', { name: 'Выключить' }).click()
  await expect(
    page.getByRole('region', { name: 'Вход в два шага' }).getByText('Выключен', { exact: true }),
  ).toBeVisible()
})

test('a challenge of another browser, or none at all, leads back to the start @desktop', async ({
  newPerson,
  newBrowser,
}) => {
  const vera = await newPerson()
  const setup = await vera.api.auth.twoFactor.setup.mutate({ kind: 'totp' })
  if (setup.kind !== 'totp') throw new Error(setup.kind)
  await vera.api.auth.twoFactor.confirmSetup.mutate({ kind: 'totp', code: await codeOf(setup.secret) })
  const { email, password } = vera
  const veras = await vera.api.auth.signIn.mutate({ email, password })
  if (veras.status !== 'twoFactorRequired') throw new Error(veras.status)

  const stranger = await (await newBrowser()).newPage()
  for (const path of ['', '?challenge=nonsense', `?challenge=${veras.challengeId}`]) {
    await stranger.goto(`/sign-in/second-factor${path}`)
    await expect(stranger.getByRole('heading', { name: 'That took too long' })).toBeVisible()
  }
  await expectNoAxeViolations(stranger)
  await stranger.getByRole('link', { name: 'To the sign-in page' }).click()
  await expect(stranger).toHaveURL(/\/sign-in$/)
  await vera.page.close()
})

import type { Page } from '@playwright/test'
import { generate } from 'otplib'
import { expectNoAxeViolations } from './support/axe.ts'
import { linkIn, mailsTo, mailTo, tokenIn } from './support/mails.ts'
import { newEmail, type Person } from './support/people.ts'
import { expect, test } from './support/test.ts'

/** An invitation that ended, another account's, and a confirmation that wants a password. */
test.use({ allowedErrors: [/status of 4(00|01|03|04|09)/] })

const password = 'a quiet evening at home'

async function newCircle(person: Person, name = 'The Linds'): Promise<string> {
  return (await person.api.circles.create.mutate({ name })).id
}

/** The token of the newest letter that invites an address, waited for until there are so many. */
async function invitedBy(stack: { mailUrl: string }, email: string, count = 1): Promise<string> {
  const letters = async () =>
    (await mailsTo(stack, email)).filter((mail) => mail.text.includes('/invitations/'))
  await expect.poll(async () => (await letters()).length).toBe(count)
  const newest = (await letters()).at(-1)
  if (!newest) throw new Error('no letter')
  return tokenIn(newest)
}

/** Fills in the page of signing in, as somebody who was sent there. */
async function signIn(page: Page, person: Pick<Person, 'email' | 'password'>): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('a link is made, and taken through sign-up with its letter opened in another browser', async ({
  newPerson,
  newBrowser,
  stack,
}) => {
  const vera = await newPerson({ name: 'Vera Lind' })
  const circleId = await newCircle(vera)
  await vera.page.goto(`/c/${circleId}/people`)
  const section = vera.page.getByRole('region', { name: 'Invitations' })
  await section.getByRole('button', { name: 'Make a link' }).click()
  const dialog = vera.page.getByRole('dialog')
  await dialog.getByLabel('Role').selectOption('viewer')
  await dialog.getByLabel('How many people may join').selectOption('2')
  await expectNoAxeViolations(vera.page)
  await dialog.getByRole('button', { name: 'Make the link' }).click()
  const picture = dialog.getByRole('img', { name: /QR code/ })
  await expect(picture).toBeVisible()
  expect((await picture.boundingBox())?.width).toBeGreaterThanOrEqual(240)
  await expectNoAxeViolations(vera.page)
  const url = await dialog.getByLabel('Link').inputValue()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(section.getByText('0 of 2 joined')).toBeVisible()

  const first = await (await newBrowser()).newPage()
  await first.goto(url)
  await expect(first.getByRole('heading', { name: 'Vera Lind invites you' })).toBeVisible()
  await expectNoAxeViolations(first)
  await first.getByRole('link', { name: 'I have an account' }).click()
  // By this detour, too, the invitation is not lost.
  await first.getByRole('link', { name: 'Make an account' }).click()
  await expect(first.getByText('Vera Lind invites you to the circle “The Linds”.')).toBeVisible()
  const email = newEmail()
  await first.getByLabel('Your name').fill('Emil Berg')
  await first.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await first.getByLabel('Password', { exact: true }).fill(password)
  await first.getByRole('button', { name: 'Make account' }).click()
  await expect(first.getByText(email)).toBeVisible()

  const second = await (await newBrowser()).newPage()
  await second.goto(linkIn(await mailTo(stack, email)))
  const confirm = second.getByRole('main').getByRole('button', { name: 'Confirm' })
  await confirm.click()
  await second.getByLabel('Password', { exact: true }).fill(password)
  await confirm.click()
  await expect(second.getByRole('heading', { name: 'Vera Lind invites you' })).toBeVisible()
  await second.getByRole('button', { name: 'Join the circle' }).click()
  await expect(second).toHaveURL(new RegExp(`/c/${circleId}`))
  await expect(section.getByText('1 of 2 joined')).toBeVisible()
  await second.goto(url)
  await second.getByRole('link', { name: 'Open “The Linds”' }).click()
  await expect(second).toHaveURL(new RegExp(`/c/${circleId}`))
})

test('a letter opened as somebody else is accepted by its own account, through two steps @desktop', async ({
  newPerson,
  stack,
}) => {
  const [vera, emil] = [await newPerson({ name: 'Vera Lind' }), await newPerson({ name: 'Emil Berg' })]
  const circleId = await newCircle(vera)
  const setup = await emil.api.auth.twoFactor.setup.mutate({ kind: 'totp' })
  if (setup.kind !== 'totp') throw new Error(setup.kind)
  const code = (ahead: number) =>
    generate({ secret: setup.secret, epoch: Math.floor(Date.now() / 1000) + ahead * 30 })
  await emil.api.auth.twoFactor.confirmSetup.mutate({ kind: 'totp', code: await code(0) })
  await vera.api.circles.invitations.send.mutate({ circleId, email: emil.email, role: 'member' })
  const token = await invitedBy(stack, emil.email)

  const { page } = await newPerson({ name: 'Somebody Else' })
  await page.goto(`/invitations/${token}`)
  await page.getByRole('button', { name: 'Join the circle' }).click()
  await expect(page.getByRole('heading', { name: 'This is for somebody else' })).toBeFocused()
  await expectNoAxeViolations(page)
  await page.getByRole('alert').getByRole('button', { name: 'Sign out and continue' }).click()
  await signIn(page, emil)
  await page.getByRole('textbox', { name: 'Code', exact: true }).fill(await code(1))
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Join the circle' }).click()
  await expect(page).toHaveURL(new RegExp(`/c/${circleId}`))
})

test('each end of an invitation says what to do, to its holder and to admins @desktop', async ({
  newPerson,
  newBrowser,
  stack,
}) => {
  const vera = await newPerson({ name: 'Vera Lind' })
  const circleId = await newCircle(vera)
  const { token } = await vera.api.circles.invitations.createLink.mutate({
    ...{ circleId, role: 'member', maxUses: 1, days: 1 },
  })
  const emil = await newPerson({ name: 'Emil Berg' })
  await newCircle(emil, 'The Bergs')
  await emil.api.circles.invitations.accept.mutate({ token })
  const stranger = await (await newBrowser()).newPage()
  await stranger.goto(`/invitations/${token}`)
  await expect(stranger.getByRole('heading', { name: 'This invitation has been used' })).toBeVisible()
  await expectNoAxeViolations(stranger)
  // It was him, in another browser: he signs in, and is where he wanted to be.
  await stranger.getByRole('link', { name: 'Sign in' }).click()
  await signIn(stranger, emil)
  await expect(stranger.getByRole('heading', { name: 'You are in already' })).toBeVisible()

  const olga = await newPerson({ name: 'Olga Lind' })
  await newCircle(olga, 'Work')
  await vera.page.goto(`/c/${circleId}/people`)
  const section = vera.page.getByRole('region', { name: 'Invitations' })
  await section.getByLabel('E-mail address').fill(olga.email)
  await section.getByRole('button', { name: 'Send invitation' }).click()
  const row = section.getByRole('listitem').filter({ hasText: olga.email })
  await row.getByRole('button', { name: /again$/ }).click()
  const lost = await invitedBy(stack, olga.email, 2)

  await olga.page.goto('/')
  await olga.page.getByRole('button', { name: /1 invitation for you/ }).click()
  await olga.page.getByRole('menuitem', { name: '1 invitation for you' }).click()
  await expect(olga.page.getByText('Vera Lind invites you to “The Linds”')).toBeVisible()
  await expectNoAxeViolations(olga.page)
  await row.getByRole('button', { name: /^Take back/ }).click()
  await expect(section.getByText('No invitations are open.')).toBeVisible()
  await section.getByText('2 that have ended').click()
  await expect(section.getByText(/^Taken back on/)).toBeVisible()
  await expect(section.getByText(/^Used on .* the one place is taken$/)).toBeVisible()
  await expectNoAxeViolations(vera.page)

  // She had it before her, and was too late.
  await olga.page.getByRole('button', { name: 'Join the circle' }).click()
  await expect(olga.page.getByText('No invitations wait for you.')).toBeVisible()
  await olga.page.goto(`/invitations/${lost}`)
  await expect(olga.page.getByRole('heading', { name: 'This invitation was taken back' })).toBeVisible()
  await olga.page.goto(`/invitations/${lost.toLowerCase()}x`)
  await expect(olga.page.getByRole('heading', { name: 'This link leads nowhere' })).toBeVisible()
})

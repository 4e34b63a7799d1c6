import { type EmulatedProvider, startEmulatedProvider } from '@kinkeep/testing/emulated-provider'
import { launch } from '@kinkeep/testing/launcher'
import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './support/axe.ts'
import { linkIn, mailTo } from './support/mails.ts'
import { newEmail } from './support/people.ts'
import { test as base, expect } from './support/test.ts'

/** A Kinkeep of its own that knows Google, which is an OpenID Connect provider in this process. */
const test = base.extend<object, { google: EmulatedProvider }>({
  google: [
    async ({ browserName: _ }, use) => {
      const google = await startEmulatedProvider('google', {
        redirectUris: ['http://localhost/auth/google/callback'],
        person: { subject: '0' },
      })
      await use(google)
      await google.close()
    },
    { scope: 'worker' },
  ],
  stack: [
    async ({ google }, use) => {
      const env = { AUTH_LIMIT_PER_MINUTE: '1000', CALL_LIMIT_PER_MINUTE: '10000', ...google.settings }
      const own = await launch('stack', { env })
      await use(own)
      await own.stop()
    },
    { scope: 'worker', timeout: 180_000 },
  ],
})

/** What is refused on purpose. */
test.use({ allowedErrors: [/status of 4\d\d/] })
test.describe.configure({ mode: 'serial' })

function section(page: Page) {
  return page.getByRole('region', { name: 'Sign-in with others' })
}

test('somebody new signs up by Google, comes back by it, and cannot unlink their only way in', async ({
  page,
  google,
}) => {
  const email = newEmail()
  google.person = { subject: email, name: 'Vera Lind', email, emailVerified: true }
  await page.goto('/sign-in')
  await expectNoAxeViolations(page)
  await page.getByRole('link', { name: 'Sign in with Google' }).click()

  await expect(page.getByRole('heading', { name: 'Nice to meet you' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'name' })).toHaveValue('Vera Lind')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Create my account' }).click()
  await expect(page).toHaveURL((url) => url.pathname === '/')

  await page.goto('/settings/security')
  await expect(section(page).getByRole('listitem').filter({ hasText: email })).toBeVisible()
  await expectNoAxeViolations(page)
  await section(page)
    .getByRole('button', { name: /^Unlink Google/ })
    .click()
  const dialog = page.getByRole('alertdialog', { name: 'Unlink Google?' })
  await dialog.getByRole('button', { name: 'Unlink' }).click()
  await expect(dialog.getByRole('alert')).not.toBeEmpty()
  await dialog.getByRole('button', { name: 'Cancel' }).click()

  await page.context().clearCookies()
  await page.goto('/sign-in?redirect=/settings')
  await page.getByRole('link', { name: 'Sign in with Google' }).click()
  await expect(page).toHaveURL((url) => url.pathname === '/settings')
})

test('an address opens nothing: its owner signs in as before and links Google, and unlinks it', async ({
  newPerson,
  newBrowser,
  google,
}) => {
  const vera = await newPerson()
  google.person = { subject: vera.email, name: 'Vera', email: vera.email, emailVerified: true }
  const stranger = await (await newBrowser()).newPage()
  await stranger.goto('/sign-in')
  await stranger.getByRole('link', { name: 'Sign in with Google' }).click()
  await expect(stranger.getByRole('heading', { name: 'You have an account here' })).toBeVisible()
  await expectNoAxeViolations(stranger)
  await stranger.getByRole('link', { name: 'Sign in', exact: true }).click()
  await expect(stranger).toHaveURL(/linking%3Dgoogle/)

  const { page } = vera
  await page.goto('/settings/security?linking=google')
  await section(page).getByRole('link', { name: 'Link Google' }).click()
  await expect(page.getByRole('heading', { name: 'Link Google?' })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Link Google' }).click()
  const row = section(page).getByRole('listitem').filter({ hasText: vera.email })
  await expect(row).toBeVisible()

  await section(page)
    .getByRole('button', { name: /^Unlink Google/ })
    .click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Unlink' }).click()
  await expect(section(page).getByText('None is linked yet.')).toBeVisible()
})

test('an invitation outlives the way to Google and back @desktop', async ({
  newPerson,
  newBrowser,
  google,
  stack,
}) => {
  const vera = await newPerson({ name: 'Vera Lind' })
  const { id: circleId } = await vera.api.circles.create.mutate({ name: 'The Linds' })
  const email = newEmail()
  google.person = { subject: email, name: 'Greta Lind', email, emailVerified: true }
  await vera.api.circles.invitations.send.mutate({ circleId, email, role: 'member' })
  const page = await (await newBrowser()).newPage()
  await page.goto(linkIn(await mailTo(stack, email)))
  await page.getByRole('link', { name: 'I have an account' }).click()
  await page.getByRole('link', { name: 'Sign in with Google' }).click()
  await page.getByRole('button', { name: 'Create my account' }).click()
  await page.getByRole('button', { name: 'Join the circle' }).click()
  await expect(page).toHaveURL(new RegExp(`/c/${circleId}`))
})

test('two accounts become one @desktop', async ({ newPerson, google, page: _ }) => {
  const [kept, merged] = [await newPerson({ name: 'Kept' }), await newPerson({ name: 'Merged' })]
  await merged.api.circles.create.mutate({ name: 'Summer house' })
  google.person = { subject: merged.email, email: merged.email, emailVerified: true }
  const { page: other } = merged
  await other.goto('/settings/security')
  await section(other).getByRole('link', { name: 'Link Google' }).click()
  await other.getByRole('button', { name: 'Link Google' }).click()
  await expect(section(other).getByRole('listitem').filter({ hasText: merged.email })).toBeVisible()

  const { page } = kept
  await page.goto('/settings/security')
  await section(page).getByRole('link', { name: 'Link Google' }).click()
  await page.getByRole('button', { name: 'Link Google' }).click()
  await expect(
    page.getByRole('alert').filter({ hasText: 'belongs to another Kinkeep account' }),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Merge another account into this one' }).click()

  await page.getByRole('link', { name: 'Sign in with Google' }).click()
  await expect(page.getByRole('heading', { name: 'Make two accounts one' })).toBeVisible()
  await expect(page.getByText('Circle “Summer house” moves, you stay there as Owner.')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Merge the accounts' }).click()

  await expect(page).toHaveURL((url) => url.pathname === '/sign-in')
  await page.getByRole('link', { name: 'Sign in with Google' }).click()
  await expect(page.getByText('Summer house').filter({ visible: true }).first()).toBeVisible()
})

import { drawTurned } from '@kinkeep/testing/draw-photos'
import { expectNoAxeViolations } from './support/axe.ts'
import { chooseFiles } from './support/choose-files.ts'
import { mailTo, tokenIn } from './support/mails.ts'
import { newEmail, type Person } from './support/people.ts'
import { expect, test } from './support/test.ts'

type NewPerson = (options: object) => Promise<Person>

/** Somebody invited to a circle who has joined. */
async function invite(
  { api }: Person,
  circleId: string,
  stack: { mailUrl: string },
  newPerson: NewPerson,
  person: { name: string; role: 'admin' | 'member' | 'viewer'; language?: 'en' | 'ru' },
): Promise<Person> {
  const { role, ...options } = person
  const email = newEmail()
  await api.circles.invitations.send.mutate({ circleId, email, role })
  const invitationToken = tokenIn(await mailTo(stack, email))
  const joined = await newPerson({ ...options, email, invitationToken })
  await joined.api.circles.invitations.accept.mutate({ token: invitationToken })
  return joined
}

test('a circle is renamed, its people get roles with reasons, it is handed over, left, deleted and taken back', async ({
  newPerson,
  stack,
}) => {
  const vera = await newPerson({ name: 'Vera Lind' })
  const { page } = vera
  const { id: circleId } = await vera.api.circles.create.mutate({ name: 'The Lindts' })
  const boris = await invite(vera, circleId, stack, newPerson, { name: 'Boris Lind', role: 'member' })

  await page.goto(`/c/${circleId}/settings`)
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('The Linds')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'The Linds' })).toBeVisible()
  await expect(page.getByRole('progressbar', { name: 'Used storage' })).toHaveAttribute('aria-valuenow', '0')
  const leave = page.getByRole('button', { name: 'Leave the circle' })
  await expect(leave).toHaveAttribute('aria-disabled', 'true')
  await expect(leave).toHaveAccessibleDescription(/You own this circle/)
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible()
  await expectNoAxeViolations(page)

  // What a member may not do says why, and does nothing.
  await boris.page.goto(`/c/${circleId}/settings`)
  for (const [name, why] of [
    ['Change name and description', 'Only the owner and admins can do this.'],
    ['Delete the circle', 'Only the owner can do this.'],
  ] as const) {
    const button = boris.page.getByRole('button', { name })
    await expect(button).toHaveAttribute('aria-disabled', 'true')
    await expect(button).toHaveAccessibleDescription(why)
  }
  await boris.page.getByRole('link', { name: 'To the people of the circle' }).click()
  await boris.page.getByRole('button', { name: 'Manage Vera Lind' }).press('Enter')
  await expect(boris.page.getByText('Only the owner and admins can do this.').first()).toBeVisible()
  const remove = boris.page.getByRole('menuitem', { name: 'Remove Vera Lind' })
  await expect(remove).toHaveAttribute('aria-disabled', 'true')
  await boris.page.keyboard.press('End')
  await expect(remove).toBeFocused()
  await boris.page.keyboard.press('Enter')
  await expect(remove).toBeVisible()
  await expectNoAxeViolations(boris.page)

  // By keyboard alone: the role of somebody, with what it may do.
  await page.goto(`/c/${circleId}/people`)
  await page.getByRole('button', { name: 'Manage Boris Lind' }).press('Enter')
  const viewer = page.getByRole('menuitemradio', { name: 'Viewer Sees everything' })
  await viewer.press('Enter')
  await expect(page.getByText('Boris Lind now has the role: Viewer.', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Manage Boris Lind' }).click()
  await page.getByRole('menuitem', { name: 'Make the owner' }).click()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Hand over' }).click()
  await expect(page.getByText('Boris Lind owns the circle now.', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Manage Boris Lind' }).click()
  await expect(page.getByText('The owner’s role does not change.', { exact: false }).first()).toBeVisible()
  await page.keyboard.press('Escape')

  await page.goto(`/c/${circleId}/settings`)
  // The last of the page: what is asked for after one has left is refused.
  await expect(page.getByText('Nothing is shared outside.')).toBeVisible()
  await page.getByRole('button', { name: 'Leave the circle' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Leave the circle' }).click()
  await expect(page.getByText('You have left “The Linds”.', { exact: true })).toBeVisible()

  await boris.page.goto(`/c/${circleId}/settings`)
  await expect(boris.page.getByText('Nothing is shared outside.')).toBeVisible()
  await boris.page.getByRole('button', { name: 'Delete the circle' }).click()
  await boris.page.getByRole('alertdialog').getByRole('button', { name: 'Delete the circle' }).click()
  await expect(boris.page.getByText('“The Linds” is deleted.', { exact: true })).toBeVisible()
  const gone = boris.page.getByRole('region', { name: 'Deleted circles' })
  await expect(gone.getByText('The Linds')).toBeVisible()
  await gone.getByRole('button', { name: 'Take back' }).click()
  await expect(boris.page.getByText('“The Linds” is back.', { exact: true })).toBeVisible()
  await boris.page.goto(`/c/${circleId}`)
  await expect(boris.page.getByRole('heading', { level: 1 })).toBeVisible()
})

test('what happened stands day by day, grows while one looks, and leads to the photo', async ({
  newPerson,
  stack,
}) => {
  const vera = await newPerson({ name: 'Vera Lind' })
  const { page } = vera
  const { id: circleId } = await vera.api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}/activity`)
  await expect(page.getByRole('heading', { name: 'Nothing has happened yet' })).toBeVisible()
  await expectNoAxeViolations(page)

  const anna = await invite(vera, circleId, stack, newPerson, {
    name: 'Анна Линд',
    role: 'member',
    language: 'ru',
  })
  await expect(page.getByText('Анна Линд joined the circle')).toBeVisible()
  await anna.page.goto(`/c/${circleId}`)
  const files = await Promise.all(
    [1, 2].map(async (number) => ({
      name: `photo-${number}.jpg`,
      mimeType: 'image/jpeg',
      buffer: await drawTurned(number, `2025:07:12 1${number}:00:00`, number * 50),
    })),
  )
  await chooseFiles(anna.page.getByRole('button', { name: 'Добавить фото' }).first(), files)
  await expect(page.getByText('Анна Линд added 2 photos')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('heading', { name: /Today/ })).toBeVisible()
  const pictures = page.getByRole('link', { name: /^Photo \d: Анна Линд added 2 photos/ })
  await expect(pictures).toHaveCount(2, { timeout: 20_000 })
  await expectNoAxeViolations(page)

  await pictures.first().press('Enter')
  await expect(page.getByRole('dialog', { name: 'Photo' })).toBeVisible()
  await anna.page.goto(`/c/${circleId}/activity`)
  await expect(anna.page.getByText('Анна Линд: 2 новые фотографии')).toBeVisible()
  await expectNoAxeViolations(anna.page)
})

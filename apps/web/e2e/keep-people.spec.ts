import { expectNoAxeViolations } from './support/axe.ts'
import { mailTo, tokenIn } from './support/mails.ts'
import { newEmail } from './support/people.ts'
import { expect, test } from './support/test.ts'

test('a keep for admins alone shows a child and a dog, and is opened to everybody later', async ({
  newPerson,
  stack,
}) => {
  const anna = await newPerson({ name: 'Anna Berg' })
  const { id: circleId } = await anna.api.circles.create.mutate({ name: 'The Bergs' })
  await anna.api.circles.children.create.mutate({ circleId, name: 'Mila', birthdate: '2023-02-14' })
  await anna.api.circles.pets.create.mutate({ circleId, name: 'Rex', kind: 'dog' })
  const email = newEmail()
  await anna.api.circles.invitations.send.mutate({ circleId, email, role: 'member' })
  const invitationToken = tokenIn(await mailTo(stack, email))
  const ben = await newPerson({ name: 'Ben Berg', language: 'ru', email, invitationToken })
  const [pending] = (await ben.api.circles.invitations.pending.query({})).items
  if (pending) await ben.api.circles.invitations.accept.mutate({ invitationId: pending.id })
  await ben.page.goto(`/c/${circleId}?add=note`)
  const russian = ben.page.getByRole('dialog', { name: 'Добавить в круг' })
  await expect(russian.getByRole('group', { name: 'Кто здесь?' }).getByText('Mila')).toBeVisible()
  await expect(russian.getByLabel('Видят только администраторы')).toHaveCount(0)
  await ben.page.keyboard.press('Escape')

  const { page } = anna
  await page.goto(`/c/${circleId}?add=note`)
  const composer = page.getByRole('dialog', { name: 'Add to the circle' })
  await composer.getByLabel('What happened?').fill('The present is in the shed.')
  await composer.getByLabel('When was it?').fill('2025-05-20')
  const who = composer.getByRole('group', { name: 'Who is on it?' })
  await who.getByRole('checkbox', { name: 'Mila' }).press('Space')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await composer.getByRole('checkbox', { name: 'Only admins see this' }).check()
  await expectNoAxeViolations(page)
  await composer.getByRole('button', { name: 'Keep it' }).click()

  const card = page.getByRole('article').filter({ hasText: 'The present is in the shed.' })
  await expect(card.getByText('Mila, 2 y 3 m')).toBeVisible()
  await expect(card.getByText('Rex')).toBeVisible()
  await expect(card.getByText('Only admins')).toBeVisible()
  await expectNoAxeViolations(page)
  expect((await ben.api.keeps.list.query({ circleId })).items).toEqual([])
  expect((await ben.api.circles.get.query({ circleId })).keepCount).toBe(0)

  await card.getByRole('button', { name: 'More about this keep' }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  const editor = page.getByRole('dialog', { name: 'Edit' })
  await expect(editor.getByRole('checkbox', { name: 'Mila' })).toBeChecked()
  await editor.getByRole('checkbox', { name: 'Rex' }).press('Space')
  await editor.getByRole('checkbox', { name: 'Only admins see this' }).uncheck()
  await editor.getByRole('button', { name: 'Save changes' }).click()
  await expect(card.getByText('Only admins')).toHaveCount(0)
  await expect(card.getByText('Rex')).toHaveCount(0)

  // Where it was not, it comes by itself.
  const shown = ben.page.getByRole('article').filter({ hasText: 'The present is in the shed.' })
  await expect(shown.getByText('Mila, 2 г. 3 мес.')).toBeVisible()

  // A name as long as names are makes no page wider than the screen: its bars and dialogs would stand beside it.
  const name = 'Alexandra-Wilhelmina Constantinopolskaya-Svensson'
  const { id } = await anna.api.circles.children.create.mutate({ circleId, name, birthdate: '2020-02-14' })
  const body = 'With all of her names.'
  await anna.api.keeps.create.mutate({ circleId, kind: 'note', body, childIds: [id] })
  await page.goto(`/c/${circleId}`)
  await expect(page.getByText(`${name}, 6 y`)).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  await page.goto(`/c/${circleId}?add=note`)
  const chip = page.getByRole('group', { name: 'Who is on it?' }).locator('label', { hasText: name })
  const [inner, outer] = [await chip.boundingBox(), await page.getByRole('dialog').boundingBox()]
  expect((inner?.x ?? 0) + (inner?.width ?? 0)).toBeLessThan((outer?.x ?? 0) + (outer?.width ?? 0))
})

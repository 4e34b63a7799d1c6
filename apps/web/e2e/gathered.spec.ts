import { drawPhotoAt } from '@kinkeep/testing/placed-photo'
import { expectNoAxeViolations } from './support/axe.ts'
import { addFiles } from './support/choose-files.ts'
import { mailTo, tokenIn } from './support/mails.ts'
import { newEmail } from './support/people.ts'
import { expect, test } from './support/test.ts'

test('what lies in the trash goes for good after a question, one by one or all at once', async ({
  newPerson,
}) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  for (const body of ['The old boat', 'A rainy day', 'The lost shoe']) {
    const { id: keepId } = await api.keeps.create.mutate({ circleId, kind: 'note', body })
    await api.keeps.trash.mutate({ circleId, keepId })
  }
  await page.goto(`/c/${circleId}/trash`)
  await expect(page.getByText('30 days left')).toHaveCount(3)
  await page.getByRole('button', { name: 'Delete for good: The old boat' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expectNoAxeViolations(page)
  await question.getByRole('button', { name: 'Delete for good' }).click()
  await expect(page.getByText('The old boat', { exact: true })).toBeHidden()
  await expect(page.getByText('A rainy day', { exact: true })).toBeVisible()

  await page.getByRole('button', { name: 'Restore: The lost shoe' }).click()
  await expect(page.getByText('The lost shoe', { exact: true })).toBeHidden()
  await page.getByRole('button', { name: 'Empty the trash' }).click()
  await page.getByRole('button', { name: 'Delete everything' }).click()
  await expect(page.getByText('The trash is empty')).toBeVisible()
  const { items } = await api.keeps.list.query({ circleId })
  expect(items.map(({ body }) => body)).toEqual(['The lost shoe'])
})

test('photos are gathered in an album and found on the map, which asks nobody outside', async ({
  newPerson,
  stack,
}) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await api.keeps.create.mutate({ circleId, kind: 'note', body: 'The first strawberries.' })
  await page.goto(`/c/${circleId}`)
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer })
  await addFiles(page, [
    file('berlin.jpg', await drawPhotoAt(52, 13)),
    file('sydney.jpg', await drawPhotoAt(-34, 151, '#c66')),
  ])
  await expect(page.getByRole('button', { name: /sydney\.jpg/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /berlin\.jpg/ })).toBeVisible()

  // From a keep's own menu into an album that begins with it.
  await page.getByRole('article').getByRole('button', { name: 'More about this keep' }).click()
  await page.getByRole('menuitem', { name: 'Add to album' }).click()
  await page.getByLabel('Name').fill('Summer')
  await page.getByRole('button', { name: 'Make an album' }).last().click()
  await expect(page.getByRole('article')).toContainText('strawberries')

  await page.goto(`/c/${circleId}/albums`)
  await page.getByRole('link', { name: /Summer/ }).click()
  await expect(page.getByRole('heading', { name: 'Summer' })).toBeVisible()
  await page.getByRole('button', { name: 'Add keeps' }).click()
  const picking = page.getByRole('dialog')
  await picking.getByRole('checkbox', { name: /sydney/ }).check()
  await expect(picking.getByText('1 chosen')).toBeVisible()
  await expectNoAxeViolations(page)
  await picking.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('button', { name: /sydney\.jpg/ })).toBeVisible()
  await expect(page.getByText('2 keeps')).toBeVisible()
  await expectNoAxeViolations(page)

  const strange: string[] = []
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http') && ![stack.origin, new URL(stack.store.endpoint).origin].includes(origin))
      strange.push(origin)
  })
  await page.goto(`/c/${circleId}/map`)
  const map = page.getByRole('group', { name: 'Map' })
  await expect(map.getByRole('button', { name: /1 photo: Germany/ })).toBeVisible()
  await expect(map.getByRole('button', { name: /1 photo: Australia/ })).toBeVisible()
  await expectNoAxeViolations(page)
  await map.focus()
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('+')
  await expect(page).toHaveURL(/view=/)
  await page.getByRole('button', { name: 'All places' }).click()
  await page
    .getByRole('region', { name: 'Places in sight' })
    .getByRole('button', { name: /Australia/ })
    .click()
  await page.getByRole('button', { name: /Remove the place/ }).click()
  await page.getByRole('button', { name: 'Remove the place' }).click()
  await expect(map.getByRole('button', { name: /Australia/ })).toBeHidden()
  expect(strange).toEqual([])
})

test('somebody is called by name with the keyboard, and words that did not arrive wait in their place', async ({
  newPerson,
  stack,
}) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  const { id: keepId } = await api.keeps.create.mutate({ circleId, kind: 'note', body: 'Strawberries.' })
  const email = newEmail()
  await api.circles.invitations.send.mutate({ circleId, email, role: 'viewer' })
  const emil = await newPerson({
    name: 'Emil Berg',
    email,
    invitationToken: tokenIn(await mailTo(stack, email)),
  })
  const [pending] = (await emil.api.circles.invitations.pending.query({})).items
  if (pending) await emil.api.circles.invitations.accept.mutate({ invitationId: pending.id })
  await page.goto(`/c/${circleId}?talk=${keepId}`)
  const talk = page.getByRole('dialog', { name: 'Reactions and comments' })
  const field = talk.getByLabel('Say something')
  await field.pressSequentially('Come, @ber')
  await expect(talk.getByRole('option', { name: 'Emil Berg' })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.keyboard.press('Enter')
  await expect(field).toHaveValue('Come, @Emil Berg ')
  await talk.getByRole('button', { name: 'Send' }).click()
  const said = talk.getByRole('article', { name: 'Comment by Vera Lind' })
  await expect(said.getByText('@Emil Berg')).toBeVisible()
  const { items } = await api.keeps.comments.list.query({ circleId, keepId })
  expect(items[0]?.mentions).toMatchObject([{ said: 'Emil Berg' }])
})

test('what is chosen for an album stays chosen while others add to the circle @desktop', async ({
  newPerson,
}) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  const note = (minute: number) =>
    api.keeps.create.mutate({
      ...{ circleId, kind: 'note', body: `Note ${minute}` },
      happenedAt: `2025-07-12T10:${String(minute % 60).padStart(2, '0')}:${minute < 60 ? '00' : '30'}`,
    })
  for (let minute = 0; minute < 62; minute += 1) await note(minute)
  const { id: albumId } = await api.keeps.albums.create.mutate({ circleId, title: 'Summer' })
  await page.goto(`/c/${circleId}/albums?album=${albumId}`)
  await page.getByRole('button', { name: 'Add keeps' }).first().click()
  const picking = page.getByRole('dialog')
  await picking.getByRole('checkbox').last().check()
  await expect(picking.getByText('1 chosen')).toBeVisible()
  const { id: newcomer } = await api.keeps.create.mutate({ circleId, kind: 'note', body: 'Just now' })
  await expect(picking.getByRole('checkbox', { name: /Just now/ })).toBeVisible()
  await expect(picking.getByText('1 chosen')).toBeVisible()
  await picking.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(picking).toBeHidden()
  const { items } = await api.keeps.list.query({ circleId, albumId })
  expect(items).toHaveLength(1)
  expect(items[0]?.id).not.toBe(newcomer)
})

import { drawTurned } from '@kinkeep/testing/draw-photos'
import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './support/axe.ts'
import { loseAnswers } from './support/bad-network.ts'
import { addFiles } from './support/choose-files.ts'
import { mailTo, tokenIn } from './support/mails.ts'
import { newEmail, type Person } from './support/people.ts'
import { expect, test } from './support/test.ts'

type NewPerson = (options?: { name?: string; email?: string; invitationToken?: string }) => Promise<Person>

/** Two of a family, the second a viewer, before one note. */
async function newFamily(newPerson: NewPerson, stack: { mailUrl: string }) {
  const vera = await newPerson()
  const { id: circleId } = await vera.api.circles.create.mutate({ name: 'The Linds' })
  const note = { circleId, kind: 'note', body: 'The first strawberries.' } as const
  const { id: keepId } = await vera.api.keeps.create.mutate(note)
  const email = newEmail()
  await vera.api.circles.invitations.send.mutate({ circleId, email, role: 'viewer' })
  const invitationToken = tokenIn(await mailTo(stack, email))
  const emil = await newPerson({ name: 'Emil Berg', email, invitationToken })
  const [pending] = (await emil.api.circles.invitations.pending.query({})).items
  if (pending) await emil.api.circles.invitations.accept.mutate({ invitationId: pending.id })
  await Promise.all([vera, emil].map(({ page }) => page.goto(`/c/${circleId}`)))
  return { circleId, keepId, vera: vera.page, emil: emil.page }
}

function talkOf(page: Page) {
  return page.getByRole('dialog', { name: 'Reactions and comments' })
}

test('what one feels and says the other sees at once, also what is changed and taken back', async ({
  newPerson,
  stack,
}) => {
  const { vera, emil } = await newFamily(newPerson, stack)
  const card = vera.getByRole('article').filter({ hasText: 'strawberries' })
  await emil.getByRole('button', { name: 'Like', exact: true }).click()
  await expect(card.getByRole('button', { name: '1 reaction' })).toBeVisible()

  // By keys alone, another one takes the place of the first.
  await emil.getByRole('button', { name: 'Choose a reaction' }).focus()
  await emil.keyboard.press('Enter')
  await expect(emil.getByRole('button', { name: 'Like', exact: true })).toBeFocused()
  await emil.keyboard.press('ArrowRight')
  await expectNoAxeViolations(emil)
  await emil.keyboard.press('Enter')
  await expect(emil.getByRole('button', { name: 'You reacted: Love' })).toBeFocused()
  await expect(emil.getByRole('button', { name: '1 reaction' })).toBeVisible()

  await card.getByRole('button', { name: 'Comment' }).click()
  const heard = talkOf(vera)
  await expect(heard.getByText('Emil Berg: Love')).toBeVisible()
  await expect(heard.getByText('Nobody has said anything yet.')).toBeVisible()

  await emil.getByRole('button', { name: 'Comment' }).click()
  const said = talkOf(emil)
  await said.getByLabel('Say something').fill('I want som.\nToday!')
  await said.getByRole('button', { name: 'Send' }).click()
  await expect(said.getByLabel('Say something')).toHaveValue('')
  const comment = heard.getByRole('article', { name: 'Comment by Emil Berg' })
  await expect(comment).toContainText('I want som.')
  const underneath = vera.locator('article', { hasText: 'strawberries' })
  await expect(underneath.getByRole('button', { name: '1 comment', includeHidden: true })).toBeAttached()

  await comment.getByRole('button', { name: 'Reply' }).click()
  await heard.getByLabel('Reply to Emil Berg').fill('Come over.')
  await vera.keyboard.press('Control+Enter')
  await expect(said.getByRole('article', { name: 'Comment by Vera Lind' })).toContainText('Come over.')
  await expectNoAxeViolations(emil)

  const own = said.getByRole('article', { name: 'Comment by Emil Berg' })
  await own.getByRole('button', { name: 'Edit' }).click()
  await said.getByLabel('Your comment').fill('I want some.')
  await own.getByRole('button', { name: 'Send' }).click()
  await expect(comment).toContainText('I want some.')
  await expect(comment).toContainText('edited')

  // What was answered keeps its place, without a word and without a name.
  await own.getByRole('button', { name: 'Delete' }).click()
  await own.getByRole('button', { name: 'Delete comment' }).click()
  await expect(heard.getByText('This comment was deleted.')).toBeVisible()
  await expect(heard.getByText('Come over.')).toBeVisible()
  await vera.keyboard.press('Escape')
  await expect(heard).toBeHidden()
  await expect(card.getByRole('button', { name: '1 comment' })).toBeFocused()
})

test.describe('when somebody was faster', () => {
  // What the browser writes down of a refusal.
  test.use({ allowedErrors: [/409 \(Conflict\)/] })

  test('an answer to what is deleted meanwhile keeps its field and its words, and can stand alone @desktop', async ({
    newPerson,
  }) => {
    const { page, api } = await newPerson()
    const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
    const { id: keepId } = await api.keeps.create.mutate({ circleId, kind: 'note', body: 'Strawberries.' })
    const { id: commentId } = await api.keeps.comments.add.mutate({ circleId, keepId, body: 'Who ate them?' })
    await page.goto(`/c/${circleId}?talk=${keepId}`)
    const talk = talkOf(page)
    await talk.getByRole('article').getByRole('button', { name: 'Reply' }).click()
    const field = talk.getByLabel('Reply to Vera Lind')
    await field.fill('It was me')
    await api.keeps.comments.delete.mutate({ circleId, keepId, commentId })
    await expect(talk.getByText('This comment was deleted.')).toBeVisible()
    await expect(field).toBeFocused()
    await field.pressSequentially(', sorry.')
    await page.keyboard.press('ControlOrMeta+Enter')
    await expect(talk.getByRole('alert')).toContainText('That comment was deleted meanwhile.')
    await expect(talk.getByText('It was me, sorry.')).toBeVisible()
    await talk.getByRole('button', { name: 'Try again' }).click()
    await expect(talk.getByRole('article')).toContainText('It was me, sorry.')
    await expect(talk.getByRole('alert')).toBeHidden()
  })
})

test.describe('when the network fails', () => {
  test.use({ allowedErrors: [/Failed to load resource|ERR_FAILED|net::/] })

  test('the words stay in their place, also over a reload, and arrive once at the second try', async ({
    newPerson,
    stack,
  }) => {
    const { vera, circleId, keepId } = await newFamily(newPerson, stack)
    await vera.goto(`/c/${circleId}?talk=${keepId}`)
    const talk = talkOf(vera)
    const field = talk.getByLabel('Say something')
    await field.fill('A long story, told once.')
    const find = await loseAnswers(vera, 'keeps.comments.add')
    await talk.getByRole('button', { name: 'Send' }).click()
    await expect(talk.getByRole('alert')).toContainText('This was not sent.')
    await expect(field).toHaveValue('')
    await field.fill('And then')
    await find()
    await vera.reload()
    await expect(talk.getByText('A long story, told once.').first()).toBeVisible()
    await talk.getByRole('button', { name: 'Try again' }).click()
    await expect(talk.getByRole('alert')).toBeHidden()
    await expect(talk.getByRole('article')).toHaveCount(1)
    await expect(field).toHaveValue('And then')

    // Other words that do not arrive leave the old ones, and neither are lost.
    await vera.route('**/trpc/keeps.comments.update**', (route) => route.abort())
    const own = talk.getByRole('article')
    await own.getByRole('button', { name: 'Edit' }).click()
    await talk.getByLabel('Your comment').fill('A short story.')
    await own.getByRole('button', { name: 'Send' }).click()
    await expect(own.getByRole('alert')).toContainText('This change was not saved.')
    await expect(own).toContainText('A long story, told once.')
    await expect(own).toContainText('A short story.')
    await own.getByRole('button', { name: 'Discard' }).click()
    await expect(own).not.toContainText('A short story.')
    await vera.route('**/trpc/keeps.comments.delete**', (route) => route.abort())
    await own.getByRole('button', { name: 'Delete' }).click()
    await own.getByRole('button', { name: 'Delete comment' }).click()
    await expect(own.getByRole('alert')).toContainText('It was not deleted.')
    await vera.unroute('**/trpc/keeps.comments.delete**')
    await own.getByRole('button', { name: 'Delete comment' }).click()
    await expect(own).toBeHidden()
  })

  test('a reaction that did not arrive goes away again and says so', async ({ newPerson, stack }) => {
    const { vera } = await newFamily(newPerson, stack)
    await vera.route('**/trpc/keeps.reactions.set**', (route) => route.abort())
    await vera.getByRole('button', { name: 'Like', exact: true }).click()
    await expect(
      vera.getByRole('status').filter({ hasText: /./ }).or(vera.getByRole('alert')).first(),
    ).toBeVisible()
    await expect(vera.getByRole('button', { name: 'Like', exact: true })).toBeVisible()
  })
})

test('beside a photo one reacts and talks; what is typed there is not meant for the photo', async ({
  newPerson,
}) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}`)
  const buffer = await drawTurned(1, '2025:07:12 11:00:00', 50)
  await addFiles(page, [{ name: 'sea.jpg', mimeType: 'image/jpeg', buffer }])
  await page.getByRole('button', { name: 'sea.jpg' }).click()
  const viewer = page.getByRole('dialog', { name: 'Photo' })
  await viewer.getByRole('button', { name: 'Like', exact: true }).click()
  await expect(viewer.getByRole('button', { name: '1 reaction' })).toBeVisible()
  await viewer.getByRole('button', { name: 'Comment' }).click()
  const talk = viewer.getByRole('region', { name: 'Reactions and comments' })
  await talk.getByLabel('Say something').pressSequentially('10 + 0')
  await talk.getByRole('button', { name: 'Send' }).click()
  await expect(talk.getByRole('article')).toContainText('10 + 0')
  await expectNoAxeViolations(page)
  await page.keyboard.press('Escape')
  await expect(talk).toBeHidden()
  await expect(viewer).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'sea.jpg' })).toBeFocused()
  await expect(page.getByText('1 comment')).toBeAttached()
})

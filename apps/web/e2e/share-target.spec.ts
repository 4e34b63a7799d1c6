import { limits } from '@kinkeep/contracts/limits'
import { drawTurned } from '@kinkeep/testing/draw-photos'
import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './support/axe.ts'
import type { Person } from './support/people.ts'
import { expect, test } from './support/test.ts'

test.use({
  serviceWorkers: 'allow',
  // The network is taken away on purpose.
  allowedErrors: [/ERR_INTERNET_DISCONNECTED|Connecting to 'blob:|net::ERR_FAILED/],
})

/** As the system does it when a person shares something to an installed Kinkeep. */
async function share(page: Page, files: { name: string; buffer: Buffer }[], text: string): Promise<void> {
  const some = files.map(({ name, buffer }) => ({ name, base64: buffer.toString('base64') }))
  await page.evaluate(
    ({ some, text }) => {
      const form = document.createElement('form')
      Object.assign(form, { method: 'post', action: '/share', enctype: 'multipart/form-data' })
      const transfer = new DataTransfer()
      for (const { name, base64 } of some) {
        const bytes = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))
        transfer.items.add(new File([bytes], name, { type: 'image/jpeg' }))
      }
      const input = Object.assign(document.createElement('input'), {
        ...{ type: 'file', name: 'files', multiple: true, files: transfer.files },
      })
      const words = Object.assign(document.createElement('input'), { name: 'text', value: text })
      form.append(input, words)
      document.body.append(form)
      form.submit()
    },
    { some, text },
  )
}

/** A circle's page with the service worker behind it. */
async function openInstalled(person: Person): Promise<Person & { circleId: string }> {
  const { page, api } = person
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}`)
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
  return { ...person, circleId }
}

test('what another app shares waits for its person, and becomes a keep where they say @phone', async ({
  newPerson,
}) => {
  const { page, api, circleId } = await openInstalled(await newPerson())
  const files = await Promise.all(
    ['beach.jpg', 'boat.jpg'].map(async (name, index) => ({
      name,
      buffer: await drawTurned(1, '2025:07:12 10:00:00', 40 + index * 90),
    })),
  )
  await share(page, files, 'From the holidays')
  const dialog = page.getByRole('dialog', { name: 'Shared with Kinkeep' })
  await expect(dialog.getByRole('img', { name: 'beach.jpg' })).toBeVisible()
  await expect(dialog.getByText('From the holidays')).toBeVisible()
  await expectNoAxeViolations(page)
  // Not answered, it is asked again.
  await page.reload()
  await dialog.getByRole('button', { name: 'One keep of all' }).click()
  const composer = page.getByRole('dialog', { name: 'Add to the circle' })
  await expect(composer.getByLabel('Caption')).toHaveValue('From the holidays')
  await composer.getByRole('button', { name: 'Keep it' }).click()
  await expect(composer).toBeHidden()
  const [keep] = (await api.keeps.list.query({ circleId })).items
  expect(keep?.media.map(({ name }) => name)).toEqual(['beach.jpg', 'boat.jpg'])
  await page.reload()
  await expect(page.getByRole('article')).toBeVisible()
  await expect(dialog).toBeHidden()

  // Each on its day, the words have no keep of their own yet, and are not lost.
  await share(page, [{ name: 'fox.jpg', buffer: await drawTurned(1, '2025:07:13 10:00:00', 200) }], 'A fox!')
  await dialog.getByRole('button', { name: 'Add each on its day' }).click()
  await expect(composer.getByLabel('What happened?')).toHaveValue('A fox!')
  await composer.getByRole('button', { name: 'Keep it' }).click()
  await expect(composer).toBeHidden()
  await expect(page.getByRole('button', { name: 'fox.jpg' })).toBeVisible()
  await expect(page.getByRole('article').filter({ hasText: 'A fox!' })).toBeVisible()
})

test('what was shared does not push photos out of a keep that is being written @phone', async ({
  newPerson,
}) => {
  const { page, api, circleId } = await openInstalled(await newPerson())
  const me = await api.users.me.query()
  await page.evaluate(
    ([userId, circleId, most]) => {
      const photos = Array.from({ length: most }, (_, index) => ({
        ...{ uploadKey: null, mediaId: null, name: `${index}.jpg` },
      }))
      localStorage.setItem(
        `kinkeep.draft.${userId}.${circleId}`,
        JSON.stringify({ idempotencyKey: 'one', photos }),
      )
    },
    [me?.id, circleId, limits.mediaPerKeep] as const,
  )
  await share(page, [{ name: 'fox.jpg', buffer: await drawTurned(1, '2025:07:13 10:00:00', 200) }], '')
  const dialog = page.getByRole('dialog', { name: 'Shared with Kinkeep' })
  await expect(dialog.getByRole('button', { name: 'Add each on its day' })).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'One keep of all' })).toBeHidden()
})

test('without a connection that is what the page says, and nothing old is shown @phone', async ({
  newPerson,
}) => {
  const { page, context } = await openInstalled(await newPerson())
  await context.setOffline(true)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'No connection just now' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Сейчас нет связи' })).toBeVisible()
  await expectNoAxeViolations(page)
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: 'A place for your days' })).toBeVisible()
})

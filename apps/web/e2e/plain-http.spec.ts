import { drawTurned } from '@kinkeep/testing/draw-photos'
import { addFiles, chooseFiles } from './support/choose-files.ts'
import { asOverPlainHttp } from './support/plain-http.ts'
import { expect, test } from './support/test.ts'

test('over plain HTTP photos are sent, links are copied and archives brought in as over HTTPS @phone', async ({
  newPerson,
}) => {
  const { page, api, context } = await newPerson()
  await asOverPlainHttp(context)
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await page.goto(`/c/${circleId}`)
  expect(await page.evaluate(() => [crypto.subtle, navigator.clipboard])).toEqual([undefined, undefined])
  const buffer = await drawTurned(1, '2025:07:12 10:00:00')
  await addFiles(page, [{ name: 'boat.jpg', mimeType: 'image/jpeg', buffer }])
  await expect(page.getByRole('button', { name: 'boat.jpg' })).toBeVisible()

  await page.goto(`/c/${circleId}/people`)
  await page
    .getByRole('region', { name: 'Guest links' })
    .getByRole('button', { name: 'New guest link' })
    .click()
  await page.getByLabel('Who is it for').fill('Grandma Vera')
  await page.getByRole('button', { name: 'Make the link' }).click()
  const link = await page.getByLabel('Link', { exact: true }).inputValue()
  await page.getByRole('button', { name: 'Copy' }).click()
  await page.getByRole('button', { name: 'Copied' }).click()
  await page.getByRole('button', { name: 'Done' }).click()
  await page
    .getByRole('region', { name: 'Guest links' })
    .getByRole('button', { name: 'New guest link' })
    .click()
  await page.getByLabel('Who is it for').focus()
  await page.keyboard.press('ControlOrMeta+v')
  await expect(page.getByLabel('Who is it for')).toHaveValue(link)

  await page.goto(`/c/${circleId}/settings`)
  const bring = page.getByRole('region', { name: 'Bring it in' })
  const noArchive = {
    name: 'holiday.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from('PK, and no more'),
  }
  await chooseFiles(bring.getByRole('button', { name: 'Choose an archive' }), noArchive)
  await expect(bring.getByText('This file is not an archive of Kinkeep.')).toBeVisible({ timeout: 15_000 })
})

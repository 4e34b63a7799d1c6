import { drawPlacedPhoto } from '@kinkeep/testing/placed-photo'
import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './support/axe.ts'
import { addFiles } from './support/choose-files.ts'
import { expect, test } from './support/test.ts'

// Being put out, and a wrong PIN, are refusals that browsers log.
test.use({ allowedErrors: [/status of 40[14]/] })

test('a grandmother comes in by her link, looks, reacts and writes, until the link is revoked', async ({
  newPerson,
  newBrowser,
}) => {
  const anna = await newPerson({ name: 'Anna Berg' })
  const { id: circleId } = await anna.api.circles.create.mutate({ name: 'The Bergs' })
  const ida = { name: 'Ida', birthdate: '2025-03-14' }
  const { id: childId } = await anna.api.circles.children.create.mutate({ circleId, ...ida })
  const { id: keepId } = await anna.api.keeps.create.mutate({
    ...{ circleId, kind: 'note', body: 'She walks', childIds: [childId] },
    happenedAt: '2026-06-20T10:00:00',
  })
  await anna.api.keeps.create.mutate({ circleId, kind: 'note', body: 'A surprise', visibility: 'admins' })

  const { page } = anna
  await page.goto(`/c/${circleId}/people`)
  const section = page.getByRole('region', { name: 'Guest links' })
  await section.getByRole('button', { name: 'New guest link' }).click()
  await page.getByLabel('Who is it for').fill('Grandma Vera')
  await page.getByLabel('PIN, if you like').fill('1205')
  await page.getByRole('button', { name: 'Make the link' }).click()
  await expect(page.getByText('A PIN has six digits.')).toBeVisible()
  await page.getByLabel('PIN, if you like').fill('120 583')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Make the link' }).click()
  const link = await page.getByLabel('Link', { exact: true }).inputValue()
  await page.getByRole('button', { name: 'Show as a QR code' }).click()
  await expect(page.getByRole('img', { name: 'The link for Grandma Vera as a QR code' })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(section.getByText('Not opened yet', { exact: false })).toBeVisible()

  const vera = await (await newBrowser()).newPage()
  await vera.goto(link)
  await expect(vera.getByRole('heading', { name: 'Hello, Grandma Vera' })).toBeVisible()
  await expectNoAxeViolations(vera)
  await vera.getByLabel('PIN').fill('000000')
  await vera.getByRole('button', { name: 'Come in' }).click()
  await expect(vera.getByText('That is not the PIN.', { exact: false })).toBeVisible()
  await vera.getByLabel('PIN').fill('120583')
  await vera.keyboard.press('Enter')
  await expect(vera).toHaveURL(new RegExp(`/guest/${circleId}$`))
  await expect(vera.getByText('She walks')).toBeVisible()
  await expect(vera.getByText('A surprise')).toHaveCount(0)
  await expect(vera.getByText('Ida, 1 y 3 m')).toBeVisible()
  await vera.getByRole('button', { name: 'Love' }).click()
  await expect(vera.getByRole('button', { name: 'Love, 1', pressed: true })).toBeVisible()
  await vera.getByRole('button', { name: 'Write something' }).click()
  await vera.getByRole('textbox').fill('How lovely, my dear ones')
  await vera.getByRole('button', { name: 'Send' }).click()
  await expect(vera.getByRole('button', { name: '1 comment' })).toBeVisible()
  await expect(vera.getByText('How lovely, my dear ones')).toBeVisible()
  expect(await smallestText(vera)).toBeGreaterThanOrEqual(20)
  await expectNoAxeViolations(vera)
  const said = await anna.api.keeps.comments.list.query({ circleId, keepId })
  expect(said.items).toMatchObject([{ author: { kind: 'guest', name: 'Grandma Vera' } }])

  // On somebody else's device she leaves; her link brings her back, and her PIN.
  await vera.getByRole('button', { name: 'Leave on this device' }).click()
  await expect(vera.getByRole('heading', { name: 'This device has forgotten you' })).toBeVisible()
  await vera.goto(link)
  await vera.getByLabel('PIN').fill('120583')
  await vera.keyboard.press('Enter')
  await expect(vera.getByRole('button', { name: 'Love, 1', pressed: true })).toBeVisible()

  await expect(section.getByText('Last here today', { exact: false })).toBeVisible()
  await section.getByRole('button', { name: 'Revoke the link for Grandma Vera' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(section.getByText('1 link that has ended')).toBeVisible()

  // Whoever is looking is told at the next thing they do, without reloading.
  await vera.getByRole('button', { name: 'Love, 1' }).click()
  await expect(vera.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible()
  await vera.reload()
  await expect(vera.getByRole('heading', { name: 'Please open your link again' })).toBeVisible()
  await vera.goto(link)
  await expect(vera.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible()
  await expectNoAxeViolations(vera)
})

test('a photo fills the screen, and a member who opens the link is shown their own circle', async ({
  newPerson,
  newBrowser,
}) => {
  const anna = await newPerson({ name: 'Anna Berg' })
  const { id: circleId } = await anna.api.circles.create.mutate({ name: 'The Bergs' })
  const made = { circleId, name: 'Grandpa Gleb', mayDownload: true }
  const { token } = await anna.api.circles.guestLinks.create.mutate(made)
  await anna.page.goto(`/c/${circleId}`)
  await addFiles(anna.page, { name: 'lake.jpg', mimeType: 'image/jpeg', buffer: await drawPlacedPhoto() })
  await expect(anna.page.getByRole('button', { name: 'lake.jpg' })).toBeVisible({ timeout: 30_000 })

  const gleb = await (await newBrowser()).newPage()
  await gleb.goto(`/g/${token}`)
  await gleb.getByRole('button', { name: 'Come in' }).click()
  await gleb.getByRole('button', { name: 'Show large: Photo 1 of 1 by Anna Berg' }).click()
  const viewer = gleb.getByRole('dialog', { name: 'Photo' })
  await expect(viewer.getByRole('img', { name: 'Photo 1 of 1 by Anna Berg' })).toBeVisible()
  await expect(viewer.getByRole('link', { name: 'Download original' })).toBeVisible()
  await expectNoAxeViolations(gleb)
  await gleb.keyboard.press('Escape')
  await expect(viewer).toHaveCount(0)

  // The same link again, from the chat: in without a question.
  await gleb.goto(`/g/${token}`)
  await expect(gleb).toHaveURL(new RegExp(`/guest/${circleId}$`))
  await gleb.getByRole('button', { name: 'Русский' }).click()
  await expect(gleb.getByText('Вы здесь как Grandpa Gleb')).toBeVisible()

  await anna.page.goto(`/g/${token}`)
  await anna.page.getByRole('link', { name: 'Open “The Bergs”' }).click()
  await expect(anna.page).toHaveURL(new RegExp(`/c/${circleId}$`))
  await anna.page.goto(`/guest/${circleId}`)
  await expect(anna.page).toHaveURL(new RegExp(`/c/${circleId}$`))
})

/** Pixels of the smallest letters that somebody can see. */
function smallestText(page: Page): Promise<number> {
  return page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const sizes: number[] = []
    while (texts.nextNode()) {
      const { textContent, parentElement } = texts.currentNode
      if (!textContent?.trim() || !parentElement?.checkVisibility()) continue
      if (parentElement.closest('.sr-only, title, noscript')) continue
      if (parentElement.getBoundingClientRect().width > 1) {
        sizes.push(Number.parseFloat(getComputedStyle(parentElement).fontSize))
      }
    }
    return Math.min(...sizes)
  })
}

import { drawPhoto } from '@kinkeep/testing/draw-photo'
import { expectNoAxeViolations } from './support/axe.ts'
import { addFiles } from './support/choose-files.ts'
import { mailTo, tokenIn } from './support/mails.ts'
import { newEmail, type Person } from './support/people.ts'
import { expect, test } from './support/test.ts'

type NewPerson = (options?: { name?: string; email?: string; invitationToken?: string }) => Promise<Person>

/** Somebody whom a person of a circle invited, and who came. */
async function inviteTo(
  circleId: string,
  host: Person,
  newPerson: NewPerson,
  stack: { mailUrl: string },
  role: 'member' | 'viewer',
): Promise<Person> {
  const email = newEmail()
  await host.api.circles.invitations.send.mutate({ circleId, email, role })
  const invitationToken = tokenIn(await mailTo(stack, email))
  const guest = await newPerson({ name: 'Emil Berg', email, invitationToken })
  const { items } = await guest.api.circles.invitations.pending.query({})
  const [pending] = items
  if (pending) await guest.api.circles.invitations.accept.mutate({ invitationId: pending.id })
  return guest
}

test('what one posts the other sees without reloading, and a chip says so to who is further down', async ({
  newPerson,
  stack,
}) => {
  const vera = await newPerson()
  const { id: circleId } = await vera.api.circles.create.mutate({ name: 'The Linds' })
  for (let day = 10; day < 30; day += 1) {
    const body = `Day ${day}. ${'We went for a long walk. '.repeat(12)}`
    await vera.api.keeps.create.mutate({
      circleId,
      kind: 'note',
      body,
      happenedAt: `2025-06-${day}T12:00:00`,
    })
  }
  const emil = await inviteTo(circleId, vera, newPerson, stack, 'member')
  await vera.page.goto(`/c/${circleId}`)
  await expect(vera.page.getByText('Day 29.')).toBeVisible()

  await emil.api.keeps.create.mutate({ circleId, kind: 'note', body: 'Hello from Emil' })
  await expect(vera.page.getByText('Hello from Emil')).toBeVisible({ timeout: 5000 })

  await vera.page.mouse.wheel(0, 2500)
  await expect(vera.page.getByText('Hello from Emil')).toBeHidden()
  const place = vera.page.getByText(/^Day 2[0-9]\./).first()
  await expect(place).toBeVisible()
  await emil.api.keeps.create.mutate({ circleId, kind: 'note', body: 'And once more' })
  const chip = vera.page.getByRole('button', { name: '1 new keep' })
  await expect(chip).toBeVisible({ timeout: 5000 })
  await chip.click()
  await expect(vera.page.getByText('And once more')).toBeVisible()
  await expect(chip).toBeHidden()
  await expectNoAxeViolations(vera.page)
})

test('years are a jump away, and the way back to today is open', async ({ newPerson, isMobile }) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  const months = ['2019-07', '2021-03', '2023-11', '2025-01']
  for (const month of months) {
    for (let day = 10; day < 20; day += 1) {
      const body = `${month} ${day}. ${'A quiet day. '.repeat(20)}`
      await api.keeps.create.mutate({ circleId, kind: 'note', body, happenedAt: `${month}-${day}T09:00:00` })
    }
  }
  await page.goto(`/c/${circleId}`)
  await expect(page.getByText('2025-01 19.')).toBeVisible()
  if (isMobile) {
    await page.getByRole('button', { name: 'Jump to a month' }).click()
    await expect(page.getByRole('link', { name: 'March' })).toBeVisible()
    await expectNoAxeViolations(page)
    await page.getByRole('link', { name: 'March' }).click()
  } else {
    await page.getByRole('slider', { name: 'Jump to a month' }).focus()
    await page.keyboard.press('ArrowDown')
    await expect(page).toHaveURL(/at=2023-11/)
    await page.getByRole('slider', { name: 'Jump to a month' }).focus()
    await page.keyboard.press('ArrowDown')
  }
  await expect(page).toHaveURL(/at=2021-03/)
  await expect(page.getByText('2021-03 19.')).toBeInViewport()
  // Upwards lies what came later, once it is read: a person turns the wheel again.
  await expect(async () => {
    await page.mouse.wheel(0, -250)
    await expect(page.getByText('2023-11 10.')).toBeInViewport({ timeout: 500 })
  }).toPass({ timeout: 15_000 })
  expect(await page.locator('main *').count()).toBeLessThan(600)
  await page.reload()
  await expect(page.getByText('2021-03 19.')).toBeVisible()
})

test('a photo that flies by is not fetched, and one that somebody slows down for is', async ({
  newPerson,
}) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  for (const year of [2017, 2025]) {
    for (let day = 15; day < 29; day += 1) {
      const happenedAt = `${year}-06-${day}T09:00:00`
      const body = `${happenedAt}. ${'A quiet day. '.repeat(40)}`
      await api.keeps.create.mutate({ circleId, kind: 'note', body, happenedAt })
    }
  }
  await page.goto(`/c/${circleId}`)
  const buffer = await drawPhoto('2021:06:01 09:00:00')
  await addFiles(page, { name: 'between.jpg', mimeType: 'image/jpeg', buffer })
  await expect
    .poll(async () => (await api.keeps.list.query({ circleId, hasPhotos: true })).items[0]?.media[0]?.state)
    .toBe('ready')
  const fetched: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/media/')) fetched.push(request.url())
  })

  /** Scrolls a step a frame, until a photo is there or nothing is left; answers the longest frame, in ms. */
  const scroll = (step: number) =>
    page.evaluate(async (step) => {
      const frames = [performance.now()]
      for (let last = -1; scrollY !== last; ) {
        last = scrollY
        window.scrollBy({ top: step, behavior: 'instant' })
        await new Promise(requestAnimationFrame)
        frames.push(performance.now())
        if (step < 0 && document.querySelector('main [data-loaded]')) break
      }
      return Math.max(...frames.slice(1).map((at, index) => at - (frames[index] ?? at)))
    }, step)
  // A machine with other work may stop for so long that the photo can be seen: then nothing flew.
  await expect(async () => {
    await page.goto('about:blank')
    await page.goto(`/c/${circleId}`)
    await expect(page.getByText('2025-06-28')).toBeVisible()
    fetched.length = 0
    expect(await scroll(300)).toBeLessThan(60)
  }).toPass({ timeout: 40_000 })
  await expect(page.getByText('2017-06-15')).toBeInViewport()
  expect(fetched).toEqual([])
  await scroll(-40)
  await expect(page.getByRole('button', { name: 'between.jpg' }).locator('[data-loaded]')).toBeVisible()
  expect(fetched).not.toEqual([])
})

test('a viewer looks, and is told why not more', async ({ newPerson, stack }) => {
  const vera = await newPerson()
  const { id: circleId } = await vera.api.circles.create.mutate({ name: 'The Linds' })
  const emil = await inviteTo(circleId, vera, newPerson, stack, 'viewer')
  await emil.page.goto(`/c/${circleId}`)
  await expect(emil.page.getByText('Nobody has added anything yet.', { exact: false })).toBeVisible()
  await expect(emil.page.getByRole('button', { name: 'Add photos' })).toHaveCount(0)
  await expectNoAxeViolations(emil.page)
  await vera.api.keeps.create.mutate({ circleId, kind: 'note', body: 'The first one' })
  await expect(emil.page.getByText('The first one')).toBeVisible({ timeout: 5000 })
  await emil.page.getByRole('button', { name: 'More about this keep' }).click()
  await expect(emil.page.getByText('Your role lets you look, not change.')).toBeVisible()
})

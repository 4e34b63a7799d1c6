import { expect, test } from './support/test.ts'

test('what a page shows is asked for once, while its code is on its way @desktop', async ({ newPerson }) => {
  const { page, api } = await newPerson()
  const { id: circleId } = await api.circles.create.mutate({ name: 'The Linds' })
  await api.keeps.create.mutate({ circleId, kind: 'note', body: 'The ice went out' })
  const asked: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (/users\.me/.test(pathname)) asked.push(pathname)
  })
  const warned: string[] = []
  page.on('console', (message) => {
    // Only here, where there is no service worker, and as soon as the page has time for one.
    if (message.text() !== 'Service Worker registration blocked by Playwright') warned.push(message.text())
  })

  await page.goto(`/c/${circleId}`)
  await expect(page.getByText('The ice went out')).toBeVisible()
  expect(asked).toEqual(['/trpc/users.me,circles.list,circles.get,keeps.timeline,keeps.list'])

  await page.goto('/settings/security')
  await expect(page.getByRole('heading', { name: 'Security', level: 1 })).toBeVisible()
  expect(asked.slice(1)).toEqual(['/trpc/users.me,circles.list'])
  expect(warned).toEqual([])
})

import { createFeed } from '@kinkeep/core/calendar/create-feed'
import type { Deps } from '@kinkeep/core/platform/deps'
import { createLog } from '@kinkeep/core/platform/log'
import { newCircle, scopeIn } from '@kinkeep/testing/new-circle'
import { newPet } from '@kinkeep/testing/new-pet'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../app.ts'

const deps = await createTestDeps()

async function openApp(of: Deps = deps) {
  const limit = { count: 1000, seconds: 60 }
  const app = await buildApp(of, {
    storeOrigin: 'https://store.test',
    limits: { auth: limit, calls: limit },
  })
  onTestFinished(() => app.close())
  return app
}

async function subscribe() {
  const circle = await newCircle(deps)
  await newPet(deps, circle, circle.owner, { birthdate: '2020-05-05' })
  const scope = await scopeIn(deps, circle, circle.owner, 'calendar.read')
  const { url } = await createFeed(deps, scope, { circleId: circle.id, name: 'Phone' })
  return new URL(url).pathname
}

test('an address answers a calendar that nobody else may keep or find, without a cookie', async () => {
  const app = await openApp()
  const path = await subscribe()
  const answer = await app.inject(path)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers).toMatchObject({
    'content-type': 'text/calendar; charset=utf-8',
    'cache-control': 'private, no-cache',
    'x-robots-tag': 'noindex, nofollow',
    'x-content-type-options': 'nosniff',
  })
  expect(answer.cookies).toEqual([])
  expect(answer.body).toMatch(/^BEGIN:VCALENDAR\r\n.*SUMMARY:Muska turns 6\r\n.*END:VCALENDAR$/s)
  expect((await app.inject({ method: 'HEAD', url: path })).statusCode).toBe(200)
})

test('whatever else is asked there is not found, all of it alike', async () => {
  const app = await openApp()
  const path = await subscribe()
  const unknown = `/calendars/${deps.random.token()}.ics`
  const wrong = [
    unknown,
    path.slice(0, -4),
    path.replace('.ics', '.ICS'),
    `${path}/`,
    path.slice(0, -5),
    '/calendars/.ics',
    '/calendars/%00.ics',
    `/calendars/${'a'.repeat(4000)}.ics`,
  ]
  for (const url of wrong) {
    const answer = await app.inject(url)
    expect([url, answer.statusCode, answer.json().error.data.reason]).toEqual([url, 404, 'NOT_FOUND'])
  }
  const posted = await app.inject({ method: 'POST', url: path, headers: { origin: deps.publicUrl } })
  expect(posted.statusCode).toBe(404)
})

test('an address that asks too often waits', async () => {
  const app = await openApp()
  const unknown = `/calendars/${deps.random.token()}.ics`
  const answers = await Promise.all(
    Array.from({ length: 310 }, () => app.inject({ url: unknown, remoteAddress: '198.51.100.7' })),
  )
  const refused = answers.filter(({ statusCode }) => statusCode === 429)
  expect(refused.length).toBeGreaterThan(0)
  expect(refused[0]?.headers['retry-after']).toBeDefined()
  expect((await app.inject({ url: unknown, remoteAddress: '198.51.100.8' })).statusCode).toBe(404)
})

test('no log has the address, whatever goes wrong', async () => {
  const lines: string[] = []
  const log = createLog('calendars', 'trace', { write: (line) => void lines.push(line) })
  const app = await openApp({ ...deps, log })
  const path = await subscribe()
  const owner = new pg.Client({ connectionString: deps.ownerUrl })
  await owner.connect()
  onTestFinished(() => owner.end())
  await app.inject(path)
  for (const table of ['calendar_feeds', 'pets']) {
    await owner.query(`alter table ${table} rename to ${table}_away`)
    expect((await app.inject(path)).statusCode).toBe(500)
    await owner.query(`alter table ${table}_away rename to ${table}`)
  }
  const { rows } = await owner.query<{ text: string }>('select e::text as text from audit_entries e')
  expect(lines.length).toBeGreaterThan(1)
  const token = path.slice('/calendars/'.length, -'.ics'.length)
  expect([...lines, ...rows.map(({ text }) => text)].join('\n')).not.toContain(token)
})

import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { buildApp } from '../app.ts'

const deps = await createTestDeps()
const limit = { count: 1000, seconds: 60 }
const app = await buildApp(deps, { storeOrigin: 'https://store.test', limits: { auth: limit, calls: limit } })
const answer = z.object({
  procedures: z.array(
    z.object({
      path: z.string(),
      type: z.string(),
      scope: z.string(),
      access: z.string(),
      input: z.looseObject({}).nullable(),
    }),
  ),
})

test('everything that a program may call is told of with its input, and nothing that it may not', async () => {
  const response = await app.inject({ url: '/docs/procedures.json' })
  const { procedures } = answer.parse(response.json())
  const named = new Map(procedures.map((procedure) => [procedure.path, procedure]))
  expect(named.get('keeps.create')).toMatchObject({ type: 'mutation', scope: 'keeps:write' })
  expect(named.get('keeps.trash')?.input).toMatchObject({
    type: 'object',
    properties: { circleId: { type: 'string' }, keepId: { type: 'string' } },
    required: ['circleId', 'keepId'],
  })
  expect(named.get('users.me')?.input).toBeNull()
  const ofCircles = procedures.filter(({ access }) => access.includes('.'))
  const withoutCircle = ofCircles.filter(({ input }) => !JSON.stringify(input).includes('"circleId"'))
  expect(withoutCircle.map(({ path }) => path)).toEqual([])
  expect(named.has('auth.signIn')).toBe(false)
  expect(named.has('circles.onEvent')).toBe(false)
  expect(named.has('keeps.shareLinks.create')).toBe(false)
})

test('whoever has it is not sent it again', async () => {
  const { headers } = await app.inject({ url: '/docs/procedures.json' })
  const again = await app.inject({
    url: '/docs/procedures.json',
    headers: { 'if-none-match': String(headers.etag) },
  })
  expect([again.statusCode, again.body]).toEqual([304, ''])
})

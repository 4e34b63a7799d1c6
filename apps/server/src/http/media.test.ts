import { newCircle } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { afterAll, expect, test } from 'vitest'
import { buildApp } from '../app.ts'

const deps = await createTestDeps()
const calls = { count: 1000, seconds: 60 }
const app = await buildApp(deps, { storeOrigin: 'https://store.test', limits: { auth: calls, calls } })
afterAll(() => app.close())

test('a picture is remembered under the version that it has, and under no other', async () => {
  const circle = await newCircle(deps)
  const { id } = await newMedia(deps, circle, circle.owner)
  await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [id] })
  const get = (variant: string, user: TestUser = circle.owner) =>
    app.inject({
      url: `/media/${circle.id}/${id}/${variant}`,
      cookies: { kinkeep_session: user.caller.sessionToken },
    })
  const cached = async (variant: string) => (await get(variant)).headers['cache-control']
  expect(await cached('preview')).toMatch(/^private, max-age=\d+$/)
  // Nobody can have version 2 before it is there, and call the first one that for a day.
  expect(await cached('preview?v=2')).toBe('no-store')

  await deps.db
    .updateTable('media')
    .set({ version: 2, rotation: 90, turned: 90 })
    .where('id', '=', id)
    .execute()
  expect(await cached('preview?v=2')).toMatch(/^private, max-age=\d+$/)
  expect(await cached('thumbnail')).toBe('no-store')
  expect(await cached('preview?v=nonsense')).toBe('no-store')
  expect(await cached('original')).toMatch(/^private, max-age=\d+$/)
  expect((await get('preview?v=2', await newUser(deps))).statusCode).toBe(404)
})

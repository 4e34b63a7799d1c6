import { newCircle, newMember } from '@kinkeep/testing/new-circle'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { afterAll, expect, test } from 'vitest'
import { buildApp } from '../app.ts'

const deps = await createTestDeps()
const calls = { count: 1000, seconds: 60 }
const app = await buildApp(deps, { storeOrigin: 'https://store.test', limits: { auth: calls, calls } })
afterAll(() => app.close())

test('a face is a redirect for its owner and their circles, and nothing for anybody else', async () => {
  const circle = await newCircle(deps)
  const { owner } = circle
  const avatarId = await giveAvatar(owner)
  const near = await newMember(deps, circle, 'viewer')
  const stranger = await newUser(deps)
  const path = `/avatars/${owner.id}/${avatarId}/64`
  for (const person of [owner, near]) {
    const answer = await get(path, person)
    expect(answer.statusCode).toBe(302)
    expect(answer.headers.location).toContain(`users/${owner.id}/avatars/${avatarId}/64.webp`)
    expect(answer.headers['cache-control']).toMatch(/^private, max-age=\d+$/)
    expect(answer.headers.vary).toContain('cookie')
  }
  const nobody = await get(path)
  const refused = await get(path, stranger)
  const nowhere = await get(`/avatars/${owner.id}/${deps.random.id()}/64`, stranger)
  expect([nobody.statusCode, refused.statusCode, nowhere.statusCode]).toEqual([404, 404, 404])
  const withoutIds = ({ body }: { body: string }) => body.replace(/[0-9a-f-]{36}/g, '')
  expect(withoutIds(refused)).toBe(withoutIds(nowhere))
})

test.each(['original', '256.webp', '../64', '1'])('there is no size %s', async (size) => {
  const owner = await newUser(deps)
  const avatarId = await giveAvatar(owner)
  expect((await get(`/avatars/${owner.id}/${avatarId}/${size}`, owner)).statusCode).toBe(404)
})

function get(url: string, user?: TestUser) {
  const headers = user ? { cookie: `kinkeep_session=${user.caller.sessionToken}` } : {}
  return app.inject({ method: 'GET', url, headers })
}

/** Only the rows: a redirect is given without looking into the store. */
async function giveAvatar({ id: userId }: TestUser): Promise<string> {
  const { id } = await deps.db
    .insertInto('avatars')
    .values({ id: deps.random.id(), userId, state: 'ready', byteSize: 1, createdAt: deps.clock.now() })
    .returning('id')
    .executeTakeFirstOrThrow()
  await deps.db.updateTable('users').set({ avatarId: id }).where('id', '=', userId).execute()
  return id
}

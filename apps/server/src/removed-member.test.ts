import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { removeMember } from '@kinkeep/core/circles/remove-member'
import { mediaKey } from '@kinkeep/core/media/rules'
import type { Deps } from '@kinkeep/core/platform/deps'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import type { TestUser } from '@kinkeep/testing/new-user'
import { drawPlacedPhoto } from '@kinkeep/testing/placed-photo'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import type { FastifyInstance } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from './app.ts'

// What somebody has open when they are put out of a circle, on whichever server it is.

const deps = await createTestDeps()

test('whoever is put out hears it on every server within a second, and nothing after it', async () => {
  const circle = await newCircle(deps)
  const [vera, boris] = [await newMember(deps, circle, 'admin'), await newMember(deps, circle, 'viewer')]
  const servers = [await listen(deps), await listen(await deps.openAnother())]
  const open = await Promise.all(servers.map((app) => openStream(app, vera, circle)))
  const other = await openStream(servers[0] as FastifyInstance, boris, circle)

  const scope = await scopeIn(deps, circle, circle.owner, 'member.remove')
  const before = performance.now()
  await removeMember(deps, scope, { circleId: circle.id, userId: vera.id })
  const ended = await Promise.all(open.map((stream) => stream.rest()))
  expect(performance.now() - before).toBeLessThan(1000)

  const { id } = await newKeep(deps, circle, circle.owner)
  await expect.poll(() => other.heard()).toContain(id)
  for (const text of ended) {
    expect(text).toContain(`{"type":"member.removed","userId":"${vera.id}"}`)
    expect(text).not.toContain(id)
  }
})

test('the address of a picture that they hold dies within half an hour, and they are given no other', async () => {
  // As it was answered half an hour ago: the store has a clock of its own.
  const earlier = await createTestDeps()
  earlier.clock.advance(-30 * 60)
  const app = await listen(earlier)
  const circle = await newCircle(earlier)
  const vera = await newMember(earlier, circle, 'member')
  const paths = await storePhoto(earlier, circle)
  const headers = { cookie: `kinkeep_session=${vera.caller.sessionToken}` }
  const held = await Promise.all(paths.map((url) => app.inject({ url, headers })))
  expect(held.map(({ statusCode }) => statusCode)).toEqual([302, 302, 302])

  const scope = await scopeIn(earlier, circle, circle.owner, 'member.remove')
  await removeMember(earlier, scope, { circleId: circle.id, userId: vera.id })
  for (const url of paths) expect((await app.inject({ url, headers })).statusCode).toBe(404)
  for (const { headers } of held) {
    const [, seconds] = /^private, max-age=(\d+)$/.exec(String(headers['cache-control'])) ?? []
    expect(Number(seconds)).toBeLessThanOrEqual(15 * 60)
    expect((await fetch(String(headers.location))).status).toBe(403)
  }
  // They were right while they lasted.
  earlier.clock.advance(30 * 60)
  const owner = { cookie: `kinkeep_session=${circle.owner.caller.sessionToken}` }
  for (const url of paths) {
    const { headers } = await app.inject({ url, headers: owner })
    expect((await fetch(String(headers.location))).status).toBe(200)
  }
})

async function listen(deps: Deps): Promise<FastifyInstance> {
  const calls = { count: 1000, seconds: 60 }
  const app = await buildApp(deps, { storeOrigin: 'https://store.test', limits: { auth: calls, calls } })
  onTestFinished(() => app.close())
  await deps.hub.start()
  await app.listen({ host: '127.0.0.1', port: 0 })
  return app
}

/** A stream over a real socket, from the moment it is connected. */
async function openStream(app: FastifyInstance, { caller }: TestUser, circle: TestCircle) {
  const address = app.server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const query = encodeURIComponent(JSON.stringify({ circleId: circle.id }))
  const response = await fetch(`http://127.0.0.1:${port}/trpc/circles.onEvent?input=${query}`, {
    headers: { cookie: `kinkeep_session=${caller.sessionToken}`, accept: 'text/event-stream' },
  })
  let text = ''
  const connected = Promise.withResolvers<void>()
  const read = async () => {
    for await (const chunk of response.body ?? []) {
      text += new TextDecoder().decode(chunk)
      if (text.includes('event: connected')) connected.resolve()
    }
    return text
  }
  const ended = read()
  // Whoever is not put out has theirs broken off when the server stops.
  ended.catch(() => undefined)
  await connected.promise
  return { heard: () => text, rest: () => ended }
}

/** A photo with all its variants in the store, and their addresses here. */
async function storePhoto(deps: Deps, circle: TestCircle): Promise<string[]> {
  const { id } = await newMedia(deps, circle, circle.owner)
  await newKeep(deps, circle, circle.owner, { kind: 'media', mediaIds: [id] })
  const file = path.join(tmpdir(), id)
  onTestFinished(() => rm(file))
  await writeFile(file, await drawPlacedPhoto())
  const variants = ['original', 'preview', 'thumbnail'] as const
  for (const variant of variants) {
    await deps.storage.upload(mediaKey(circle.id, id, variant), file, 'image/jpeg')
  }
  return variants.map((variant) => `/media/${circle.id}/${id}/${variant}`)
}

import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { newChild } from '@kinkeep/testing/new-child'
import { newCircle, newMember, scopeIn } from '@kinkeep/testing/new-circle'
import { newComment } from '@kinkeep/testing/new-comment'
import { newGuest } from '@kinkeep/testing/new-guest'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { queuedJobs } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { requireFreshUser } from '../accounts/access.ts'
import { addMeasurement } from '../children/add-measurement.ts'
import { handleRemoveObjects } from '../media/removal-handlers.ts'
import { mediaKey } from '../media/rules.ts'
import { secondsPerDay } from '../platform/clock.ts'
import { setReaction } from '../reactions/set-reaction.ts'
import { downloadExport } from './download-export.ts'
import { handleBuildExport, handleSendExportMail, handleSweepExports } from './export-handlers.ts'
import { buildExport, sendExportMail } from './export-jobs.ts'
import { listExports } from './queries.ts'
import { requestExport } from './request-export.ts'

const deps = await createTestDeps()
const aRun = { signal: new AbortController().signal, jobId: 'job', isLastTry: false }

test('everything about me is in the ZIP, each file as its manifest says, and nothing of others', async () => {
  const { owner: anna, ...circle } = { ...(await newCircle(deps, { name: 'Home' })) }
  const home = { ...circle, owner: anna }
  const vera = await newMember(deps, home, 'member')
  const media = await newMedia(deps, home, vera, { name: '../../evil\u202e.jpg' })
  await store(mediaKey(home.id, media.id, 'original'), 'the very bytes')
  await newKeep(deps, home, vera, { kind: 'media', mediaIds: [media.id], body: 'Mine' })
  const lost = await newMedia(deps, home, vera, { name: 'lost.jpg' })
  const theirs = await newKeep(deps, home, anna, { body: 'Not mine' })
  const talk = { circleId: home.id, keepId: theirs.id }
  const said = await newComment(deps, await scopeIn(deps, home, vera, 'comment.add'), {
    ...talk,
    body: 'Said',
  })
  await newComment(deps, await scopeIn(deps, home, anna, 'comment.add'), {
    ...talk,
    body: 'Answered by another',
  })
  const asChild = await newChild(deps, home, anna, { name: 'Verochka', birthdate: '2001-02-03' })
  await newChild(deps, home, anna, { name: 'Not me' })
  const ofChild = { circleId: home.id, childId: asChild.id }
  await addMeasurement(deps, await scopeIn(deps, home, anna, 'measurement.add'), {
    ...ofChild,
    measuredOn: '2001-02-03',
    weightG: 3400,
  })
  await deps.db.updateTable('children').set({ userId: vera.id }).where('id', '=', asChild.id).execute()
  await setReaction(deps, await scopeIn(deps, home, vera, 'reaction.set'), { ...talk, kind: 'love' })
  await newGuest(deps, home, { name: 'Guest of another' })
  const { linkId } = await newGuest(deps, home, { name: 'Grandma' })
  await deps.db.updateTable('guestLinks').set({ createdBy: vera.id }).where('id', '=', linkId).execute()
  const left = await newCircle(deps)
  await newKeep(deps, left, left.owner, { body: 'Elsewhere' })

  const id = await build(vera)
  const [view] = (await listExports(deps, vera.scope, { limit: 5 })).items
  expect(view).toMatchObject({ id, state: 'ready' })
  const files = await unzip(await take(vera))
  expect([...files.keys()].filter((name) => !name.startsWith('media/'))).toEqual([
    'README.txt',
    'profile.json',
    'sign-in.json',
    'circles.json',
    'invitations.json',
    'audit.json',
    'children.json',
    'keeps.json',
    'comments.json',
    'reactions.json',
    'albums.json',
    'media.json',
    'missing.txt',
    'manifest.sha256',
  ])
  const read = (name: string) => JSON.parse(String(files.get(name)))
  expect(read('profile.json')).toMatchObject({ email: vera.email, name: vera.name })
  expect(read('circles.json')).toMatchObject([{ name: 'Home', role: 'member' }])
  expect(read('invitations.json').guestLinks).toMatchObject([{ id: linkId, name: 'Grandma' }])
  expect(read('keeps.json')).toMatchObject([{ body: 'Mine', kind: 'media' }])
  expect(read('children.json')).toMatchObject([
    { name: 'Verochka', measurements: [{ measuredOn: '2001-02-03', weightG: 3400, heightMm: null }] },
  ])
  expect(read('comments.json')).toMatchObject([{ id: said.id, keepId: theirs.id, body: 'Said' }])
  expect(read('reactions.json')).toMatchObject([{ keepId: theirs.id, kind: 'love' }])
  expect(read('albums.json')).toEqual([])
  const [item] = read('media.json').filter((row: { id: string }) => row.id === media.id)
  expect(item.file).toBe(`media/${home.id}/${media.id}-_.._evil_.jpg`)
  expect(String(files.get(item.file))).toBe('the very bytes')
  expect(String(files.get('missing.txt'))).toContain(lost.id)
  const everything = [...files.values()].join('\n')
  for (const others of [
    'Not mine',
    'Not me',
    'Answered by another',
    'Elsewhere',
    'Guest of another',
    anna.email,
    vera.caller.sessionToken,
  ]) {
    expect(everything).not.toContain(others)
  }
  const manifest = String(files.get('manifest.sha256')).trim().split('\n')
  expect(manifest).toHaveLength(files.size - 1)
  for (const line of manifest) {
    const [sum, name = ''] = line.split('  ')
    expect(
      createHash('sha256')
        .update(files.get(name) ?? '')
        .digest('hex'),
    ).toBe(sum)
  }
})

test('a link opens nothing for others, is used by the click alone, once, and expires', async () => {
  const [vera, mallory] = [await newUser(deps), await newUser(deps)]
  await build(vera)
  const token = await mailedToken(vera)
  const reason = (who: TestUser, what = token) =>
    downloadExport(deps, who.scope, { token: what }).then(
      () => 'ok',
      (error) => error.reason,
    )
  expect(await reason(mallory)).toBe('LINK_INVALID')
  expect(await reason(vera, 'guessed')).toBe('LINK_INVALID')
  const both = await Promise.all([reason(vera), reason(vera)])
  expect(both.toSorted()).toEqual(['LINK_USED', 'ok'])
  const later = await mailedToken(vera)
  const now = deps.clock.now()
  deps.clock.advance(7 * secondsPerDay + 1)
  expect(await reason(vera, later)).toBe('LINK_EXPIRED')
  deps.clock.set(now)
})

test('only one is made at a time, and only for somebody who has just shown that it is them', async () => {
  const vera = await newUser(deps)
  const ids = await Promise.all([request(vera), request(vera), request(vera)])
  expect(new Set(ids).size).toBe(1)
  expect((await queuedJobs(deps, buildExport)).filter(({ exportId }) => exportId === ids[0])).toHaveLength(1)
})

test('a run that breaks off leaves nothing to be seen, and the next one finishes; two at once make one', async () => {
  const circle = await newCircle(deps)
  const vera = circle.owner
  const media = await newMedia(deps, circle, vera)
  await store(mediaKey(circle.id, media.id, 'original'), 'bytes')
  const exportId = await request(vera)
  const broken = {
    ...deps.storage,
    openRead: async () =>
      Readable.from(
        (async function* () {
          yield Buffer.alloc(9 * 1024 * 1024)
          throw new Error('the store went away')
        })(),
      ),
  }
  await expect(handleBuildExport({ ...deps, storage: broken }, { exportId }, aRun)).rejects.toThrow(
    'went away',
  )
  const stopped = { ...aRun, signal: AbortSignal.abort(new Error('stopping')) }
  await expect(handleBuildExport(deps, { exportId }, stopped)).rejects.toThrow()
  expect((await listExports(deps, vera.scope, { limit: 5 })).items).toMatchObject([{ state: 'waiting' }])
  await Promise.all([
    handleBuildExport(deps, { exportId }, aRun),
    handleBuildExport(deps, { exportId }, aRun),
  ])
  await handleBuildExport(deps, { exportId }, aRun)
  expect((await queuedJobs(deps, sendExportMail)).filter((job) => job.exportId === exportId)).toHaveLength(1)
  expect(await unzip(await take(vera))).toHaveProperty('size', 14)
})

test('what cannot be made is said after the last try', async () => {
  const vera = await newUser(deps)
  const exportId = await request(vera)
  const storage = { ...deps.storage, uploadStream: () => Promise.reject(new Error('no room')) }
  const last = { ...aRun, isLastTry: true }
  await expect(handleBuildExport({ ...deps, storage }, { exportId }, last)).rejects.toThrow('no room')
  expect((await listExports(deps, vera.scope, { limit: 5 })).items).toMatchObject([{ state: 'failed' }])
})

test('after its week an export is gone, row and object', async () => {
  const vera = await newUser(deps)
  await build(vera)
  const key = await keyOf(vera)
  const now = deps.clock.now()
  deps.clock.advance(7 * secondsPerDay + 1)
  await handleSweepExports(deps)
  await handleRemoveObjects(deps)
  deps.clock.set(now)
  expect(await deps.storage.sizeOf(key)).toBeUndefined()
  expect(
    await deps.db.selectFrom('userExports').select('id').where('userId', '=', vera.id).execute(),
  ).toEqual([])
})

async function request(user: TestUser): Promise<string> {
  const { scope } = await requireFreshUser(deps, user.caller)
  return (await requestExport(deps, scope)).id
}

async function build(user: TestUser): Promise<string> {
  const exportId = await request(user)
  await handleBuildExport(deps, { exportId }, aRun)
  return exportId
}

async function keyOf(user: TestUser): Promise<string> {
  const { storageKey } = await deps.db
    .selectFrom('userExports')
    .select('storageKey')
    .where('userId', '=', user.id)
    .where('state', '=', 'ready')
    .executeTakeFirstOrThrow()
  return storageKey ?? ''
}

async function mailedToken(user: TestUser): Promise<string> {
  const { id: exportId } = await deps.db
    .selectFrom('userExports')
    .select('id')
    .where('userId', '=', user.id)
    .executeTakeFirstOrThrow()
  const mailer = createOutbox()
  await handleSendExportMail({ ...deps, mailer }, { exportId }, aRun)
  expect(mailer.mails).toMatchObject([{ to: user.email }])
  return /export\?token=([\w-]{43})/.exec(mailer.mails[0]?.text ?? '')?.[1] ?? ''
}

async function take(user: TestUser): Promise<Buffer> {
  const { url } = await downloadExport(deps, user.scope, { token: await mailedToken(user) })
  return Buffer.from(await (await fetch(url)).arrayBuffer())
}

async function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  const zip = await fromBufferPromise(bytes)
  for await (const entry of zip.eachEntry()) {
    files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)))
  }
  return files
}

async function store(key: string, text: string): Promise<void> {
  await deps.storage.uploadStream(key, Readable.from([Buffer.from(text)]), 'text/plain')
}

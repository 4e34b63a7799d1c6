import { Readable } from 'node:stream'
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newComment } from '@kinkeep/testing/new-comment'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { newCaller, newEmail, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { testServices } from '@kinkeep/testing/services'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { requireFreshUser, requireUser } from '../accounts/access.ts'
import { sendSignUpMail } from '../accounts/jobs.ts'
import { requestAvatar } from '../avatars/request-avatar.ts'
import { avatarKey } from '../avatars/rules.ts'
import { sendInvitation } from '../circles/send-invitation.ts'
import { listKeeps, readTimeline } from '../keeps/queries.ts'
import { handleRemoveObjects } from '../media/removal-handlers.ts'
import { mediaKey } from '../media/rules.ts'
import { secondsPerDay } from '../platform/clock.ts'
import { enqueue } from '../platform/jobs.ts'
import { openSession } from '../platform/sessions.ts'
import { setReaction } from '../reactions/set-reaction.ts'
import { cancelDeletion } from './cancel-deletion.ts'
import { cancelDeletionByLink } from './cancel-deletion-by-link.ts'
import { handleScrubUsers, handleSendDeletionMail } from './deletion-handlers.ts'
import { handleBuildExport } from './export-handlers.ts'
import { checkDeletion } from './queries.ts'
import { requestDeletion } from './request-deletion.ts'
import { requestExport } from './request-export.ts'

const deps = await createTestDeps()
const aRun = { signal: new AbortController().signal, jobId: 'job', isLastTry: false }

test('an owner with others must hand over first; circles of one’s own are told of and go', async () => {
  const anna = await newUser(deps)
  const home = await newCircle(deps, { owner: anna, name: 'Home' })
  const alone = await newCircle(deps, { owner: anna, name: 'Diary' })
  await newMember(deps, home, 'viewer')
  expect(await checkDeletion(deps, anna.scope)).toMatchObject({
    toHandOver: [{ id: home.id, name: 'Home', memberCount: 2 }],
    toGo: [{ id: alone.id, name: 'Diary' }],
    isLastAdmin: false,
  })
  await expect(ask(anna, 'stay')).rejects.toMatchObject({ reason: 'OWNS_CIRCLES' })
})

test('the last admin of this Kinkeep stays', async () => {
  const admin = await newUser(deps)
  await deps.db.updateTable('users').set({ role: 'admin' }).where('id', '=', admin.id).execute()
  await expect(ask(admin, 'stay')).rejects.toMatchObject({ reason: 'LAST_ADMIN' })
  const other = await newUser(deps)
  await deps.db.updateTable('users').set({ role: 'admin' }).where('id', '=', other.id).execute()
  await ask(admin, 'stay')
  await expect(ask(other, 'stay')).rejects.toMatchObject({ reason: 'LAST_ADMIN' })
  await deps.db.updateTable('users').set({ role: 'user' }).where('role', '=', 'admin').execute()
})

test('asking signs out everywhere else and sets a day, which asking again does not move', async () => {
  const vera = await newUser(deps)
  const elsewhere = await deps.transaction((tx) =>
    openSession(tx, deps.random, { userId: vera.id, remembered: true, place: { address: '192.0.2.9' } }),
  )
  const first = await ask(vera, 'stay')
  const other = newCaller({ sessionToken: elsewhere.token })
  await expect(requireUser(deps, other)).rejects.toMatchObject({ reason: 'NOT_SIGNED_IN' })
  deps.clock.advance(60)
  expect(await ask(vera, 'go')).toEqual(first)
  deps.clock.advance(-60)
  await requireUser(deps, vera.caller)
})

test('the account is kept by the app or by the mail, which signs nobody in; a stranger’s token does nothing', async () => {
  const vera = await newUser(deps)
  await ask(vera, 'stay')
  const token = await mailedToken(vera)
  await expect(byLink('guessed')).rejects.toMatchObject({ reason: 'LINK_INVALID' })
  await byLink(token)
  expect((await requireUser(deps, vera.caller)).scope.user.deletionDueAt).toBeNull()
  await expect(byLink(token)).rejects.toMatchObject({ reason: 'LINK_INVALID' })

  await ask(vera, 'stay')
  const { scope } = await requireUser(deps, vera.caller)
  await cancelDeletion(deps, scope)
  await cancelDeletion(deps, (await requireUser(deps, vera.caller)).scope)
  await atDue(() => handleScrubUsers(deps))
  await requireUser(deps, vera.caller)
})

test('with "stay", what was shared stays without its author; nothing else of the person is anywhere', async () => {
  const world = await newLife()
  await ask(world.vera, 'stay')
  await mailedToken(world.vera)
  await atDue(async () => {
    await Promise.all([handleScrubUsers(deps), handleScrubUsers(deps)])
    await handleScrubUsers(deps)
    await empty()
  })
  const scope = await scopeIn(deps, world.home, world.home.owner, 'keep.read')
  const { items } = await listKeeps(deps, scope, {
    circleId: world.home.id,
    limit: 10,
    order: 'newest',
    trashed: false,
  })
  expect(items.map(({ author, body }) => [author?.id ?? null, body])).toContainEqual([null, 'At the lake'])
  expect(await deps.storage.sizeOf(world.shared)).toBe(5)
  await expectNothingLeft(world)
})

test('with "go", also what was shared goes, counters follow, and what others did stays', async () => {
  const world = await newLife()
  const before = await counters(world.home)
  await ask(world.vera, 'go')
  await atDue(async () => {
    await handleScrubUsers(deps)
    await empty()
  })
  expect(await deps.storage.sizeOf(world.shared)).toBeUndefined()
  expect(await deps.storage.sizeOf(world.ofOthers)).toBe(5)
  expect(await counters(world.home)).toEqual({
    memberCount: before.memberCount - 1,
    keepCount: before.keepCount - 1,
    storedBytes: before.storedBytes - 2000,
    timeline: before.timeline - 1,
  })
  const scope = await scopeIn(deps, world.home, world.home.owner, 'keep.read')
  const { items } = await listKeeps(deps, scope, {
    circleId: world.home.id,
    limit: 10,
    order: 'newest',
    trashed: false,
  })
  expect(items.map(({ body }) => body)).toEqual(expect.arrayContaining(['Of the owner', null]))
  expect(items).toHaveLength(2)
  await expectNothingLeft(world)
})

test('a circle that somebody joined meanwhile passes to who ranks highest and was there first', async () => {
  const vera = await newUser(deps)
  const circle = await newCircle(deps, { owner: vera })
  await ask(vera, 'stay')
  const late = await newMember(deps, circle, 'viewer')
  const member = await newMember(deps, circle, 'member')
  await atDue(() => handleScrubUsers(deps))
  const roles = await deps.db
    .selectFrom('memberships')
    .select(['userId', 'role'])
    .where('circleId', '=', circle.id)
    .execute()
  expect(Object.fromEntries(roles.map(({ userId, role }) => [userId, role]))).toEqual({
    [member.id]: 'owner',
    [late.id]: 'viewer',
  })
})

test('a circle does not pass to who is closed out or about to be forgotten while somebody else is there', async () => {
  const vera = await newUser(deps)
  const circle = await newCircle(deps, { owner: vera })
  await ask(vera, 'stay')
  const closed = await newMember(deps, circle, 'admin')
  const leaving = await newMember(deps, circle, 'admin')
  const viewer = await newMember(deps, circle, 'viewer')
  const now = deps.clock.now()
  const users = (id: string) => deps.db.updateTable('users').where('id', '=', id)
  await users(closed.id).set({ deactivatedAt: now }).execute()
  const later = new Date(now.getTime() + 30 * secondsPerDay * 1000)
  await users(leaving.id).set({ deletionDueAt: later, deletionKeeps: 'stay' }).execute()
  await atDue(() => handleScrubUsers(deps))
  const owner = deps.db
    .selectFrom('memberships')
    .select('userId')
    .where('circleId', '=', circle.id)
    .where('role', '=', 'owner')
  expect(await owner.execute()).toEqual([{ userId: viewer.id }])
})

interface Life {
  vera: TestUser
  home: TestCircle
  /** Where a photo that she shared lies, and one of somebody else's that is in a keep of hers. */
  shared: string
  ofOthers: string
  /** Ids of what was hers alone. */
  ids: string[]
}

/** Somebody who left traces everywhere. */
async function newLife(): Promise<Life> {
  const vera = await newUser(deps, { name: `Vera ${deps.random.id()}` })
  const home = await newCircle(deps)
  await newMember(deps, home, 'admin', vera)
  const diary = await newCircle(deps, { owner: vera })
  const photo = await newMedia(deps, home, vera)
  const loose = await newMedia(deps, home, vera)
  await newKeep(deps, home, vera, { kind: 'media', mediaIds: [photo.id], body: 'At the lake' })
  const { id: keepId } = await newKeep(deps, home, home.owner, { body: 'Of the owner' })
  await newComment(deps, await scopeIn(deps, home, vera, 'comment.add'), { keepId })
  const reacting = await scopeIn(deps, home, vera, 'reaction.set')
  await setReaction(deps, reacting, { circleId: home.id, keepId, kind: 'love' })
  const mixed = await newKeep(deps, home, vera, { body: 'Mine, with a photo of theirs' })
  const theirs = await newMedia(deps, home, home.owner)
  await deps.db.updateTable('media').set({ keepId: mixed.id }).where('id', '=', theirs.id).execute()
  const own = await newMedia(deps, diary, vera)
  for (const [circle, media] of [
    [home, photo],
    [home, theirs],
    [home, loose],
    [diary, own],
  ] as const) {
    await store(mediaKey(circle.id, media.id, 'original'))
  }
  const inviting = await scopeIn(deps, home, vera, 'invitation.send')
  await sendInvitation(deps, inviting, { circleId: home.id, email: newEmail(), role: 'member' })
  const owners = await scopeIn(deps, diary, vera, 'invitation.send')
  await sendInvitation(deps, owners, { circleId: diary.id, email: newEmail(), role: 'member' })
  const { avatarId } = await requestAvatar(deps, vera.scope, { byteSize: 5, contentType: 'image/png' })
  await store(avatarKey(vera.id, avatarId, 'original'))
  const { scope } = await requireFreshUser(deps, vera.caller)
  const { id: exportId } = await requestExport(deps, scope)
  await handleBuildExport(deps, { exportId }, aRun)
  const signUpId = await leaveSignUp(vera)
  await deps.limits.take({ key: `sign-in:${vera.email}`, limit: { count: 5, seconds: 60 } })
  const ids = [vera.id, avatarId, exportId, signUpId, diary.id]
  return {
    ...{ vera, home, ids },
    shared: mediaKey(home.id, photo.id, 'original'),
    ofOthers: mediaKey(home.id, theirs.id, 'original'),
  }
}

async function leaveSignUp({ email, name }: TestUser): Promise<string> {
  const id = deps.random.id()
  const now = deps.clock.now()
  await deps.transaction(async (tx) => {
    await tx
      .insertInto('signUps')
      .values({
        ...{ id, email, name, language: 'en', timeZone: 'UTC', browserHash: Buffer.from('x') },
        ...{ createdAt: now, expiresAt: now },
      })
      .execute()
    await enqueue(tx, sendSignUpMail, { signUpId: id })
  })
  return id
}

/** Looks at every column of every table, the queue's too, and at every key in the bucket. */
async function expectNothingLeft({ vera, ids }: Life): Promise<void> {
  const found: string[] = []
  const tables = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'pgboss') and c.relkind in ('r', 'p') and not c.relispartition
  `.execute(deps.db)
  expect(tables.rows.length).toBeGreaterThan(30)
  for (const { name } of tables.rows) {
    for (const needle of [...ids, vera.email, vera.name]) {
      const { rows } = await sql<{ text: string }>`
        select t::text as text from ${sql.raw(name)} t where strpos(t::text, ${needle}) > 0
      `.execute(deps.db)
      for (const row of rows)
        found.push(
          `${name}: ${row.text.includes(vera.email) || row.text.includes(vera.name) ? row.text : 'id'}`,
        )
    }
  }
  // The audit is append-only and keeps ids, which lead nowhere any more: docs/decisions/0065.
  expect(new Set(found)).toEqual(new Set(['audit_entries: id']))
  const keys = await listKeys()
  expect(keys.filter((key) => ids.some((id) => key.includes(id)))).toEqual([])
}

async function listKeys(): Promise<string[]> {
  const { store: options } = await testServices()
  const client = new S3Client({
    endpoint: options.endpoint,
    region: options.region,
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    forcePathStyle: true,
  })
  const keys: string[] = []
  for (let token: string | undefined, isFirst = true; isFirst || token; isFirst = false) {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: options.bucket, ContinuationToken: token }),
    )
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []))
    token = page.NextContinuationToken
  }
  client.destroy()
  return keys
}

async function counters({ id, owner }: TestCircle) {
  const scope = await scopeIn(deps, { id }, owner, 'keep.read')
  const { months } = await readTimeline(deps, scope)
  const circle = await deps.db
    .selectFrom('circles')
    .select(['memberCount', 'keepCount', 'storedBytes'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { ...circle, timeline: months.reduce((sum, { keeps }) => sum + keeps, 0) }
}

async function ask(user: TestUser, contributions: 'stay' | 'go') {
  const { scope } = await requireFreshUser(deps, user.caller)
  return requestDeletion(deps, scope, { contributions })
}

function byLink(token: string) {
  return cancelDeletionByLink(deps, newCaller(), { token })
}

async function mailedToken(user: TestUser): Promise<string> {
  const mailer = createOutbox()
  await handleSendDeletionMail({ ...deps, mailer }, { userId: user.id }, aRun)
  expect(mailer.mails).toMatchObject([{ to: user.email }])
  return /keep-account\?token=([\w-]{43})/.exec(mailer.mails[0]?.text ?? '')?.[1] ?? ''
}

/** Empties the store now, and once more when nothing signed is good any more. */
async function empty(): Promise<void> {
  await handleRemoveObjects(deps)
  deps.clock.advance(secondsPerDay)
  await handleRemoveObjects(deps)
}

async function atDue(work: () => Promise<void>): Promise<void> {
  const now = deps.clock.now()
  deps.clock.advance(7 * secondsPerDay + 1)
  await work()
  deps.clock.set(now)
}

async function store(key: string): Promise<void> {
  await deps.storage.uploadStream(key, Readable.from([Buffer.from('bytes')]), 'image/jpeg')
}

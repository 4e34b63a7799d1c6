import {
  addComment as addContract,
  type CommentView,
  listComments as listContract,
} from '@kinkeep/contracts/comments'
import { limits } from '@kinkeep/contracts/limits'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, newRemovedMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newComment } from '@kinkeep/testing/new-comment'
import { guestScopeIn, newGuest, type TestGuest } from '@kinkeep/testing/new-guest'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { trashKeep } from '../keeps/trash-keep.ts'
import { deleteComment } from './delete-comment.ts'
import { listComments } from './queries.ts'
import { updateComment } from './update-comment.ts'

const deps = await createTestDeps()

test('members, viewers and guests talk; everything a guest says bears the name of the link', async () => {
  const { circle, keepId } = await newTalk()
  const guest = await newGuest(deps, circle)
  const first = await say(circle, circle.owner, keepId, { body: 'Look\nat her.' })
  expect(first).toEqual({
    id: first.id,
    keepId,
    parentId: null,
    body: 'Look\nat her.',
    author: { kind: 'member', id: circle.owner.id, name: 'Anna', avatarId: null },
    isOwn: true,
    mentions: [],
    createdAt: deps.clock.now().toISOString(),
    editedAt: null,
  })
  await say(circle, guest, keepId, { body: 'Dear.' })
  await say(circle, await newMember(deps, circle, 'viewer'), keepId)
  expect((await list(circle, guest, keepId)).map(({ author, isOwn }) => ({ author, isOwn }))).toMatchObject([
    { author: { name: 'Anna' }, isOwn: false },
    { author: { kind: 'guest', name: 'Grandma Vera' }, isOwn: true },
    { author: { name: 'A viewer' }, isOwn: false },
  ])
  expect((await publishedEvents(deps, circle)).at(-1)).toEqual({ type: 'comments.changed', keepId })
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('comment.added')
  expect(await counted(circle, keepId)).toBe(3)
})

test('threads are one level deep: a reply to a reply joins them', async () => {
  const { circle, keepId } = await newTalk()
  const root = await say(circle, circle.owner, keepId)
  const reply = await say(circle, circle.owner, keepId, { parentId: root.id })
  const second = await say(circle, circle.owner, keepId, { parentId: reply.id })
  expect([reply.parentId, second.parentId]).toEqual([root.id, root.id])
  const [thread, ...others] = await list(circle, circle.owner, keepId)
  expect(others).toEqual([])
  expect(thread?.replies.map(({ id }) => id)).toEqual([reply.id, second.id])
})

test('a call repeated with its key, even five times at once, says it once', async () => {
  const { circle, keepId } = await newTalk()
  const guest = await newGuest(deps, circle)
  const idempotencyKey = deps.random.id()
  for (const who of [circle.owner, guest]) {
    const same = await Promise.all(
      Array.from({ length: 5 }, () => say(circle, who, keepId, { idempotencyKey })),
    )
    expect(new Set(same.map(({ id }) => id)).size).toBe(1)
  }
  expect(await counted(circle, keepId)).toBe(2)
  const { id } = await newKeep(deps, circle, circle.owner)
  expect((await say(circle, circle.owner, id, { idempotencyKey })).keepId).toBe(id)
})

test('an edit changes the words and says so; the same words change nothing', async () => {
  const { circle, keepId } = await newTalk()
  const guest = await newGuest(deps, circle)
  for (const who of [circle.owner, guest]) {
    const { id } = await say(circle, who, keepId, { body: 'Frist.' })
    const before = (await publishedEvents(deps, circle)).length
    expect(await edit(circle, who, keepId, id, 'Frist.')).toMatchObject({ editedAt: null })
    expect(await publishedEvents(deps, circle)).toHaveLength(before)
    const edited = await edit(circle, who, keepId, id, 'First.')
    expect(edited).toMatchObject({ body: 'First.', editedAt: deps.clock.now().toISOString(), isOwn: true })
    expect(await list(circle, who, keepId)).toContainEqual({ ...edited, replies: [], nextReply: null })
  }
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('comment.updated')
})

test('authors alone edit; authors and admins delete; a guest only what their own link said', async () => {
  const { circle, keepId } = await newTalk()
  const author = await newMember(deps, circle, 'member')
  const vera = await newGuest(deps, circle)
  const others = [
    await newMember(deps, circle, 'member'),
    await newMember(deps, circle, 'viewer'),
    await newGuest(deps, circle, { name: 'Gleb' }),
  ]
  for (const who of [author, vera]) {
    const { id } = await say(circle, who, keepId)
    for (const other of [...others, circle.owner]) {
      await expect(edit(circle, other, keepId, id, 'Mine.')).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
    }
    for (const other of others) {
      await expect(remove(circle, other, keepId, id)).rejects.toMatchObject({ reason: 'ROLE_TOO_LOW' })
    }
    await remove(circle, who, keepId, id)
    const { id: second } = await say(circle, who, keepId)
    await remove(circle, await newMember(deps, circle, 'admin'), keepId, second)
  }
  expect(await list(circle, author, keepId)).toEqual([])
  expect(await auditedActions(deps, { circleId: circle.id })).toContain('comment.deleted')
})

test('what was answered keeps an empty place until the last answer goes', async () => {
  const { circle, keepId } = await newTalk()
  const vera = await newGuest(deps, circle)
  const root = await say(circle, vera, keepId, { body: 'A secret.' })
  const replies = [
    await say(circle, circle.owner, keepId, { parentId: root.id }),
    await say(circle, circle.owner, keepId, { parentId: root.id }),
  ]
  await remove(circle, vera, keepId, root.id)
  const [thread] = await list(circle, vera, keepId)
  expect(thread).toMatchObject({ id: root.id, body: null, author: null, isOwn: false, editedAt: null })
  expect(thread?.replies).toHaveLength(2)
  expect(await counted(circle, keepId)).toBe(2)
  const row = await deps.db.selectFrom('comments').selectAll().where('id', '=', root.id).executeTakeFirst()
  expect(row).toMatchObject({ body: null, userId: null, guestLinkId: null })

  // Nothing is left to change, and nothing to answer but the replies.
  await remove(circle, vera, keepId, root.id)
  await expect(edit(circle, vera, keepId, root.id, 'Back.')).rejects.toMatchObject({ reason: 'COMMENT_GONE' })
  const answer = say(circle, vera, keepId, { parentId: root.id })
  await expect(answer).rejects.toMatchObject({ reason: 'COMMENT_GONE' })
  replies.push(await say(circle, circle.owner, keepId, { parentId: replies[0]?.id }))

  for (const { id } of replies) await remove(circle, circle.owner, keepId, id)
  expect(await list(circle, vera, keepId)).toEqual([])
  expect(await counted(circle, keepId)).toBe(0)
})

test('whoever answers while it is deleted is told that it is gone, or is heard: nothing in between', async () => {
  const { circle, keepId } = await newTalk()
  for (let i = 0; i < 10; i += 1) {
    const root = await say(circle, circle.owner, keepId)
    const guest = await newGuest(deps, circle)
    const [answered] = await Promise.allSettled([
      say(circle, guest, keepId, { parentId: root.id }),
      remove(circle, circle.owner, keepId, root.id),
    ])
    const thread = (await list(circle, guest, keepId)).find(({ id }) => id === root.id)
    if (answered?.status === 'fulfilled') {
      expect(thread).toMatchObject({ body: null, replies: [{ id: answered.value.id }] })
    } else {
      expect(answered?.reason).toMatchObject({ reason: 'COMMENT_GONE' })
      expect(thread).toBeUndefined()
    }
  }
})

test('strangers, removed members and other circles find nothing to say anything to', async () => {
  const { circle, keepId } = await newTalk()
  const { id } = await say(circle, circle.owner, keepId)
  const other = await newCircle(deps)
  const ownKeep = await newKeep(deps, other, other.owner)
  for (const outsider of [await newUser(deps), await newRemovedMember(deps, circle), other.owner]) {
    await expectNotFound(circle, outsider, keepId, id)
  }
  const elsewhere = await newGuest(deps, other)
  await expect(say(circle, elsewhere, keepId)).rejects.toMatchObject({ reason: 'NOT_SIGNED_IN' })
  for (const who of [other.owner, elsewhere]) {
    await expectNotFound(other, who, keepId, id)
    // A comment of another circle, or of nobody, under a keep of one's own.
    for (const commentId of [id, deps.random.id()]) {
      await expect(edit(other, who, ownKeep.id, commentId, 'Mine.')).rejects.toMatchObject({
        reason: 'NOT_FOUND',
      })
      await expect(remove(other, who, ownKeep.id, commentId)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
      const answer = say(other, who, ownKeep.id, { parentId: commentId })
      await expect(answer).rejects.toMatchObject({ reason: 'COMMENT_GONE' })
    }
    expect(await list(other, who, ownKeep.id)).toEqual([])
  }
})

test('a comment is not found through another keep of its circle', async () => {
  const { circle, keepId } = await newTalk()
  const { id } = await say(circle, circle.owner, keepId)
  const second = await newKeep(deps, circle, circle.owner)
  await expect(edit(circle, circle.owner, second.id, id, 'There.')).rejects.toMatchObject({
    reason: 'NOT_FOUND',
  })
  await expect(remove(circle, circle.owner, second.id, id)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  const answer = say(circle, circle.owner, second.id, { parentId: id })
  await expect(answer).rejects.toMatchObject({ reason: 'COMMENT_GONE' })
})

test('nobody talks about what lies in the trash, and admins alone about what only they see', async () => {
  const { circle, keepId } = await newTalk()
  const [admin, member] = [await newMember(deps, circle, 'admin'), await newMember(deps, circle, 'member')]
  const { id } = await say(circle, member, keepId)
  await showToAdmins(circle, keepId)
  await say(circle, admin, keepId)
  expect(await list(circle, circle.owner, keepId)).toHaveLength(2)
  for (const who of [member, await newMember(deps, circle, 'viewer'), await newGuest(deps, circle)]) {
    await expectNotFound(circle, who, keepId, id)
  }
  const trashed = await newTalk()
  const comment = await say(trashed.circle, trashed.circle.owner, trashed.keepId)
  const scope = await scopeIn(deps, trashed.circle, trashed.circle.owner, 'keep.trash')
  await trashKeep(deps, scope, { circleId: trashed.circle.id, keepId: trashed.keepId })
  await expectNotFound(trashed.circle, trashed.circle.owner, trashed.keepId, comment.id)
})

test('threads and replies come in pages, complete and in order, in three statements', async () => {
  const { circle, keepId } = await newTalk()
  const roots: string[] = []
  const replies: string[] = []
  for (let i = 0; i < 5; i += 1) roots.push((await insert(circle, keepId)).id)
  for (let i = 0; i < 25; i += 1) replies.push((await insert(circle, keepId, roots[1])).id)
  const read = async (input: { limit: number; cursor?: string | undefined; parentId?: string }) => {
    const scope = await scopeIn(deps, circle, circle.owner, 'comment.read')
    const parsed = listContract.input.parse({ circleId: circle.id, keepId, ...input })
    return countStatements(deps, (on) => listComments(on, scope, parsed))
  }
  const pages: string[][] = []
  let cursor: string | undefined
  let nextReply: string | undefined
  do {
    const { result, statements } = await read({ limit: 2, cursor })
    expect(statements).toBe(3)
    expect(listContract.output.parse(result)).toEqual(result)
    pages.push(result.items.map(({ id }) => id))
    const second = result.items.find(({ id }) => id === roots[1])
    expect(second?.replies.map(({ id }) => id) ?? replies.slice(0, 10)).toEqual(replies.slice(0, 10))
    nextReply ??= second?.nextReply ?? undefined
    cursor = result.nextCursor ?? undefined
  } while (cursor)
  expect(pages).toEqual([roots.slice(0, 2), roots.slice(2, 4), roots.slice(4)])

  const rest = await read({ limit: 100, cursor: nextReply, parentId: roots[1] ?? '' })
  expect(rest.statements).toBe(2)
  expect(rest.result.items.map(({ id }) => id)).toEqual(replies.slice(10))
  expect(rest.result.nextCursor).toBeNull()
})

test.each(['{}', '["2025-05-01T10:00:00.000Z"]', '["x","y"]', '["2025-05-01T10:00:00.000Z","x"]'])(
  'the forged cursor %s is refused',
  async (forged) => {
    const { circle, keepId } = await newTalk()
    const scope = await scopeIn(deps, circle, circle.owner, 'comment.read')
    const cursor = Buffer.from(forged).toString('base64url')
    const page = listComments(deps, scope, { circleId: circle.id, keepId, limit: 20, cursor })
    await expect(page).rejects.toMatchObject({ reason: 'INVALID_INPUT' })
  },
)

test('thirty comments a minute are a talk, the next is a flood, in another circle too', async () => {
  const { circle, keepId } = await newTalk()
  const scope = await scopeIn(deps, circle, circle.owner, 'comment.add')
  for (let i = 0; i < 30; i += 1) await newComment(deps, scope, { keepId })
  await expect(newComment(deps, scope, { keepId })).rejects.toMatchObject({ reason: 'TOO_MANY_REQUESTS' })
  const other = await newCircle(deps, { owner: circle.owner })
  const { id } = await newKeep(deps, other, other.owner)
  await expect(say(other, other.owner, id)).rejects.toMatchObject({ reason: 'TOO_MANY_REQUESTS' })
  // Somebody else is heard.
  await say(circle, await newGuest(deps, circle), keepId)
})

test('a keep holds so many comments and no more', async () => {
  const { circle, keepId } = await newTalk()
  await deps.db
    .insertInto('comments')
    .values(
      Array.from({ length: limits.commentsPerKeep }, () => ({
        circleId: circle.id,
        keepId,
        userId: circle.owner.id,
        body: 'One more.',
        createdAt: deps.clock.now(),
      })),
    )
    .execute()
  await expect(say(circle, circle.owner, keepId)).rejects.toMatchObject({ reason: 'TOO_MANY_COMMENTS' })
})

test.each([
  ['', 'too_small'],
  ['  \n ', 'too_small'],
  ['x'.repeat(limits.commentLength + 1), 'too_big'],
  ['a\u0000b', 'invalid_format'],
  ['a\u001bb', 'invalid_format'],
])('the text %j is refused', (body, code) => {
  const id = deps.random.id()
  const { error } = addContract.input.safeParse({ circleId: id, keepId: id, body })
  expect(error?.issues).toMatchObject([{ path: ['body'], code }])
})

async function newTalk() {
  const circle = await newCircle(deps)
  return { circle, keepId: (await newKeep(deps, circle, circle.owner)).id }
}

type Person = TestUser | TestGuest
type Permission = 'comment.add' | 'comment.read' | 'comment.change'

function scopeOf<Asked extends Permission>(circle: TestCircle, who: Person, permission: Asked) {
  return 'linkId' in who
    ? guestScopeIn(deps, circle, who, permission)
    : scopeIn(deps, circle, who, permission)
}

async function say(
  circle: TestCircle,
  who: Person,
  keepId: string,
  comment: { body?: string; parentId?: string | undefined; idempotencyKey?: string } = {},
): Promise<CommentView> {
  return newComment(deps, await scopeOf(circle, who, 'comment.add'), { keepId, ...comment })
}

async function edit(circle: TestCircle, who: Person, keepId: string, commentId: string, body: string) {
  const scope = await scopeOf(circle, who, 'comment.change')
  return updateComment(deps, scope, { circleId: circle.id, keepId, commentId, body })
}

async function remove(circle: TestCircle, who: Person, keepId: string, commentId: string) {
  const scope = await scopeOf(circle, who, 'comment.change')
  return deleteComment(deps, scope, { circleId: circle.id, keepId, commentId })
}

async function list(circle: TestCircle, who: Person, keepId: string) {
  const scope = await scopeOf(circle, who, 'comment.read')
  return (await listComments(deps, scope, { circleId: circle.id, keepId, limit: 100 })).items
}

/** Without the limit of a minute. */
async function insert(circle: TestCircle, keepId: string, parentId?: string) {
  return deps.db
    .insertInto('comments')
    .values({
      circleId: circle.id,
      id: deps.random.id(),
      keepId,
      parentId: parentId ?? null,
      userId: circle.owner.id,
      body: 'And then?',
      createdAt: deps.clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
}

async function counted(circle: TestCircle, keepId: string): Promise<number> {
  const row = await deps.db
    .selectFrom('keeps')
    .select('commentCount')
    .where('circleId', '=', circle.id)
    .where('id', '=', keepId)
    .executeTakeFirstOrThrow()
  return row.commentCount
}

async function expectNotFound(circle: TestCircle, who: Person, keepId: string, commentId: string) {
  const attempts = [
    () => list(circle, who, keepId),
    () => say(circle, who, keepId),
    () => say(circle, who, keepId, { parentId: commentId }),
    () => edit(circle, who, keepId, commentId, 'Mine.'),
    () => remove(circle, who, keepId, commentId),
  ]
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ reason: 'NOT_FOUND' })
}

async function showToAdmins(circle: TestCircle, keepId: string) {
  await deps.db
    .updateTable('keeps')
    .set({ visibility: 'admins' })
    .where('circleId', '=', circle.id)
    .where('id', '=', keepId)
    .execute()
  // As the verb that restricts a keep would count it.
  await deps.db.updateTable('circles').set({ adminKeepCount: 1 }).where('id', '=', circle.id).execute()
  await deps.db.updateTable('keepDays').set({ adminKeeps: 1 }).where('circleId', '=', circle.id).execute()
}

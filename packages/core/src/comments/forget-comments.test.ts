import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newComment } from '@kinkeep/testing/new-comment'
import { guestScopeIn, newGuest } from '@kinkeep/testing/new-guest'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { giveUpCircles } from '../circles/give-up-circles.ts'
import { forgetContributions } from '../keeps/forget-contributions.ts'
import type { Tx } from '../platform/db.ts'
import { setReaction } from '../reactions/set-reaction.ts'
import { deleteComment } from './delete-comment.ts'
import { disownComments } from './disown-comments.ts'
import { listComments } from './queries.ts'

const deps = await createTestDeps()

test('with "go" all that somebody said goes; what was answered keeps an empty place, for its answers alone', async () => {
  const { circle, keepId, leaver, say } = await newTalk()
  const lonely = await say(leaver)
  await say(leaver, lonely.id)
  const answered = await say(leaver)
  const answer = await say(circle.owner, answered.id)
  await say(leaver, answered.id)
  const ofOwner = await say(circle.owner)
  await say(leaver, ofOwner.id)
  const guest = await newGuest(deps, circle)
  const ofGuest = await newComment(deps, await guestScopeIn(deps, circle, guest, 'comment.add'), { keepId })
  // Emptied before, and only the leaver's answer holds its place.
  const emptied = await say(circle.owner)
  await say(leaver, emptied.id)
  const scope = await scopeIn(deps, circle, circle.owner, 'comment.change')
  await deleteComment(deps, scope, { circleId: circle.id, keepId, commentId: emptied.id })

  await deps.transaction(async (tx) => {
    await forgetContributions(tx, leaver.id)
    await leave(tx, leaver.id)
  })
  expect(await threads(circle, keepId)).toEqual([
    { id: answered.id, body: null, author: undefined, replies: [answer.id] },
    { id: ofOwner.id, body: 'How lovely.', author: 'member', replies: [] },
    { id: ofGuest.id, body: 'How lovely.', author: 'guest', replies: [] },
  ])
})

test('nothing is taken from a circle where they said nothing, nor from anybody else', async () => {
  const { circle, keepId, leaver, say } = await newTalk()
  const { id } = await say(circle.owner)
  await deps.transaction((tx) => forgetContributions(tx, leaver.id))
  expect(await threads(circle, keepId)).toMatchObject([{ id, body: 'How lovely.' }])
})

test('with "stay" the words stay and are nobody’s, even where two leavers chose one key; reactions go', async () => {
  const { circle, keepId, leaver, say } = await newTalk()
  const second = await newMember(deps, circle, 'member')
  const idempotencyKey = deps.random.id()
  for (const user of [leaver, second]) {
    await newComment(deps, await scopeIn(deps, circle, user, 'comment.add'), { keepId, idempotencyKey })
    const scope = await scopeIn(deps, circle, user, 'reaction.set')
    await setReaction(deps, scope, { circleId: circle.id, keepId, kind: 'love' })
  }
  await say(circle.owner)
  for (const { id } of [leaver, second]) {
    await deps.transaction(async (tx) => {
      await disownComments(tx, id)
      await leave(tx, id)
    })
  }
  const found = await threads(circle, keepId)
  expect(found.map(({ author, body }) => [author, body])).toEqual([
    ['gone', 'How lovely.'],
    ['gone', 'How lovely.'],
    ['member', 'How lovely.'],
  ])
  const keep = await deps.db
    .selectFrom('keeps')
    .select('loveCount')
    .where('id', '=', keepId)
    .executeTakeFirst()
  expect(keep?.loveCount).toBe(0)
})

/** As an account goes whose time is over. */
async function leave(tx: Tx, userId: string) {
  await giveUpCircles(tx, userId)
  await tx.deleteFrom('users').where('id', '=', userId).execute()
}

async function newTalk() {
  const circle = await newCircle(deps)
  const leaver = await newMember(deps, circle, 'viewer', await newUser(deps))
  const { id: keepId } = await newKeep(deps, circle, circle.owner)
  const say = async (user: TestUser, parentId?: string) =>
    newComment(deps, await scopeIn(deps, circle, user, 'comment.add'), { keepId, parentId })
  return { circle, keepId, leaver, say }
}

async function threads(circle: TestCircle, keepId: string) {
  const scope = await scopeIn(deps, circle, circle.owner, 'comment.read')
  const { items } = await listComments(deps, scope, { circleId: circle.id, keepId, limit: 50 })
  return items.map(({ id, body, author, replies }) => ({
    ...{ id, body, author: author?.kind },
    replies: replies.map((reply) => reply.id),
  }))
}

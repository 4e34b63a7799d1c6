import { newCircle, newMember, scopeIn } from '@kinkeep/testing/new-circle'
import { newComment } from '@kinkeep/testing/new-comment'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { giveUpCircles } from '../circles/give-up-circles.ts'
import { moveBelongings } from '../identities/move-belongings.ts'
import { listReactions } from '../reactions/queries.ts'
import { setReaction } from '../reactions/set-reaction.ts'
import { listComments } from './queries.ts'

const deps = await createTestDeps()

test('two accounts that become one have said all that both said, and reacted once', async () => {
  const circle = await newCircle(deps)
  const old = await newMember(deps, circle, 'viewer', await newUser(deps))
  const { id: circleId, owner: kept } = circle
  const [both, one] = [await newKeep(deps, circle, kept), await newKeep(deps, circle, kept)]
  const idempotencyKey = deps.random.id()
  for (const user of [old, kept]) {
    const scope = await scopeIn(deps, circle, user, 'comment.add')
    await newComment(deps, scope, { keepId: both.id, idempotencyKey })
  }
  const reacting = await scopeIn(deps, circle, old, 'reaction.set')
  await setReaction(deps, reacting, { circleId, keepId: both.id, kind: 'like' })
  await setReaction(deps, reacting, { circleId, keepId: one.id, kind: 'wow' })
  const keptReacting = await scopeIn(deps, circle, kept, 'reaction.set')
  await setReaction(deps, keptReacting, { circleId, keepId: both.id, kind: 'love' })

  await deps.transaction(async (tx) => {
    await moveBelongings(tx, { from: old.id, to: kept.id })
    await giveUpCircles(tx, old.id)
    await tx.deleteFrom('users').where('id', '=', old.id).execute()
  })
  const reading = await scopeIn(deps, circle, kept, 'comment.read')
  const { items } = await listComments(deps, reading, { circleId, keepId: both.id, limit: 10 })
  expect(items.map(({ author, isOwn }) => [author?.kind, isOwn])).toEqual([
    ['member', true],
    ['member', true],
  ])
  const scope = await scopeIn(deps, circle, kept, 'reaction.read')
  const reactionsOf = async (keepId: string) =>
    (await listReactions(deps, scope, { circleId, keepId, limit: 10 })).items.map(({ kind }) => kind)
  expect([await reactionsOf(both.id), await reactionsOf(one.id)]).toEqual([['love'], ['wow']])
})

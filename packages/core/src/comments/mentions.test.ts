import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { guestScopeIn, newGuest } from '@kinkeep/testing/new-guest'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { scrubUser } from '../account-data/scrub-user.ts'
import { removeMember } from '../circles/remove-member.ts'
import { moveBelongings } from '../identities/move-belongings.ts'
import { addComment } from './add-comment.ts'
import { deleteComment } from './delete-comment.ts'
import { listMentionable } from './mention-queries.ts'
import { listComments } from './queries.ts'
import { updateComment } from './update-comment.ts'

const deps = await createTestDeps()

test('members are called by a name that stands in the words; strangers, and names that do not, are left out', async () => {
  const { circle, keepId, boris, vera } = await newTalk()
  const stranger = await newUser(deps, { name: 'Gleb' })
  const said = await say(circle, circle.owner, keepId, '@Boris, look at @Gleb', [
    boris.id,
    vera.id,
    stranger.id,
    deps.random.id(),
  ])
  expect(said.mentions).toEqual([{ userId: boris.id, said: 'Boris', name: 'Boris' }])
  const guest = await newGuest(deps, circle)
  const { items } = await listComments(deps, await guestScopeIn(deps, circle, guest, 'comment.read'), {
    circleId: circle.id,
    keepId,
    limit: 20,
  })
  expect(items[0]?.mentions).toEqual(said.mentions)
})

test('a guest calls nobody, and is not called', async () => {
  const { circle, keepId, boris } = await newTalk()
  const guest = await newGuest(deps, circle)
  const scope = await guestScopeIn(deps, circle, guest, 'comment.add')
  const comment = { circleId: circle.id, keepId, body: '@Boris' }
  await expect(addComment(deps, scope, { ...comment, mentionIds: [boris.id] })).rejects.toThrow(
    'ROLE_TOO_LOW',
  )
  expect((await addComment(deps, scope, comment)).mentions).toEqual([])
  expect((await say(circle, circle.owner, keepId, '@Grandma Vera', [guest.linkId])).mentions).toEqual([])
})

test('of a keep that only admins see, only admins are called', async () => {
  const { circle, boris } = await newTalk()
  const admin = await newMember(deps, circle, 'admin', await newUser(deps, { name: 'Dina' }))
  const keep = await newKeep(deps, circle, circle.owner, { visibility: 'admins' })
  const said = await say(circle, circle.owner, keep.id, '@Boris @Dina', [boris.id, admin.id])
  expect(said.mentions.map(({ userId }) => userId)).toEqual([admin.id])
  const look = async (who: TestUser, keepId: string, search?: string) =>
    listMentionable(deps, await scopeIn(deps, circle, who, 'comment.mention'), {
      circleId: circle.id,
      keepId,
      ...(search && { search }),
    })
  expect((await look(circle.owner, keep.id)).people).toMatchObject([{ userId: admin.id, name: 'Dina' }])
  await expect(look(boris, keep.id)).rejects.toThrow('NOT_FOUND')
})

test('people are found by any word of their name, without oneself', async () => {
  const { circle, keepId } = await newTalk()
  await newMember(deps, circle, 'viewer', await newUser(deps, { name: 'Anna Karenina' }))
  const look = async (search: string) =>
    (
      await listMentionable(deps, await scopeIn(deps, circle, circle.owner, 'comment.mention'), {
        circleId: circle.id,
        keepId,
        search,
      })
    ).people.map(({ name }) => name)
  expect(await look('')).toEqual(['Anna Karenina', 'Boris', 'Vera'])
  expect(await look('kar')).toEqual(['Anna Karenina'])
  expect(await look('oris')).toEqual([])
  expect(await look('%')).toEqual([])
})

test('other words call others; the same ones stay called, also once they are called otherwise', async () => {
  const { circle, keepId, boris, vera } = await newTalk()
  const said = await say(circle, circle.owner, keepId, '@Boris', [boris.id])
  await deps.db.updateTable('users').set({ name: 'Borya' }).where('id', '=', boris.id).execute()
  const change = async (body: string, mentionIds?: string[]) =>
    updateComment(deps, await scopeIn(deps, circle, circle.owner, 'comment.change'), {
      circleId: circle.id,
      keepId,
      commentId: said.id,
      body,
      ...(mentionIds && { mentionIds }),
    })
  const both = await change('@Boris and @Vera', [boris.id, vera.id])
  expect(both.mentions.toSorted((a, b) => (a.said < b.said ? -1 : 1))).toEqual([
    { userId: boris.id, said: 'Boris', name: 'Borya' },
    { userId: vera.id, said: 'Vera', name: 'Vera' },
  ])
  expect((await change('Only @Vera')).mentions.map(({ said }) => said)).toEqual(['Vera'])
  expect((await change('@Vera, nobody', [])).mentions).toEqual([])
})

test('whoever left is called by what was said, and whoever is deleted by nothing', async () => {
  const { circle, keepId, boris, vera } = await newTalk()
  await say(circle, circle.owner, keepId, '@Boris @Vera', [boris.id, vera.id])
  await removeMember(deps, await scopeIn(deps, circle, circle.owner, 'member.remove'), {
    circleId: circle.id,
    userId: boris.id,
  })
  await deps.db
    .updateTable('users')
    .set({ deletionDueAt: deps.clock.now(), deletionKeeps: 'stay' })
    .where('id', '=', vera.id)
    .execute()
  await deps.transaction((tx) => scrubUser(tx, vera.id))
  expect((await list(circle, keepId))[0]).toMatchObject({
    body: '@Boris @Vera',
    mentions: [{ userId: boris.id, said: 'Boris', name: null }],
  })
})

test('with the words goes whom they called; an account that becomes one with another stays called once', async () => {
  const { circle, keepId, boris, vera } = await newTalk()
  const said = await say(circle, circle.owner, keepId, '@Boris @Vera', [boris.id, vera.id])
  await say(circle, circle.owner, keepId, 'So?', [], said.id)
  await deps.transaction((tx) => moveBelongings(tx, { from: boris.id, to: vera.id }))
  expect((await list(circle, keepId))[0]?.mentions.map(({ userId }) => userId)).toContain(vera.id)
  await deleteComment(deps, await scopeIn(deps, circle, circle.owner, 'comment.change'), {
    circleId: circle.id,
    keepId,
    commentId: said.id,
  })
  expect(
    await deps.db.selectFrom('commentMentions').select('said').where('circleId', '=', circle.id).execute(),
  ).toEqual([])
})

async function newTalk() {
  const circle = await newCircle(deps)
  const [boris, vera] = [
    await newMember(deps, circle, 'member', await newUser(deps, { name: 'Boris' })),
    await newMember(deps, circle, 'viewer', await newUser(deps, { name: 'Vera' })),
  ]
  return { circle, boris, vera, keepId: (await newKeep(deps, circle, circle.owner)).id }
}

async function say(
  circle: TestCircle,
  who: TestUser,
  keepId: string,
  body: string,
  mentionIds: string[],
  parentId?: string,
) {
  const scope = await scopeIn(deps, circle, who, 'comment.add')
  return addComment(deps, scope, {
    circleId: circle.id,
    keepId,
    body,
    mentionIds,
    ...(parentId && { parentId }),
  })
}

async function list(circle: TestCircle, keepId: string) {
  const scope = await scopeIn(deps, circle, circle.owner, 'comment.read')
  const { items } = await listComments(deps, scope, { circleId: circle.id, keepId, limit: 20 })
  return items
}

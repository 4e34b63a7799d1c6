import { searchKeeps as contract } from '@kinkeep/contracts/browse'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newChild } from '@kinkeep/testing/new-child'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newComment } from '@kinkeep/testing/new-comment'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newPet } from '@kinkeep/testing/new-pet'
import { newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { updateChild } from '../children/update-child.ts'
import { deleteComment } from '../comments/delete-comment.ts'
import { updateComment } from '../comments/update-comment.ts'
import { restoreKeep } from './restore-keep.ts'
import { searchKeeps } from './search-queries.ts'
import { trashKeep } from './trash-keep.ts'
import { updateKeep } from './update-keep.ts'

const deps = await createTestDeps()

async function search(circle: TestCircle, user: TestUser, text: string, more: object = {}) {
  const scope = await scopeIn(deps, circle, user, 'keep.search')
  return searchKeeps(deps, scope, contract.input.parse({ circleId: circle.id, text, ...more }))
}

async function ids(circle: TestCircle, text: string, more: object = {}, user = circle.owner) {
  return (await search(circle, user, text, more)).items.map(({ keep }) => keep.id)
}

async function say(circle: TestCircle, keepId: string, { body }: { body: string }) {
  return newComment(deps, await scopeIn(deps, circle, circle.owner, 'comment.add'), { keepId, body })
}

test('words are found in any of their endings, in Russian and English at once, with ё as е', async () => {
  const circle = await newCircle(deps)
  const keep = await newKeep(deps, circle, circle.owner, {
    title: 'Ёжик на даче',
    body: 'Мы гуляли у озера. Two hedgehogs were running at the Café.',
    tags: ['лето'],
  })
  await newKeep(deps, circle, circle.owner, { body: 'Nothing of the kind.' })
  for (const text of [
    ...['ёжик', 'ЕЖИКИ', 'ёжика', 'дача', 'озеро', 'гулять', 'лета', 'дач', 'озе'],
    ...['hedgehog', 'run', 'runs', 'cafe', 'CAFÉ', 'ежик hedgehog', 'hedge'],
    ...['"ёжик на даче"', '«Two hedgehogs»', 'и озеро', 'the hedgehogs'],
  ]) {
    expect(await ids(circle, text), text).toEqual([keep.id])
  }
  for (const text of ['"даче ёжик"', 'ёжик зимой', 'elephant', 'the', '"the"', 'гедж']) {
    expect(await ids(circle, text), text).toEqual([])
  }
})

test('words that everybody says lose nothing of what a keep says, not even last and half written', async () => {
  const circle = await newCircle(deps)
  const loved = await newKeep(deps, circle, circle.owner, {
    title: 'Насте три',
    body: 'Люблю тебя, и здесь хорошо, и много будет',
  })
  const lake = await newKeep(deps, circle, circle.owner, { body: 'Look here, we swim at the lake' })
  const stage = await newKeep(deps, circle, circle.owner, { body: 'A theatre, and they swim in it' })
  for (const text of [
    'люблю тебя',
    'Насте три',
    'здесь хорошо насте',
    'насте моя',
    'люблю много',
    'тебя люблю',
  ]) {
    expect(await ids(circle, text), text).toEqual([loved.id])
  }
  for (const text of ['look here', 'look at', 'swim at the lake', 'here lake the', '"swim at" lake will']) {
    expect(await ids(circle, text), text).toEqual([lake.id])
  }
  // Of "theatre" so far, of "the lake" just as well.
  for (const text of ['swim at', 'swim at the']) {
    expect((await ids(circle, text)).toSorted(), text).toEqual([lake.id, stage.id].toSorted())
  }
  expect(await ids(circle, 'swim the theat')).toEqual([stage.id])
  for (const text of ['the', 'at the']) expect(await ids(circle, text), text).toEqual([stage.id])
  for (const text of ['at', 'здесь', 'тебя будет', '"at the"'])
    expect(await ids(circle, text), text).toEqual([])
})

test('what was found is marked where it stands, and never as markup', async () => {
  const circle = await newCircle(deps)
  const keep = await newKeep(deps, circle, circle.owner, {
    title: 'Ёлка <b>& lights',
    body: `<script>alert(1)</script> ${'и ещё '.repeat(60)} под ёлкой лежал кот`,
    tags: ['ёлка', 'двор'],
  })
  await say(circle, keep.id, { body: 'Какая ёлка, <i>чудо</i>' })
  const [hit] = (await search(circle, circle.owner, 'елка')).items
  const shown = (found: { text: string; marks: [number, number][] } | null | undefined) =>
    found?.marks.map(([from, to]) => found.text.slice(from, to))
  expect(hit?.title?.text).toBe('Ёлка <b>& lights')
  expect(shown(hit?.title)).toEqual(['Ёлка'])
  expect(shown(hit?.body)).toEqual(['ёлкой'])
  expect(hit?.body?.text).toMatch(/^….*под ёлкой лежал кот$/)
  expect(hit?.comment).toMatchObject({ text: 'Какая ёлка, <i>чудо</i>', author: 'Anna' })
  expect(shown(hit?.comment)).toEqual(['ёлка'])
  expect(hit?.tags).toEqual(['ёлка'])
})

test('a name finds whom it is now, in any case, and what they wrote', async () => {
  const circle = await newCircle(deps)
  const writer = await newMember(deps, circle, 'member', await newUser(deps, { name: 'Борис Ларин' }))
  const mila = await newChild(deps, circle, circle.owner, { name: 'Мила' })
  const rex = await newPet(deps, circle, circle.owner, { name: 'Rex' })
  const ofMila = await newKeep(deps, circle, circle.owner, { body: 'У озера', childIds: [mila.id] })
  const ofRex = await newKeep(deps, circle, writer, { body: 'By the lake', petIds: [rex.id] })
  expect(await ids(circle, 'Милы')).toEqual([ofMila.id])
  expect(await ids(circle, 'Милу озеро')).toEqual([ofMila.id])
  expect(await ids(circle, 'мил')).toEqual([ofMila.id])
  expect(await ids(circle, 'rex lake')).toEqual([ofRex.id])
  expect(await ids(circle, 'Ларина')).toEqual([ofRex.id])
  expect(await ids(circle, 'мила lake')).toEqual([])
  const [hit] = (await search(circle, circle.owner, 'Мила')).items
  expect(hit).toMatchObject({ names: [mila.id], title: null, body: null, tags: [] })

  const scope = await scopeIn(deps, circle, circle.owner, 'child.update')
  await updateChild(deps, scope, { circleId: circle.id, childId: mila.id, name: 'Людмила' })
  expect(await ids(circle, 'Людмила')).toEqual([ofMila.id])
  expect(await ids(circle, 'Мила')).toEqual([])
})

test('a name that is also a word everybody says is found, and beside other words brings its bearer first', async () => {
  const circle = await newCircle(deps)
  const don = await newMember(deps, circle, 'member', await newUser(deps, { name: 'Don Lee' }))
  const will = await newChild(deps, circle, circle.owner, { name: 'Will' })
  const moya = await newPet(deps, circle, circle.owner, { name: 'Моя' })
  const at = (day: number) => ({ happenedAt: `2025-05-0${day}T10:00:00` })
  const ofWill = await newKeep(deps, circle, circle.owner, { body: 'A swim', childIds: [will.id], ...at(1) })
  const ofMoya = await newKeep(deps, circle, don, { body: 'A walk', petIds: [moya.id], ...at(2) })
  const swim = await newKeep(deps, circle, circle.owner, { body: 'We will swim', ...at(3) })
  for (const text of ['Will', 'will', 'wil', '"Will"', 'Will the', 'will be']) {
    expect(await ids(circle, text), text).toEqual([ofWill.id])
  }
  for (const text of ['Моя', 'Don', 'don lee', 'моя don']) {
    expect(await ids(circle, text), text).toEqual([ofMoya.id])
  }
  expect(await ids(circle, 'Will Don')).toEqual([])
  // The newer one does not come first, but what it says is not lost.
  for (const text of ['Will swim', 'swim Will', 'we will swim']) {
    expect(await ids(circle, text), text).toEqual([ofWill.id, swim.id])
  }
  expect((await search(circle, circle.owner, 'swim will')).items[0]?.names).toEqual([will.id])
  const scope = await scopeIn(deps, circle, circle.owner, 'keep.search')
  const input = contract.input.parse({ circleId: circle.id, text: 'Will swim' })
  expect((await countStatements(deps, (on) => searchKeeps(on, scope, input))).statements).toBe(4)
})

test('an album is found by a title of nothing but such words, and by no "the" of a longer one', async () => {
  const circle = await newCircle(deps)
  const inAlbum = async (title: string) => {
    const keep = await newKeep(deps, circle, circle.owner)
    const now = deps.clock.now()
    const { id: albumId } = await deps.db
      .insertInto('albums')
      .values({ circleId: circle.id, title, createdBy: circle.owner.id, createdAt: now, updatedAt: now })
      .returning('id')
      .executeTakeFirstOrThrow()
    await deps.db
      .insertInto('albumKeeps')
      .values({ circleId: circle.id, albumId, keepId: keep.id, addedAt: now })
      .execute()
    return keep
  }
  const us = await inAlbum('Мы')
  const sea = await inAlbum('The sea')
  expect(await ids(circle, 'мы')).toEqual([us.id])
  expect(await ids(circle, 'the sea')).toEqual([sea.id])
  expect(await ids(circle, 'the')).toEqual([])
})

test('titles, tags and names come first, then what keeps say, then what is said to them; the newest of each', async () => {
  const circle = await newCircle(deps)
  const at = (day: number) => ({ happenedAt: `2025-05-0${day}T10:00:00` })
  const comment = await newKeep(deps, circle, circle.owner, at(9))
  await say(circle, comment.id, { body: 'At the lake' })
  const says = await newKeep(deps, circle, circle.owner, { body: 'The lake was cold.', ...at(5) })
  const older = await newKeep(deps, circle, circle.owner, { body: 'A lake', ...at(4) })
  const tagged = await newKeep(deps, circle, circle.owner, { tags: ['lake'], ...at(1) })
  const titled = await newKeep(deps, circle, circle.owner, { title: 'Lakes', ...at(2) })
  const all = [titled.id, tagged.id, says.id, older.id, comment.id]
  expect(await ids(circle, 'lake')).toEqual(all)
  for (const limit of [1, 2, 3]) {
    const found: string[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await search(circle, circle.owner, 'lake', { limit, ...(cursor && { cursor }) })
      found.push(...page.items.map(({ keep }) => keep.id))
      cursor = page.nextCursor
    }
    expect(found).toEqual(all)
  }
  expect(await ids(circle, 'lake', { from: '2025-05-02', to: '2025-05-04' })).toEqual([titled.id, older.id])
  expect(await ids(circle, 'lake', { tag: 'lake' })).toEqual([tagged.id])
  expect(await ids(circle, 'lake', { favourites: true })).toEqual([])
  expect(await ids(circle, 'lake', { kind: 'media' })).toEqual([])
})

test('what was changed, deleted or put into the trash is found as it is now', async () => {
  const circle = await newCircle(deps)
  const { id: circleId } = circle
  const { id: keepId } = await newKeep(deps, circle, circle.owner, { body: 'A red balloon', tags: ['fair'] })
  const { id: commentId } = await say(circle, keepId, { body: 'What a carousel' })
  expect(await ids(circle, 'balloon fair carousel')).toEqual([keepId])

  const editing = await scopeIn(deps, circle, circle.owner, 'comment.change')
  await updateComment(deps, editing, { circleId, keepId, commentId, body: 'What a swing' })
  expect(await ids(circle, 'carousel')).toEqual([])
  expect(await ids(circle, 'swing')).toEqual([keepId])
  await deleteComment(deps, editing, { circleId, keepId, commentId })
  expect(await ids(circle, 'swing')).toEqual([])

  const update = await scopeIn(deps, circle, circle.owner, 'keep.update')
  await updateKeep(deps, update, { circleId, keepId, body: 'A blue kite', tags: ['wind'] })
  expect([await ids(circle, 'balloon'), await ids(circle, 'fair')]).toEqual([[], []])
  expect(await ids(circle, 'kite wind')).toEqual([keepId])

  await trashKeep(deps, await scopeIn(deps, circle, circle.owner, 'keep.trash'), { circleId, keepId })
  expect(await ids(circle, 'kite')).toEqual([])
  await restoreKeep(deps, await scopeIn(deps, circle, circle.owner, 'keep.restore'), { circleId, keepId })
  expect(await ids(circle, 'kite')).toEqual([keepId])
})

test('what only admins see is found by them alone, by its words, its comments and its names', async () => {
  const circle = await newCircle(deps)
  const mila = await newChild(deps, circle, circle.owner, { name: 'Mila' })
  const keep = await newKeep(deps, circle, circle.owner, {
    ...{ body: 'The surprise', visibility: 'admins', childIds: [mila.id], tags: ['present'] },
  })
  await say(circle, keep.id, { body: 'Wrapped already' })
  const admin = await newMember(deps, circle, 'admin')
  const others = [await newMember(deps, circle, 'member'), await newMember(deps, circle, 'viewer')]
  for (const text of ['surprise', 'wrapped', 'Mila', 'present']) {
    expect(await ids(circle, text, {}, admin), text).toEqual([keep.id])
    for (const other of others) expect(await ids(circle, text, {}, other), text).toEqual([])
  }
  const scope = await scopeIn(deps, circle, circle.owner, 'keep.update')
  await updateKeep(deps, scope, { circleId: circle.id, keepId: keep.id, visibility: 'circle' })
  for (const other of others) expect(await ids(circle, 'wrapped', {}, other)).toEqual([keep.id])
})

test('nothing of another circle is found, not even of the same person', async () => {
  const circle = await newCircle(deps)
  const other = await newCircle(deps, { owner: circle.owner })
  const child = await newChild(deps, other, circle.owner, { name: 'Agata' })
  await newKeep(deps, other, circle.owner, { body: 'A secret lake', childIds: [child.id], tags: ['lake'] })
  for (const text of ['lake', 'Agata', 'secret', '"secret lake"']) expect(await ids(circle, text)).toEqual([])
  await expect(search(circle, await newUser(deps), 'lake')).rejects.toMatchObject({ reason: 'NOT_FOUND' })
})

test.each([
  "'); drop table keeps; --",
  "' or 1=1 --",
  "lake' & 'x",
  'lake:*A | !secret',
  '\\\\\' \\" %_',
  '<-> <2> !! | & ( )',
  "$$ {} c0190' | 'fair",
  '\u202elake "',
])('%s is looked for, not run', async (text) => {
  const circle = await newCircle(deps)
  await newKeep(deps, circle, circle.owner, { body: 'Fair weather' })
  expect((await search(circle, circle.owner, text)).items).toEqual([])
})

test.each(['[]', '["3","2025-05-01T10:00:00","x"]', '["2","2025-05-01T10:00:00"]', '{"0":1}'])(
  'the forged cursor %s is refused',
  async (forged) => {
    const circle = await newCircle(deps)
    const cursor = Buffer.from(forged).toString('base64url')
    await expect(search(circle, circle.owner, 'lake', { cursor })).rejects.toMatchObject({
      reason: 'INVALID_INPUT',
    })
  },
)

test('what hundreds of keeps say comes as it happened, page by page, to each as much as they may see', async () => {
  const circle = await newCircle(deps)
  const child = await newChild(deps, circle, circle.owner)
  await sql`
    insert into keeps (circle_id, author_id, kind, body, happened_at, date_source, created_at, child_ids, visibility)
    select ${circle.id}, ${circle.owner.id}, 'note', 'At the lake', timestamp '2020-01-01' + number * interval '1 day',
      'person', now(), case when number % 150 = 0 then array[${child.id}::uuid] else '{}' end,
      case when number % 200 = 0 then 'admins' else 'circle' end
    from generate_series(1, 400) as number
  `.execute(deps.db)
  const titled = await newKeep(deps, circle, circle.owner, {
    title: 'Lakes',
    happenedAt: '2019-05-01T10:00:00',
  })
  const anna = await newMember(deps, circle, 'member')
  const scope = await scopeIn(deps, circle, anna, 'keep.search')
  const days: string[] = []
  let costs: number[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const input = contract.input.parse({
      circleId: circle.id,
      text: 'lake',
      limit: 100,
      ...(cursor && { cursor }),
    })
    const { result, statements } = await countStatements(deps, (on) => searchKeeps(on, scope, input))
    days.push(...result.items.map(({ keep }) => keep.happenedAt))
    costs = [...costs, statements]
    cursor = result.nextCursor
  }
  expect(days).toHaveLength(399)
  expect(days).toEqual(days.toSorted().toReversed())
  expect(days.at(-1)).toBe(titled.happenedAt)
  expect(costs).toEqual([4, ...costs.slice(1).map(() => 3)])
  // Few of them are of a child, and so the best comes first again.
  const ofChild = await search(circle, circle.owner, 'lake', { childId: child.id })
  expect(ofChild.items).toHaveLength(2)
  const some = await search(circle, anna, 'lake', { from: '2020-02-01', to: '2020-02-03', kind: 'note' })
  expect(some.items.map(({ keep }) => keep.happenedAt.slice(0, 10))).toEqual([
    '2020-02-03',
    '2020-02-02',
    '2020-02-01',
  ])
  // No verb wrote them, so nothing counts them.
  await deps.db.deleteFrom('keeps').where('circleId', '=', circle.id).where('id', '<>', titled.id).execute()
})

test('whether what is found comes as it happened does not tell of words that only admins see', async () => {
  const circle = await newCircle(deps)
  const anna = await newMember(deps, circle, 'member')
  const { id: lastId } = await newKeep(deps, circle, circle.owner, { body: 'At the lake' })
  await sql`
    insert into keeps (circle_id, author_id, kind, body, happened_at, date_source, created_at, visibility)
    select ${circle.id}, ${circle.owner.id}, 'note', 'At the lake', timestamp '2020-01-01' + number * interval '1 day',
      'person', now(), case when number > 48 then 'admins' else 'circle' end
    from generate_series(1, 60) as number
  `.execute(deps.db)
  const cursorOf = async (user: TestUser) =>
    Buffer.from((await search(circle, user, 'lake', { limit: 1 })).nextCursor ?? '', 'base64url').toString()
  expect(await cursorOf(circle.owner)).toMatch(/^\["many"/)
  // The 49 that she sees are one too few.
  expect(await cursorOf(anna)).toMatch(/^\["1"/)
  // No verb wrote them, so nothing counts them.
  await deps.db.deleteFrom('keeps').where('circleId', '=', circle.id).where('id', '<>', lastId).execute()
})

test('a page costs four statements, a later one three, and a keep with more words than an index holds can still be talked about', async () => {
  const circle = await newCircle(deps)
  const keep = await newKeep(deps, circle, circle.owner, { body: 'lake '.repeat(3000) })
  const row = { circleId: circle.id, keepId: keep.id, userId: circle.owner.id, createdAt: deps.clock.now() }
  const word = (n: number) => n.toString(36).padStart(7, 'q')
  const bodies = Array.from({ length: 400 }, (_, i) =>
    Array.from({ length: 240 }, (_, n) => word(i * 240 + n)),
  )
  await deps.db
    .insertInto('comments')
    .values(bodies.map((words) => ({ ...row, body: words.join(' ') })))
    .execute()
  const scope = await scopeIn(deps, circle, circle.owner, 'keep.search')
  const input = contract.input.parse({ circleId: circle.id, text: 'lake' })
  const { result, statements } = await countStatements(deps, (on) => searchKeeps(on, scope, input))
  expect(statements).toBe(4)
  expect(contract.output.parse(result)).toEqual(result)
  expect(result.items[0]?.body?.marks.length).toBeGreaterThan(10)
})

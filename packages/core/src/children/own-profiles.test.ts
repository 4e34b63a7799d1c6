import { newChild } from '@kinkeep/testing/new-child'
import { newCircle, newMember } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { scrubUser } from '../account-data/scrub-user.ts'

const deps = await createTestDeps()

test.each([
  ['go', 0],
  ['stay', 1],
] as const)(
  'whoever lets their things %s takes their own profiles along, or leaves them to the family',
  async (deletionKeeps, left) => {
    const circle = await newCircle(deps)
    const grown = await newMember(deps, circle, 'member')
    const [own, sibling] = [
      await newChild(deps, circle, circle.owner),
      await newChild(deps, circle, circle.owner),
    ]
    const keep = await newKeep(deps, circle, circle.owner, { childIds: [own.id, sibling.id] })
    await deps.db.updateTable('children').set({ userId: grown.id }).where('id', '=', own.id).execute()
    const now = deps.clock.now()
    await deps.db
      .updateTable('users')
      .set({ deletionDueAt: now, deletionKeeps })
      .where('id', '=', grown.id)
      .execute()
    await deps.transaction((tx) => scrubUser(tx, grown.id))

    const profiles = await deps.db.selectFrom('children').select('userId').where('id', '=', own.id).execute()
    expect(profiles).toEqual(Array.from({ length: left }, () => ({ userId: null })))
    const { childIds } = await deps.db
      .selectFrom('keeps')
      .select('childIds')
      .where('id', '=', keep.id)
      .executeTakeFirstOrThrow()
    expect(childIds).toEqual(left ? [own.id, sibling.id] : [sibling.id])
  },
)

import { newCircle, newMember } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newCaller, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { requireFreshUser } from '../accounts/access.ts'
import { addSeconds } from '../platform/clock.ts'
import { beginMerge } from './begin-merge.ts'
import { handleFinishMerge, handleSweepIdentities } from './handlers.ts'
import { mergeAccounts } from './merge-accounts.ts'
import { previewMerge } from './queries.ts'

const deps = await createTestDeps()

async function freshScope(user: TestUser) {
  return (await requireFreshUser(deps, user.caller)).scope
}

/** The kept account begins, in a browser; the merged one finishes there. */
async function begin(kept: TestUser, caller = newCaller()) {
  await beginMerge(deps, await freshScope(kept), caller)
  return caller
}

async function merge(kept: TestUser, merged: TestUser) {
  const caller = await begin(kept)
  await mergeAccounts(deps, await freshScope(merged), caller)
}

function rolesOf(userId: string) {
  return deps.db.selectFrom('memberships').select(['circleId', 'role']).where('userId', '=', userId).execute()
}

async function finish(kept: TestUser, merged: TestUser) {
  const outbox = createOutbox()
  const job = { keptUserId: kept.id, mergedUserId: merged.id }
  await handleFinishMerge({ ...deps, mailer: outbox }, job, { jobId: 'a' })
  await handleFinishMerge({ ...deps, mailer: outbox }, job, { jobId: 'a' })
  return outbox.mails.map(({ to }) => to)
}

/** Every column that points to a user, and what a merge does about it. A new one must be decided here. */
const belongings: Record<string, 'moves' | 'ends'> = {
  'account_merges.kept_user_id': 'ends',
  'avatars.user_id': 'ends',
  'circles.created_by': 'moves',
  'codes.user_id': 'ends',
  'email_changes.user_id': 'ends',
  'email_tokens.user_id': 'ends',
  'identities.user_id': 'moves',
  'invitations.invited_by': 'moves',
  'keeps.author_id': 'moves',
  'link_requests.user_id': 'ends',
  'media.uploader_id': 'moves',
  'memberships.user_id': 'moves',
  'one_time_downloads.user_id': 'ends',
  'passkeys.user_id': 'moves',
  'recovery_codes.user_id': 'ends',
  'second_factors.user_id': 'ends',
  'sessions.user_id': 'ends',
  'sign_in_challenges.user_id': 'ends',
  'trusted_devices.user_id': 'ends',
  'user_exports.user_id': 'ends',
  'children.created_by': 'moves',
  'children.user_id': 'moves',
  'measurements.created_by': 'moves',
  'pets.created_by': 'moves',
  'guest_links.created_by': 'moves',
  'child_upgrades.requested_by': 'moves',
  'child_upgrades.user_id': 'moves',
  'child_upgrade_entries.user_id': 'moves',
  'reactions.user_id': 'moves',
  'comments.user_id': 'moves',
  'activities.user_id': 'moves',
  'activities.other_user_id': 'moves',
  'invitation_uses.user_id': 'ends',
  'favourites.user_id': 'moves',
  'albums.created_by': 'moves',
  'archives.user_id': 'moves',
  'share_links.created_by': 'moves',
  'album_keeps.added_by': 'moves',
  'comment_mentions.user_id': 'moves',
  'date_changes.changed_by': 'moves',
}

test('whatever points to a user is decided upon', async () => {
  const { rows } = await sql<{ column: string }>`
    select conrelid::regclass || '.' || attname as column
    from pg_constraint join pg_attribute on attrelid = conrelid and attnum = any (conkey)
    where contype = 'f' and confrelid = 'users'::regclass
  `.execute(deps.db)
  expect(rows.map(({ column }) => column).toSorted()).toEqual(Object.keys(belongings).toSorted())
})

test('moves what one account has to the other, ends both sessions sets and tells both addresses', async () => {
  const [kept, merged] = [await newUser(deps), await newUser(deps)]
  const circle = await newCircle(deps, { owner: merged })
  const keep = await newKeep(deps, circle, merged)
  const now = deps.clock.now()
  const identity = { provider: 'google' as const, issuer: 'https://a.example', subject: '1', label: 'a' }
  await deps.db
    .insertInto('identities')
    .values({ id: deps.random.id(), userId: merged.id, ...identity, createdAt: now, usedAt: now })
    .execute()

  const caller = await begin(kept)
  expect(await previewMerge(deps, merged.scope, caller)).toMatchObject({
    kept: { email: kept.email },
    merged: { email: merged.email },
    circles: [{ circleId: circle.id, role: 'owner', endingRole: null }],
    keeps: 1,
    identities: [{ provider: 'google', label: 'a' }],
    phone: 'none',
    losesSecondFactor: false,
    blockedByCircles: [],
  })
  await mergeAccounts(deps, await freshScope(merged), caller)

  expect(await rolesOf(kept.id)).toEqual([{ circleId: circle.id, role: 'owner' }])
  const author = deps.db.selectFrom('keeps').select('authorId').where('id', '=', keep.id)
  expect(await author.executeTakeFirst()).toEqual({ authorId: kept.id })
  const owner = deps.db.selectFrom('identities').select('userId').where('subject', '=', '1')
  expect(await owner.executeTakeFirst()).toEqual({ userId: kept.id })
  const sessions = deps.db.selectFrom('sessions').select('id').where('userId', 'in', [kept.id, merged.id])
  expect(await sessions.execute()).toEqual([])
  expect((await finish(kept, merged)).toSorted()).toEqual([kept.email, merged.email].toSorted())
  const left = deps.db.selectFrom('users').select('id').where('id', '=', merged.id)
  expect(await left.execute()).toEqual([])
  const count = deps.db.selectFrom('circles').select('memberCount').where('id', '=', circle.id)
  expect(await count.executeTakeFirst()).toEqual({ memberCount: 1 })
})

test('whoever signs in by an identity that moved is not forgotten with the account that had it', async () => {
  const [kept, merged] = [await newUser(deps), await newUser(deps)]
  const now = deps.clock.now()
  const google = { provider: 'google' as const, issuer: 'https://a.example' }
  const moved = { ...google, subject: deps.random.token() }
  await deps.db
    .insertInto('identities')
    .values({ id: deps.random.id(), userId: merged.id, ...moved, label: null, createdAt: now, usedAt: now })
    .execute()
  await merge(kept, merged)

  const newFlow = async (identity: typeof moved) => {
    const id = deps.random.id()
    await deps.db
      .insertInto('providerFlows')
      .values({
        id,
        ...identity,
        email: merged.email,
        stateHash: Buffer.from(id),
        browserHash: Buffer.from('a browser'),
        purpose: 'sign_in',
        remembered: true,
        createdAt: now,
        expiresAt: addSeconds(now, 600),
      })
      .execute()
    return id
  }
  const flows = [await newFlow(moved), await newFlow({ ...google, subject: deps.random.token() })]
  await finish(kept, merged)
  const left = deps.db.selectFrom('providerFlows').select('id').where('id', 'in', flows)
  expect(await left.execute()).toEqual([{ id: flows[0] }])
})

test('never raises a role: where both are members the kept one stays what it is', async () => {
  const [kept, merged] = [await newUser(deps), await newUser(deps)]
  const both = await newCircle(deps)
  await newMember(deps, both, 'viewer', kept)
  await newMember(deps, both, 'admin', merged)
  const one = await newCircle(deps)
  await newMember(deps, one, 'member', merged)
  await deps.db.updateTable('users').set({ role: 'operator' }).where('id', '=', merged.id).execute()
  await merge(kept, merged)

  const roles = new Map((await rolesOf(kept.id)).map(({ circleId, role }) => [circleId, role]))
  expect([roles.get(both.id), roles.get(one.id), roles.size]).toEqual(['viewer', 'member', 2])
  const circle = deps.db.selectFrom('circles').select('memberCount').where('id', '=', both.id)
  expect(await circle.executeTakeFirst()).toEqual({ memberCount: 2 })
  const user = deps.db.selectFrom('users').select('role').where('id', '=', kept.id)
  expect(await user.executeTakeFirst()).toEqual({ role: 'user' })
})

test('a circle keeps its owner: handed over first, and nothing has moved', async () => {
  const [kept, merged] = [await newUser(deps), await newUser(deps)]
  const circle = await newCircle(deps, { owner: merged })
  await newMember(deps, circle, 'viewer', kept)
  const caller = await begin(kept)
  expect((await previewMerge(deps, merged.scope, caller)).blockedByCircles).toEqual(['Home'])
  await expect(mergeAccounts(deps, await freshScope(merged), caller)).rejects.toThrow('OWNS_CIRCLES')
  expect(await rolesOf(merged.id)).toEqual([{ circleId: circle.id, role: 'owner' }])
})

test('needs both accounts freshly proven in one browser', async () => {
  const [kept, merged] = [await newUser(deps), await newUser(deps)]
  const caller = await begin(kept)
  const scope = await freshScope(merged)
  const refused = (attempt: Promise<unknown>) => expect(attempt).rejects.toThrow('CHALLENGE_EXPIRED')
  // Another browser; nobody's; the same account twice.
  await refused(mergeAccounts(deps, scope, newCaller()))
  await refused(mergeAccounts(deps, scope, {}))
  await refused(mergeAccounts(deps, await freshScope(kept), caller))
  await refused(previewMerge(deps, merged.scope, newCaller()))

  const prove = (user: TestUser, provenAt: Date) =>
    deps.db.updateTable('sessions').set({ provenAt }).where('userId', '=', user.id).execute()
  const stale = new Date(deps.clock.now().getTime() - 301_000)
  await prove(kept, stale)
  await refused(mergeAccounts(deps, scope, caller))
  await prove(kept, deps.clock.now())
  await prove(merged, stale)
  await refused(mergeAccounts(deps, scope, caller))
  await prove(merged, deps.clock.now())
  await deps.db.updateTable('users').set({ deactivatedAt: stale }).where('id', '=', kept.id).execute()
  await refused(mergeAccounts(deps, scope, caller))
  await deps.db.updateTable('users').set({ deactivatedAt: null }).where('id', '=', kept.id).execute()
  await mergeAccounts(deps, scope, caller)
  await refused(mergeAccounts(deps, scope, caller))
})

test.each(Array.from({ length: 5 }, (_, round) => round))(
  'merged in both directions at once, exactly one wins (%i)',
  async () => {
    const [a, b] = [await newUser(deps), await newUser(deps)]
    const circles = [await newCircle(deps, { owner: a }), await newCircle(deps, { owner: b })]
    const [browserA, browserB] = [await begin(a), await begin(b)]
    const [scopeA, scopeB] = [await freshScope(a), await freshScope(b)]
    const results = await Promise.allSettled([
      mergeAccounts(deps, scopeB, browserA),
      mergeAccounts(deps, scopeA, browserB),
    ])
    const reasons = results.map((result) => (result.status === 'rejected' ? String(result.reason) : 'done'))
    expect(reasons.toSorted()).toEqual(['DomainError: CHALLENGE_EXPIRED', 'done'])
    const left = [await rolesOf(a.id), await rolesOf(b.id)].filter((roles) => roles.length > 0)
    expect(left).toHaveLength(1)
    expect(left[0]?.map(({ circleId }) => circleId).toSorted()).toEqual(
      circles.map(({ id }) => id).toSorted(),
    )
  },
)

test.each(Array.from({ length: 5 }, (_, round) => round))(
  'merged into an account that is merged elsewhere at the same time, exactly one wins (%i)',
  async () => {
    const [a, b, c] = [await newUser(deps), await newUser(deps), await newUser(deps)]
    const circle = await newCircle(deps, { owner: b })
    const [intoA, intoC] = [await begin(a), await begin(c)]
    const [scopeB, scopeA] = [await freshScope(b), await freshScope(a)]
    const results = await Promise.allSettled([
      mergeAccounts(deps, scopeA, intoC),
      mergeAccounts(deps, scopeB, intoA),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    // Wherever the circle is, its owner is an account that goes on.
    const owner = deps.db
      .selectFrom('memberships')
      .innerJoin('users', 'users.id', 'memberships.userId')
      .select('users.deactivatedAt')
      .where('memberships.circleId', '=', circle.id)
    expect(await owner.execute()).toEqual([{ deactivatedAt: null }])
  },
)

test('an administrator without another one stays', async () => {
  const [kept, merged] = [await newUser(deps), await newUser(deps)]
  await deps.db.updateTable('users').set({ role: 'admin' }).where('id', '=', merged.id).execute()
  await expect(merge(kept, merged)).rejects.toThrow('LAST_ADMIN')
  await deps.db.updateTable('users').set({ role: 'admin' }).where('id', '=', kept.id).execute()
  await merge(kept, merged)
})

test('a merge that nobody finished ends its session', async () => {
  const kept = await newUser(deps)
  await begin(kept)
  await handleSweepIdentities(deps)
  const sessions = deps.db.selectFrom('sessions').select('id').where('userId', '=', kept.id)
  expect(await sessions.execute()).toHaveLength(1)
  deps.clock.advance(2 * 60 * 60)
  await handleSweepIdentities(deps)
  expect(await sessions.execute()).toEqual([])
  deps.clock.advance(-2 * 60 * 60)
})

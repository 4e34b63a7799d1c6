import { newAuthenticator } from '@kinkeep/testing/authenticator'
import { newCircle, newMember, scopeIn } from '@kinkeep/testing/new-circle'
import { newCaller, newEmail, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { requestDeletion } from '../account-data/request-deletion.ts'
import { requireFreshUser } from '../accounts/access.ts'
import { sendInvitation } from '../circles/send-invitation.ts'
import { makeRegistrationOptions } from '../passkeys/make-registration-options.ts'
import { makeSignInOptions } from '../passkeys/make-sign-in-options.ts'
import { registerPasskey } from '../passkeys/register-passkey.ts'
import { signInWithPasskey } from '../passkeys/sign-in-with-passkey.ts'
import { beginMerge } from './begin-merge.ts'
import { mergeAccounts } from './merge-accounts.ts'

const deps = await createTestDeps()

async function freshScope(user: TestUser, own = deps) {
  return (await requireFreshUser(own, user.caller)).scope
}

async function merge(kept: TestUser, merged: TestUser, own = deps) {
  const caller = newCaller()
  await beginMerge(own, await freshScope(kept, own), caller)
  await mergeAccounts(own, await freshScope(merged, own), caller)
}

test('a passkey that moved opens the account that it moved to, though it names the other', async () => {
  const [kept, merged] = [await newUser(deps), await newUser(deps)]
  const authenticator = newAuthenticator(deps.publicUrl)
  const options = await makeRegistrationOptions(deps, await freshScope(merged))
  const response = authenticator.create(options)
  await registerPasskey(deps, merged.scope, { name: 'Mine', response })
  await merge(kept, merged)

  const caller = newCaller()
  const answer = authenticator.get(await makeSignInOptions(deps, caller))
  const outcome = await signInWithPasskey(deps, caller, { response: answer, remember: true })
  expect(outcome.status).toBe('signedIn')
  const session = await deps.db
    .selectFrom('sessions')
    .select('userId')
    .where('userId', 'in', [kept.id, merged.id])
    .execute()
  expect(session).toEqual([{ userId: kept.id }])
})

test('where the kept account may not invite, invitations of the other are withdrawn', async () => {
  const [kept, merged] = [await newUser(deps), await newUser(deps)]
  const circle = await newCircle(deps)
  await newMember(deps, circle, 'viewer', kept)
  await newMember(deps, circle, 'admin', merged)
  const inviting = await scopeIn(deps, circle, merged, 'invitation.send')
  const invited = await sendInvitation(deps, inviting, {
    circleId: circle.id,
    email: newEmail(),
    role: 'member',
  })
  await merge(kept, merged)
  const left = deps.db.selectFrom('invitations').select('status').where('id', '=', invited.id)
  expect(await left.executeTakeFirst()).toEqual({ status: 'cancelled' })
})

test.each(Array.from({ length: 4 }, (_, round) => round))(
  'however two admins go at once, by a merge or for good, one stays (%i)',
  async (round) => {
    const own = await createTestDeps()
    const [a, b, c, d] = [await newUser(own), await newUser(own), await newUser(own), await newUser(own)]
    await own.db.updateTable('users').set({ role: 'admin' }).where('id', 'in', [a.id, b.id]).execute()
    const leave = (user: TestUser) =>
      freshScope(user, own).then((scope) => requestDeletion(own, scope, { contributions: 'stay' }))
    const results = await Promise.allSettled([
      round % 2 === 0 ? merge(c, a, own) : leave(a),
      round < 2 ? merge(d, b, own) : leave(b),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(String(results.find((result) => result.status === 'rejected')?.reason)).toContain('LAST_ADMIN')
  },
)

test('an admin who waits to be forgotten does not count as the one who stays', async () => {
  const own = await createTestDeps()
  const [leaving, last, into] = [await newUser(own), await newUser(own), await newUser(own)]
  await own.db.updateTable('users').set({ role: 'admin' }).where('id', 'in', [leaving.id, last.id]).execute()
  await requestDeletion(own, await freshScope(leaving, own), { contributions: 'stay' })
  await expect(merge(into, last, own)).rejects.toThrow('LAST_ADMIN')
})

test('nothing moves into an account that waits to be forgotten', async () => {
  const [kept, merged] = [await newUser(deps), await newUser(deps)]
  const circle = await newCircle(deps, { owner: merged })
  await newMember(deps, circle, 'member')
  await requestDeletion(deps, await freshScope(kept), { contributions: 'go' })
  await merge(kept, merged)
  const user = deps.db.selectFrom('users').select('deletionDueAt').where('id', '=', kept.id)
  expect(await user.executeTakeFirst()).toEqual({ deletionDueAt: null })
})

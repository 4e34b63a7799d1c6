import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newCaller, newEmail, newUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { acceptInvitation } from '../circles/accept-invitation.ts'
import { cancelInvitation } from '../circles/cancel-invitation.ts'
import { createInvitationLink } from '../circles/create-invitation-link.ts'
import { previewInvitation } from '../circles/invitation-queries.ts'
import { deleteMembership } from '../circles/sql.ts'
import { moveBelongings } from '../identities/move-belongings.ts'
import { requireUser } from './access.ts'
import { confirmEmail } from './confirm-email.ts'
import { handleSendSignUpMail } from './handlers.ts'
import { signUp } from './sign-up.ts'

const deps = await createTestDeps()
const password = 'a quiet evening'

test('a link proves no address: the account waits for its mail, as for anybody', async () => {
  const circle = await newCircle(deps)
  const { token } = await makeLink(circle)
  const owner = await newUser(deps)
  for (const email of [newEmail(), owner.email]) {
    const begun = await signUp(deps, newCaller(), { ...filledIn(email), invitationToken: token })
    expect(begun).toEqual({ status: 'confirmationSent' })
  }
})

test('confirming in another browser leads to the invitation by whose link one signed up', async () => {
  const circle = await newCircle(deps, { name: 'The Smiths' })
  const { token } = await makeLink(circle)
  const confirmed = await confirmElsewhere(token)
  const { invitationToken = '' } = confirmed
  expect(invitationToken).not.toBe(token)
  expect(await previewInvitation(deps, newCaller(), { token: invitationToken })).toMatchObject({
    ...{ circleName: 'The Smiths', maskedEmail: null },
  })
  const { scope } = await requireUser(deps, newCaller({ sessionToken: confirmed.session.token }))
  const view = await acceptInvitation(deps, scope, { token: invitationToken })
  expect(view).toMatchObject({ id: circle.id, role: 'member' })
  // Both are the same invitation: by either it is a repeated try.
  expect(await acceptInvitation(deps, scope, { token })).toEqual(view)
})

test('a token that was handed on works as long as the link: who else has it proves no address by it', async () => {
  const circle = await newCircle(deps)
  const { token, invitation } = await makeLink(circle)
  const { invitationToken = '' } = await confirmElsewhere(token)
  const begun = await signUp(deps, newCaller(), { ...filledIn(newEmail()), invitationToken })
  expect(begun).toEqual({ status: 'confirmationSent' })

  const scope = await scopeIn(deps, circle, circle.owner, 'invitation.cancel')
  await cancelInvitation(deps, scope, { circleId: circle.id, invitationId: invitation.id })
  const late = acceptInvitation(deps, (await newUser(deps)).scope, { token: invitationToken })
  await expect(late).rejects.toMatchObject({ reason: 'INVITATION_CANCELLED' })
})

test('a link that ended meanwhile leads nowhere, nor does a token of nobody', async () => {
  const circle = await newCircle(deps)
  const { token, invitation } = await makeLink(circle)
  const scope = await scopeIn(deps, circle, circle.owner, 'invitation.cancel')
  const confirmed = await confirmElsewhere(token, () =>
    cancelInvitation(deps, scope, { circleId: circle.id, invitationId: invitation.id }),
  )
  expect(confirmed.invitationToken).toBeUndefined()
  expect((await confirmElsewhere(deps.random.token())).invitationToken).toBeUndefined()
})

test('of two accounts that become one, the kept one joined; what both used stays counted', async () => {
  const circle = await newCircle(deps)
  const { token, invitation } = await makeLink(circle)
  const [kept, merged, both] = [await newUser(deps), await newUser(deps), await newUser(deps)]
  for (const user of [merged, both]) await acceptInvitation(deps, user.scope, { token })
  await deps.transaction(async (tx) => {
    await moveBelongings(tx, { from: merged.id, to: kept.id })
    await moveBelongings(tx, { from: both.id, to: kept.id })
  })
  const uses = await deps.db
    .selectFrom('invitationUses')
    .select('userId')
    .where('invitationId', '=', invitation.id)
    .execute()
  expect(uses.map(({ userId }) => userId).toSorted()).toEqual([kept.id, both.id].toSorted())
  await deps.transaction(async (tx) => {
    await deleteMembership(tx, circle.id, both.id)
    await tx.deleteFrom('users').where('id', '=', both.id).execute()
  })
  const left = await deps.db
    .selectFrom('invitationUses')
    .select('userId')
    .where('invitationId', '=', invitation.id)
    .execute()
  expect(left.filter(({ userId }) => userId === null)).toHaveLength(1)
  // As the merge does: the kept one is in now, and the other is not.
  await newMember(deps, circle, 'member', kept)
  expect(await acceptInvitation(deps, kept.scope, { token })).toMatchObject({ id: circle.id })
})

function filledIn(email: string) {
  return { email, password, name: 'Vera', language: 'en', timeZone: 'Europe/Berlin' } as const
}

async function makeLink(circle: TestCircle) {
  const scope = await scopeIn(deps, circle, circle.owner, 'invitation.send')
  const input = { circleId: circle.id, role: 'member', maxUses: 5, days: 7 } as const
  return createInvitationLink(deps, scope, input)
}

/** Signs up by a link, and confirms by the mail's in a browser that knows nothing of it. */
async function confirmElsewhere(invitationToken: string, meanwhile?: () => Promise<void>) {
  const email = newEmail()
  await signUp(deps, newCaller(), { ...filledIn(email), invitationToken })
  const { id: signUpId } = await deps.db
    .selectFrom('signUps')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  const outbox = createOutbox()
  await handleSendSignUpMail({ ...deps, mailer: outbox }, { signUpId }, { jobId: 'one' })
  const token = outbox.mails[0]?.text.match(/token=(\S+)/)?.[1] ?? ''
  await meanwhile?.()
  return confirmEmail(deps, newCaller(), { token, password })
}

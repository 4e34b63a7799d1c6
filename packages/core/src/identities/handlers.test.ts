import { newEmail, newUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { handleSendIdentityMail, handleSweepIdentities } from './handlers.ts'

const deps = await createTestDeps()

test.each([
  ['en', 'linked', 'Google was linked to your Kinkeep account'],
  ['ru', 'unlinked', 'От вашего аккаунта Kinkeep отвязан Google'],
] as const)('tells the owner, in their language (%s)', async (language, happened, subject) => {
  const user = await newUser(deps, { language })
  const outbox = createOutbox()
  const job = { userId: user.id, provider: 'google', happened } as const
  await handleSendIdentityMail({ ...deps, mailer: outbox }, job, { jobId: 'a' })
  expect(outbox.mails).toMatchObject([{ to: user.email, subject }])
})

test('forgets what a provider said within the hour, unless a sign-up waits with it', async () => {
  const now = deps.clock.now()
  const newFlow = async () => {
    const id = deps.random.id()
    await deps.db
      .insertInto('providerFlows')
      .values({
        id,
        stateHash: Buffer.from(id),
        browserHash: Buffer.from('a browser'),
        provider: 'vk',
        purpose: 'sign_in',
        remembered: true,
        createdAt: now,
        expiresAt: new Date(now.getTime() + 600_000),
      })
      .execute()
    return id
  }
  const [, waiting] = [await newFlow(), await newFlow()]
  await deps.db
    .insertInto('signUps')
    .values({
      email: newEmail(),
      name: 'Vera',
      language: 'en',
      timeZone: 'UTC',
      flowId: waiting,
      browserHash: Buffer.from('a browser'),
      createdAt: now,
      expiresAt: new Date(now.getTime() + 86_400_000),
    })
    .execute()
  const left = deps.db.selectFrom('providerFlows').select('id')
  await handleSweepIdentities(deps)
  expect(await left.execute()).toHaveLength(2)
  deps.clock.advance(2 * 60 * 60)
  await handleSweepIdentities(deps)
  expect(await left.execute()).toEqual([{ id: waiting }])
})

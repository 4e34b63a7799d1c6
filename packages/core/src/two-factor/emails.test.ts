import { newTotp } from '@kinkeep/testing/new-second-factor'
import { newUser } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { handleSendSecondFactorMail } from './handlers.ts'
import { factorNews } from './jobs.ts'

const deps = await createTestDeps()
const jobId = deps.random.id()

test.each(factorNews.flatMap((news) => (['en', 'ru'] as const).map((language) => [news, language] as const)))(
  '%s is told in %s, with the way to the settings and what to do if it was not oneself',
  async (news, language) => {
    const user = await newUser(deps, { language })
    await newTotp(deps, user)
    const mailer = createOutbox()
    const payload = { userId: user.id, news, factor: 'totp' as const }
    await handleSendSecondFactorMail({ ...deps, mailer }, payload, { jobId })
    const [mail] = mailer.mails
    expect(mail).toMatchObject({ to: user.email, messageKey: jobId })
    expect(mail?.text).toContain('https://kinkeep.test/settings/security')
    expect(mail?.text).toContain(language === 'en' ? 'Was it not you?' : 'Это были не вы?')
    expect(mail?.text).not.toMatch(/undefined|null/)
  },
)

test('when few recovery codes are left, the mail says so', async () => {
  const user = await newUser(deps)
  await newTotp(deps, user)
  const subjects: (string | undefined)[] = []
  for (const left of [4, 3]) {
    await deps.db
      .updateTable('recoveryCodes')
      .set({ usedAt: deps.clock.now() })
      .where('userId', '=', user.id)
      .where('codeHash', 'not in', (query) =>
        query
          .selectFrom('recoveryCodes')
          .select('codeHash')
          .where('userId', '=', user.id)
          .orderBy('codeHash')
          .limit(left),
      )
      .execute()
    const mailer = createOutbox()
    await handleSendSecondFactorMail(
      { ...deps, mailer },
      { userId: user.id, news: 'recoveryCodeUsed' },
      { jobId },
    )
    expect(mailer.mails[0]?.text).toContain(`${left} codes left`)
    subjects.push(mailer.mails[0]?.subject)
  }
  expect(subjects).toEqual(['A recovery code was used', 'Few recovery codes are left'])
})

test('an account that is gone is told nothing', async () => {
  const mailer = createOutbox()
  await handleSendSecondFactorMail(
    { ...deps, mailer },
    { userId: deps.random.id(), news: 'locked' },
    { jobId },
  )
  expect(mailer.mails).toEqual([])
})

import { newEmail, newUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { startJobRunner } from './job-runner.ts'
import { defineJob, enqueue } from './jobs.ts'
import { createLog } from './log.ts'
import { redactError } from './redact-error.ts'

const deps = await createTestDeps()

test('the log hears of Postgres’s refusal, and nothing of the row that was refused', async () => {
  const lines: string[] = []
  const log = createLog('test', 'info', { write: (line) => void lines.push(line) })
  const user = await newUser(deps)
  await newUser(deps, { email: user.email }).catch((err: unknown) => log.error({ err }, 'failed'))
  // A broken check quotes the whole row.
  await sql`update users set language = 'xx' where id = ${user.id}`
    .execute(deps.db)
    .catch((err: unknown) => log.child({}).error({ err: new Error('outer', { cause: err }) }, 'failed'))

  expect(lines).toHaveLength(2)
  expect(lines[0]).toContain('users_email_key')
  expect(lines[0]).toContain('new-user.ts')
  expect(lines[1]).toContain('users_language_check')
  expect(lines.join('')).not.toContain(user.email)
  expect(lines.join('')).not.toContain(user.name)
})

test('a message as long as a book is cut, at once', () => {
  const { message } = redactError(new Error('a'.repeat(1_000_000)))
  expect(message).toHaveLength(2000)
})

test('what the queue keeps of a failed job names no address', async () => {
  const email = newEmail()
  const job = defineJob({
    name: 'accounts.send-sign-up-mail',
    payload: z.object({ signUpId: z.uuid() }),
    retryLimit: 0,
    retryDelay: 1,
    expireInSeconds: 60,
    concurrency: 1,
  })
  const failed = Promise.withResolvers<void>()
  const runner = await startJobRunner({
    connectionString: deps.databaseUrl,
    jobs: { job },
    handlers: {
      async job() {
        failed.resolve()
        const refusal = new Error(`550 5.1.1 <${email}>: Recipient address rejected`)
        throw Object.assign(refusal, { rejected: [email], response: `550 <${email}>` })
      },
    },
    log: createLog('test', 'silent'),
  })
  onTestFinished(() => runner.stop())
  await deps.transaction((tx) => enqueue(tx, job, { signUpId: deps.random.id() }))
  await failed.promise

  const outputs = () =>
    sql<{ output: string }>`
    select output::text as output from pgboss.job where output is not null
  `.execute(deps.db)
  await expect.poll(async () => (await outputs()).rows.length).toBeGreaterThan(0)
  const [kept] = (await outputs()).rows
  expect(kept?.output).toContain('Recipient address rejected')
  expect(kept?.output).not.toContain(email)
})

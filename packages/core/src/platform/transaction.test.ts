import { newCircle } from '@kinkeep/testing/new-circle'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, publishedEvents, queuedJobs } from '@kinkeep/testing/traces'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { jobs } from '../jobs.ts'
import { audit } from './audit.ts'
import type { Tx } from './db.ts'
import { publish } from './events.ts'
import { installJobs, type JobRun, startJobRunner } from './job-runner.ts'
import { deadLetterOf, defineJob, enqueue } from './jobs.ts'

const deps = await createTestDeps()

test('job, event and audit come with the commit, and not before', async () => {
  const circle = await newCircle(deps)
  const before = await traces(circle.id)
  await deps.transaction(async (tx) => {
    await leaveTraces(tx, circle.id)
    expect(await traces(circle.id)).toEqual(before)
  })
  expect(await traces(circle.id)).toEqual({ jobs: 1, events: 1, audited: ['circle.created', 'user.updated'] })
})

test('without a commit there is no job, no event and no audit', async () => {
  const circle = await newCircle(deps)
  const undone = deps.transaction(async (tx) => {
    await leaveTraces(tx, circle.id)
    throw new Error('changed my mind')
  })
  await expect(undone).rejects.toThrow('changed my mind')
  expect(await traces(circle.id)).toEqual({ jobs: 0, events: 0, audited: ['circle.created'] })
})

test('of two transactions that wait for each other, one begins again, and both are done once', async () => {
  const [first, second] = [await newCircle(deps), await newCircle(deps)]
  const locked = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let runs = 0
  const grow = (tx: Tx, { id }: { id: string }) =>
    tx
      .updateTable('circles')
      .set({ quotaBytes: sql`coalesce(quota_bytes, 0) + 1` })
      .where('id', '=', id)
      .execute()
  const both = [first, second].map((circle, i) =>
    deps.transaction(async (tx) => {
      runs += 1
      await leaveTraces(tx, circle.id)
      await grow(tx, circle)
      locked[i]?.resolve()
      await Promise.all(locked.map(({ promise }) => promise))
      await grow(tx, circle === first ? second : first)
    }),
  )
  await Promise.all(both)

  // The second try may overtake the one it lost to, and lose again.
  expect(runs).toBeGreaterThan(2)
  for (const { id } of [first, second]) {
    const row = await deps.db
      .selectFrom('circles')
      .select('quotaBytes')
      .where('id', '=', id)
      .executeTakeFirst()
    expect(row).toEqual({ quotaBytes: 2 })
    expect(await traces(id)).toMatchObject({ jobs: 1, events: 1 })
  }
})

test('what a transaction throws itself is thrown once', async () => {
  let runs = 0
  const broken = deps.transaction(async (tx) => {
    runs += 1
    await sql`select 1 / 0`.execute(tx)
  })
  await expect(broken).rejects.toThrow('division by zero')
  expect(runs).toBe(1)
})

test('a committed job is run by a worker at once, tried again after a failure, and kept when it never works', async () => {
  const deps = await createTestDeps()
  const probe = defineJob({
    name: 'test.probe',
    payload: z.object({ outcome: z.enum(['works', 'worksLater', 'neverWorks']) }),
    retryLimit: 1,
    retryDelay: 0,
    expireInSeconds: 30,
    concurrency: 2,
  })
  await installJobs(deps.ownerUrl, { probe })
  await installJobs(deps.ownerUrl, { probe })
  const runs: (Pick<JobRun, 'isLastTry' | 'jobId'> & { outcome: string })[] = []
  const runner = await startJobRunner({
    connectionString: deps.databaseUrl,
    jobs: { probe },
    handlers: {
      async probe({ outcome }, { isLastTry, jobId }) {
        runs.push({ outcome, isLastTry, jobId })
        if (outcome === 'neverWorks' || (outcome === 'worksLater' && !isLastTry)) throw new Error(outcome)
      },
    },
    log: deps.log,
  })
  try {
    for (const outcome of ['works', 'worksLater', 'neverWorks'] as const) {
      await deps.transaction((tx) => enqueue(tx, probe, { outcome }))
    }
    const tries = (outcome: string) => runs.filter((run) => run.outcome === outcome)
    await expect.poll(() => tries('works').length).toBe(1)
    await expect.poll(() => tries('worksLater').map((run) => run.isLastTry)).toEqual([false, true])
    expect(new Set(tries('worksLater').map((run) => run.jobId)).size).toBe(1)
    await expect.poll(() => jobsIn(deadLetterOf(probe))).toEqual([{ outcome: 'neverWorks' }])
  } finally {
    await runner.stop()
  }

  async function jobsIn(queue: string): Promise<unknown[]> {
    const { rows } = await sql<{ data: unknown }>`select data from pgboss.job where name = ${queue}`.execute(
      deps.db,
    )
    return rows.map((row) => row.data)
  }
})

test('an exclusive job waits or runs once for its key', async () => {
  const key = { circleId: deps.random.id(), mediaId: deps.random.id() }
  for (let i = 0; i < 3; i += 1) {
    await deps.transaction((tx) => enqueue(tx, jobs.processMedia, key, { singletonKey: key.mediaId }))
  }
  expect(await queuedJobs(deps, jobs.processMedia)).toContainEqual(key)
  expect(
    (await queuedJobs(deps, jobs.processMedia)).filter((job) => job.mediaId === key.mediaId),
  ).toHaveLength(1)
})

test('every job has a queue, a dead letter queue and a payload of ids, counts and closed words alone', async () => {
  const { rows } = await sql<{ name: string }>`select name from pgboss.queue`.execute(deps.db)
  const queues = rows.map((row) => row.name)
  for (const job of Object.values(jobs)) {
    expect(queues).toContain(job.name)
    expect(queues).toContain(deadLetterOf(job))
    for (const [name, field] of Object.entries(job.payload.shape)) {
      // A word of a closed list, or which one of several, says nothing about anybody.
      const inner = field instanceof z.ZodOptional || field instanceof z.ZodNullable ? field.unwrap() : field
      if (inner instanceof z.ZodEnum || inner instanceof z.ZodNumberFormat) continue
      expect(name).toMatch(/Id$/)
      expect(field).toBeInstanceOf(z.ZodUUID)
    }
  }
})

async function leaveTraces(tx: Tx, circleId: string): Promise<void> {
  await enqueue(tx, jobs.sendInvitationMail, { invitationId: circleId })
  await audit(tx, { userId: null }, { action: 'user.updated', circleId })
  await publish(tx, circleId, { type: 'circle.changed' })
}

async function traces(circleId: string) {
  const queued = await queuedJobs(deps, jobs.sendInvitationMail)
  return {
    jobs: queued.filter((job) => job.invitationId === circleId).length,
    events: (await publishedEvents(deps, { id: circleId })).length,
    audited: await auditedActions(deps, { circleId }),
  }
}

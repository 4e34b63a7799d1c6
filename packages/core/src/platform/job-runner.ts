import { type Job, PgBoss } from 'pg-boss'
import type { z } from 'zod'
import { deadLetterOf, type JobDefinition, jobSchema } from './jobs.ts'
import type { Log } from './log.ts'
import { redactError } from './redact-error.ts'

export type JobTable = Record<string, JobDefinition>

export interface JobRun {
  /** Aborted when the job took too long or the worker is stopping for good. */
  signal: AbortSignal
  /** The same for every try of one job. */
  jobId: string
  /** Nobody tries again after this. */
  isLastTry: boolean
}

/** One handler a job; a job without one does not compile. Handlers may run twice without harm. */
export type JobHandlers<Jobs extends JobTable> = {
  [Name in keyof Jobs]: (payload: z.infer<Jobs[Name]['payload']>, run: JobRun) => Promise<void>
}

const heartbeatSeconds = 10

/** Creates the queue's schema, a queue and a dead letter queue a job, and the schedules. Runs any number of times. */
export async function installJobs(connectionString: string, jobs: JobTable): Promise<void> {
  const boss = new PgBoss({ connectionString, schema: jobSchema, supervise: false, schedule: false, max: 2 })
  boss.on('error', () => undefined)
  await boss.start()
  try {
    for (const job of Object.values(jobs)) {
      const deadLetter = deadLetterOf(job)
      await boss.createQueue(deadLetter, { retentionSeconds: 90 * 24 * 3600 })
      const options = {
        retryLimit: job.retryLimit,
        retryDelay: job.retryDelay,
        retryBackoff: true,
        retryDelayMax: 15 * 60,
        expireInSeconds: job.expireInSeconds,
        heartbeatSeconds,
        notify: true,
      }
      await boss.createQueue(job.name, {
        ...options,
        deadLetter,
        ...(job.exclusive ? { policy: 'exclusive' } : {}),
      })
      const { retryDelayMax: _, heartbeatSeconds: __, ...changeable } = options
      await boss.updateQueue(job.name, changeable)
      if (job.schedule) await boss.schedule(job.name, job.schedule, {}, { tz: 'UTC' })
    }
  } finally {
    await boss.stop({ graceful: false })
  }
}

/**
 * Runs jobs until stopped. Orphans of a killed worker are looked for at the start, and every few seconds:
 * on a timer alone, a worker that is killed often enough would never get to it.
 */
export async function startJobRunner<Jobs extends JobTable>(options: {
  connectionString: string
  jobs: Jobs
  handlers: JobHandlers<Jobs>
  log: Log
}): Promise<{ stop(): Promise<void> }> {
  const { jobs, handlers, log } = options
  const boss = new PgBoss({
    connectionString: options.connectionString,
    schema: jobSchema,
    migrate: false,
    supervise: true,
    superviseIntervalSeconds: 5,
    // A look at the heartbeats of each queue, by whichever process is first; the default of a minute is long
    // for a family that waits for its photo.
    monitorIntervalSeconds: 4,
    maintenanceIntervalSeconds: 60 * 60,
    schedule: true,
    useListenNotify: true,
    max: 6,
  })
  boss.on('error', (error) => log.error({ err: error }, 'job queue'))
  await boss.start()
  await boss.supervise()

  for (const [name, job] of Object.entries(jobs)) {
    const handle = handlers[name as keyof Jobs]
    for (let place = 0; place < job.concurrency; place += 1) await startPlace(boss, job, handle, log)
  }
  return { stop: () => boss.stop({ graceful: true, timeout: 20_000 }) }
}

/** One place in a queue: a job at a time, and after each one another look, until the queue is empty. */
async function startPlace<Payload>(
  boss: PgBoss,
  job: JobDefinition,
  handle: (payload: Payload, run: JobRun) => Promise<void>,
  log: Log,
): Promise<void> {
  const options = {
    includeMetadata: true,
    pollingIntervalSeconds: 1,
    notifyPollingIntervalSeconds: 5,
  } as const
  const place: string = await boss.work(job.name, options, async ([found]) => {
    // Without this, a worker waits for its next poll although more jobs are ready.
    boss.notifyWorker(place)
    if (found) await runJob(job, handle, found, log)
  })
}

async function runJob<Payload>(
  job: JobDefinition,
  handle: (payload: Payload, run: JobRun) => Promise<void>,
  found: Job<unknown> & { retryCount: number; retryLimit: number },
  log: Log,
): Promise<void> {
  try {
    const payload = job.payload.parse(found.data) as Payload
    const isLastTry = found.retryCount >= found.retryLimit
    await handle(payload, { signal: found.signal, jobId: found.id, isLastTry })
  } catch (error) {
    log.warn({ err: error, job: job.name, jobId: found.id, try: found.retryCount + 1 }, 'job failed')
    // pg-boss stores what is thrown with the job, and with its dead letter for months.
    const { message, stack, type } = redactError(error)
    throw Object.assign(new Error(message), { name: type, stack })
  }
}

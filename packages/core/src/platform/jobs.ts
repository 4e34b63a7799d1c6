import { fromKysely, PgBoss } from 'pg-boss'
import type { z } from 'zod'
import type { Database, Tx } from './db.ts'

export const jobSchema = 'pgboss'

/** One declaration a job: what it carries, how it is retried, when it runs by itself. Payloads are ids only. */
export interface JobDefinition<Payload extends z.ZodType = z.ZodType> {
  name: string
  payload: Payload
  /** Tries after the first one; what still fails goes to `<name>.dead`. */
  retryLimit: number
  /** Seconds before the first repeat; doubled each time, with jitter. */
  retryDelay: number
  /** Seconds a run may take before another worker may have it. */
  expireInSeconds: number
  /** How many run at once in one worker. */
  concurrency: number
  /** At most one waits or runs for a `singletonKey`; a second one is not added. */
  exclusive?: true
  /** Cron expression in UTC: the job also starts by itself, with an empty payload. */
  schedule?: string
}

export function defineJob<Payload extends z.ZodType>(definition: JobDefinition<Payload>) {
  return definition
}

/** What a process needs to put jobs into the queue. */
export interface JobSender {
  boss: PgBoss
  stop(): Promise<void>
}

/** A pg-boss that only sends: it runs none, and owns no connection. The schema must exist. */
export async function createJobSender(db: Database, onError: (error: Error) => void): Promise<JobSender> {
  const boss = new PgBoss({
    schema: jobSchema,
    db: fromKysely(db.withoutPlugins()),
    migrate: false,
    // Also outside the worker, so that a worker which keeps dying still gets its orphans back.
    supervise: true,
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 10,
    schedule: false,
  })
  boss.on('error', onError)
  await boss.start()
  return { boss, stop: () => boss.stop({ graceful: false, close: false }) }
}

export interface EnqueueOptions {
  /** For jobs declared `exclusive`. */
  singletonKey?: string
  /** Higher runs first; 0 is ordinary. */
  priority?: number
  startAfter?: Date
}

/** Adds a job when the transaction commits. */
export async function enqueue<Payload extends z.ZodType>(
  tx: Tx,
  job: JobDefinition<Payload>,
  payload: z.infer<Payload>,
  options: EnqueueOptions = {},
): Promise<void> {
  await tx.effects.jobs.boss.send(job.name, payload as object, {
    ...options,
    db: fromKysely(tx.withoutPlugins()),
  })
}

/** The name of the queue where jobs end that failed every time. */
export function deadLetterOf(job: JobDefinition): string {
  return `${job.name}.dead`
}

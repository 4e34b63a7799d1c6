import { migrateToLatest } from '@kinkeep/db/migrate'
import { jobs } from './jobs.ts'
import { installJobs } from './platform/job-runner.ts'

/** Brings a database to this release: its schema, then the queue's schema, queues and schedules. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const applied = await migrateToLatest(databaseUrl)
  await installJobs(databaseUrl, jobs)
  return applied
}

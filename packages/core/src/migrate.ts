import { isSameRole, prepareAppRole } from '@kinkeep/db/app-role'
import { migrateToLatest } from '@kinkeep/db/migrate'
import { jobs } from './jobs.ts'
import { installJobs } from './platform/job-runner.ts'

/**
 * Brings a database to this release: its schema, then the queue's schema, queues and schedules, then what the
 * application's own role may do there. `appUrl` is how the application connects; with the owner's role, or
 * without one, it may do everything.
 */
export async function migrate(ownerUrl: string, appUrl: string = ownerUrl): Promise<string[]> {
  const applied = await migrateToLatest(ownerUrl)
  await installJobs(ownerUrl, jobs)
  if (!isSameRole(ownerUrl, appUrl)) await prepareAppRole(ownerUrl, appUrl)
  return applied
}

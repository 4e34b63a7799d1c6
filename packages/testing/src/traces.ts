import type { CircleEvent } from '@kinkeep/contracts/events'
import type { Deps } from '@kinkeep/core/platform/deps'
import type { JobDefinition } from '@kinkeep/core/platform/jobs'
import { sql } from 'kysely'
import type { z } from 'zod'

/** Payloads of a job that wait in the queue, oldest first. */
export async function queuedJobs<Payload extends z.ZodType>(
  deps: Pick<Deps, 'db'>,
  job: JobDefinition<Payload>,
): Promise<z.infer<Payload>[]> {
  const { rows } = await sql<{ data: unknown }>`
    select data from pgboss.job where name = ${job.name} and state = 'created' order by created_on, id
  `.execute(deps.db)
  return rows.map((row) => job.payload.parse(row.data))
}

/** What was published in a circle, in order. */
export async function publishedEvents(
  deps: Pick<Deps, 'hub'>,
  circle: { id: string },
): Promise<CircleEvent[]> {
  const events = await deps.hub.replay(circle.id, 0, 10_000)
  return events.map(({ event }) => event)
}

/** Actions in the audit about a circle or by an actor, in order. */
export async function auditedActions(
  deps: Pick<Deps, 'db'>,
  about: { circleId: string } | { actorId: string },
): Promise<string[]> {
  const entries = deps.db.selectFrom('auditEntries').select('action').orderBy('id')
  const rows =
    'circleId' in about
      ? await entries.where('circleId', '=', about.circleId).execute()
      : await entries.where('actorId', '=', about.actorId).execute()
  return rows.map((row) => row.action)
}

import type { WorkerDeps } from '../platform/deps.ts'

export async function handleSweepGuestSessions(deps: Pick<WorkerDeps, 'db' | 'clock'>): Promise<void> {
  const now = deps.clock.now()
  await deps.db
    .deleteFrom('guestSessions')
    .where(({ eb, exists, or, selectFrom }) =>
      or([
        eb('expiresAt', '<=', now),
        exists(
          selectFrom('guestLinks')
            .select('guestLinks.id')
            .whereRef('guestLinks.circleId', '=', 'guestSessions.circleId')
            .whereRef('guestLinks.id', '=', 'guestSessions.guestLinkId')
            .where('guestLinks.expiresAt', '<=', now),
        ),
      ]),
    )
    .execute()
}

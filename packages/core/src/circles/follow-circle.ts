import type { CircleEvent } from '@kinkeep/contracts/events'
import type { Deps } from '../platform/deps.ts'
import type { SequencedEvent } from '../platform/event-hub.ts'
import type { CircleScope } from './access.ts'

/** More missed events than this are not replayed: the reader is told to fetch everything again. */
const replayMax = 200
/** What was published so shortly before a page was read may have come after it: transactions take their time, clocks differ. */
const leewayMs = 60_000
/** More undelivered events than this, and a slow reader is told the same. */
const queueMax = 200

export interface CircleStreamItem {
  /** Comes back as `lastEventId` when the browser reconnects. */
  id: string
  data: CircleEvent
}

interface From {
  lastEventId?: string | null | undefined
  /** Milliseconds since what the reader knows was read. */
  readAgoMs?: number | undefined
}

/**
 * What happens in a circle from now on, from just after `lastEventId`, or since what is known was read: in order,
 * without gap or double; of the last some may be known already. Ends when the caller is removed from the circle, the circle is deleted, the session ends, or `signal` aborts.
 * Throws TOO_MANY_REQUESTS to somebody who has too many streams open.
 */
export async function* followCircle(
  deps: Pick<Deps, 'db' | 'hub' | 'clock'>,
  scope: CircleScope<'circle.read'>,
  from: From,
  signal: AbortSignal | undefined,
): AsyncGenerator<CircleStreamItem, void, unknown> {
  const leave = deps.hub.admit(scope.userId)
  try {
    yield* follow(deps, scope, from, signal)
  } finally {
    leave()
  }
}

async function* follow(
  deps: Pick<Deps, 'db' | 'hub' | 'clock'>,
  scope: CircleScope<'circle.read'>,
  { lastEventId, readAgoMs }: From,
  signal: AbortSignal | undefined,
): AsyncGenerator<CircleStreamItem, void, unknown> {
  const inbox = createInbox(signal)
  const stopWatching = deps.hub.watchSessions(scope.userId, inbox.doubt)
  // Listens before it reads, so that nothing falls between the two.
  const { after, stop } = await deps.hub.follow(scope.circleId, inbox.put).catch((error: unknown) => {
    stopWatching()
    throw error
  })
  try {
    // A removal between the proof and the listening would otherwise never be heard of.
    if (!(await mayStillRead(deps, scope))) return
    let last = after
    if (lastEventId) last = Number(lastEventId)
    else if (readAgoMs !== undefined) {
      const since = new Date(deps.clock.now().getTime() - readAgoMs - leewayMs)
      last = Math.min(after, (await deps.hub.seqBefore(scope.circleId, since, replayMax + 1)) ?? after)
    }
    for (const item of await catchUp(deps, scope.circleId, last, after)) yield item
    if (last > after && last > (await deps.hub.newestSeq(scope.circleId))) {
      // An id of a future that a restored backup has undone: waiting for it, the reader would hear nothing.
      yield { id: String(after), data: { type: 'refetch' } }
      last = after
    }
    last = Math.max(last, after)

    for (;;) {
      const events = await inbox.take()
      if (events === 'ended') return
      if (events === 'overflowed') {
        last = await deps.hub.newestSeq(scope.circleId)
        if (!(await mayStillRead(deps, scope))) return
        yield { id: String(last), data: { type: 'refetch' } }
        continue
      }
      if (inbox.takeDoubt() && !(await mayStillRead(deps, scope))) return
      for (const { seq, event } of events) {
        if (seq <= last) continue
        last = seq
        yield { id: String(seq), data: event }
        if (event.type === 'circle.deleted') return
        if (event.type === 'member.removed' && event.userId === scope.userId) return
        // Its reader was slow: whoever was signed out meanwhile is not told the rest.
        if (inbox.takeDoubt() && !(await mayStillRead(deps, scope))) return
      }
    }
  } finally {
    stop()
    stopWatching()
  }
}

/** Whether what the stream was opened with still holds: the membership, and the session. */
async function mayStillRead(deps: Pick<Deps, 'db'>, scope: CircleScope): Promise<boolean> {
  const membership = await deps.db
    .selectFrom('memberships')
    .innerJoin('circles', 'circles.id', 'memberships.circleId')
    .innerJoin('sessions', 'sessions.userId', 'memberships.userId')
    .innerJoin('users', 'users.id', 'memberships.userId')
    .select('memberships.role')
    .where('memberships.circleId', '=', scope.circleId)
    .where('memberships.userId', '=', scope.userId)
    .where('circles.deletionDueAt', 'is', null)
    .where('sessions.id', '=', scope.sessionId)
    .where('users.deactivatedAt', 'is', null)
    .executeTakeFirst()
  return membership !== undefined
}

/** What was missed up to `until`; one `refetch` when it is too much, or was forgotten meanwhile. */
async function catchUp(
  deps: Pick<Deps, 'hub'>,
  circleId: string,
  last: number,
  until: number,
): Promise<CircleStreamItem[]> {
  if (last >= until) return []
  const missed = (await deps.hub.replay(circleId, last, replayMax + 1)).filter(({ seq }) => seq <= until)
  const isWhole = missed.length <= replayMax && missed[0]?.seq === last + 1
  if (!isWhole) return [{ id: String(until), data: { type: 'refetch' } }]
  return missed.map(({ seq, event }) => ({ id: String(seq), data: event }))
}

/** A bounded queue between the hub, which never waits, and a reader, which may be slow. */
function createInbox(signal: AbortSignal | undefined) {
  let events: SequencedEvent[] = []
  let overflowed = false
  let doubted = false
  let wake: (() => void) | undefined
  signal?.addEventListener('abort', () => wake?.(), { once: true })

  return {
    put(more: SequencedEvent[]): void {
      if (events.length + more.length > queueMax) {
        overflowed = true
        events = []
      } else {
        events.push(...more)
      }
      wake?.()
    },
    /** The session may have ended. */
    doubt(): void {
      doubted = true
      wake?.()
    },
    /** Whether that was said since it was asked last. */
    takeDoubt(): boolean {
      const wasDoubted = doubted
      doubted = false
      return wasDoubted
    },
    /** What has come, in order; nothing when there is only a doubt. */
    async take(): Promise<SequencedEvent[] | 'overflowed' | 'ended'> {
      while (events.length === 0 && !overflowed && !doubted && !signal?.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (signal?.aborted) return 'ended'
      if (overflowed) {
        overflowed = false
        return 'overflowed'
      }
      const taken = events
      events = []
      return taken
    },
  }
}

import { type CircleEvent, storedCircleEvent } from '@kinkeep/contracts/events'
import pg from 'pg'
import type { Database } from './db.ts'
import { DomainError } from './errors.ts'
import { eventChannel } from './events.ts'
import type { Log } from './log.ts'
import { sessionChannel } from './sessions.ts'

/** An event and its place in its circle's stream. One that a newer release wrote, and we cannot read, is a `refetch`. */
export interface SequencedEvent {
  seq: number
  event: CircleEvent
}

export interface EventHub {
  /**
   * Takes one of the places that a person's streams have in this process, and answers how to leave it.
   * Throws TOO_MANY_REQUESTS when all are taken.
   */
  admit(userId: string): () => void
  /**
   * Calls `onEvents` with what is published in a circle from now on, in order. Answers the sequence number
   * that everything delivered comes after, and the way to stop.
   */
  follow(
    circleId: string,
    onEvents: (events: SequencedEvent[]) => void,
  ): Promise<{ after: number; stop(): void }>
  /**
   * Calls `onDoubt` whenever a session of this person may have ended, on any server, or may have while nobody
   * listened. Answers how to stop.
   */
  watchSessions(userId: string, onDoubt: () => void): () => void
  /** Events after `seq`, oldest first, at most `limit`. */
  replay(circleId: string, after: number, limit: number): Promise<SequencedEvent[]>
  /**
   * The sequence number that everything published since then comes after, looked for among the newest `limit` events;
   * null when nothing was.
   */
  seqBefore(circleId: string, since: Date, limit: number): Promise<number | null>
  /** The newest sequence number of a circle, 0 when nothing ever happened there. */
  newestSeq(circleId: string): Promise<number>
  /** Rejects when the listener cannot connect; afterwards it reconnects by itself. */
  start(): Promise<void>
  stop(): Promise<void>
}

interface Channel {
  lastSeq: number
  ready: Promise<void>
  followers: Set<(events: SequencedEvent[]) => void>
  reading: boolean
  stale: boolean
}

const batch = 500
const reconnectMs = 500
/** Each tab has a stream: more than this is no family, and each costs memory for as long as it is open. */
const streamsPerPerson = 30

/** One LISTEN connection for the process. A burst in a circle is read once, for all who follow it here. */
export function createEventHub(connectionString: string, db: Database, log: Log): EventHub {
  const channels = new Map<string, Channel>()
  const places = new Map<string, number>()
  const watchers = new Map<string, Set<() => void>>()
  let client: pg.Client | undefined
  let stopped = false
  let retry: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString,
      application_name: 'kinkeep-listen',
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    })
    next.on('error', (error) => log.warn({ err: error }, 'event listener lost its connection'))
    next.on('end', () => {
      if (stopped || client !== next) return
      client = undefined
      reconnectLater()
    })
    next.on('notification', ({ channel, payload }) => {
      if (!payload) return
      if (channel === sessionChannel) doubt(payload)
      else wake(payload)
    })
    try {
      await next.connect()
      await next.query(`listen ${eventChannel}; listen ${sessionChannel}`)
    } catch (error) {
      await next.end().catch(() => undefined)
      throw error
    }
    if (stopped) return void next.end().catch(() => undefined)
    client = next
    // Whatever was published while nobody listened, and whoever's session ended.
    for (const circleId of channels.keys()) wake(circleId)
    for (const userId of watchers.keys()) doubt(userId)
  }

  function doubt(userId: string): void {
    for (const onDoubt of watchers.get(userId) ?? []) onDoubt()
  }

  function reconnectLater(): void {
    if (stopped) return
    retry = setTimeout(() => void connect().catch(reconnectLater), reconnectMs)
  }

  async function replay(circleId: string, after: number, limit: number): Promise<SequencedEvent[]> {
    const rows = await db
      .selectFrom('events')
      .select(['seq', 'payload'])
      .where('circleId', '=', circleId)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(limit)
      .execute()
    return rows.map(({ seq, payload }) => ({
      seq,
      event: storedCircleEvent.safeParse(payload).data ?? { type: 'refetch' },
    }))
  }

  function wake(circleId: string): void {
    const channel = channels.get(circleId)
    if (!channel) return
    channel.stale = true
    if (!channel.reading) void read(circleId, channel)
  }

  async function read(circleId: string, channel: Channel): Promise<void> {
    channel.reading = true
    try {
      await channel.ready
      while (channel.stale && channel.followers.size > 0) {
        channel.stale = false
        const events = await replay(circleId, channel.lastSeq, batch)
        const last = events.at(-1)
        if (!last) continue
        channel.lastSeq = last.seq
        if (events.length === batch) channel.stale = true
        for (const onEvents of channel.followers) onEvents(events)
      }
    } catch (error) {
      log.warn({ err: error }, 'reading events failed; trying again')
      setTimeout(() => wake(circleId), reconnectMs).unref()
    } finally {
      channel.reading = false
    }
  }

  async function newestSeq(circleId: string): Promise<number> {
    const row = await db
      .selectFrom('circleStreams')
      .select('lastSeq')
      .where('circleId', '=', circleId)
      .executeTakeFirst()
    return row?.lastSeq ?? 0
  }

  async function seqBefore(circleId: string, since: Date, limit: number): Promise<number | null> {
    const { first } = await db
      .selectFrom(({ selectFrom }) =>
        selectFrom('events')
          .select(['seq', 'createdAt'])
          .where('circleId', '=', circleId)
          .orderBy('seq', 'desc')
          .limit(limit)
          .as('latest'),
      )
      .select(({ fn }) => fn.min('seq').as('first'))
      .where('createdAt', '>=', since)
      .executeTakeFirstOrThrow()
    return first === null ? null : Number(first) - 1
  }

  function open(circleId: string): Channel {
    const channel: Channel = {
      lastSeq: 0,
      ready: Promise.resolve(),
      followers: new Set(),
      reading: false,
      stale: false,
    }
    channel.ready = newestSeq(circleId).then((seq) => {
      channel.lastSeq = seq
    })
    channels.set(circleId, channel)
    return channel
  }

  function admit(userId: string): () => void {
    const taken = places.get(userId) ?? 0
    if (taken >= streamsPerPerson) throw new DomainError('TOO_MANY_REQUESTS', { retryAfter: 60 })
    places.set(userId, taken + 1)
    return () => {
      const left = (places.get(userId) ?? 1) - 1
      if (left > 0) places.set(userId, left)
      else places.delete(userId)
    }
  }

  function watchSessions(userId: string, onDoubt: () => void): () => void {
    const mine = watchers.get(userId) ?? new Set()
    watchers.set(userId, mine.add(onDoubt))
    return () => {
      mine.delete(onDoubt)
      if (mine.size === 0 && watchers.get(userId) === mine) watchers.delete(userId)
    }
  }

  return {
    admit,
    watchSessions,
    replay,
    seqBefore,
    newestSeq,
    async follow(circleId, onEvents) {
      const channel = channels.get(circleId) ?? open(circleId)
      channel.followers.add(onEvents)
      const stop = () => {
        channel.followers.delete(onEvents)
        if (channel.followers.size === 0 && channels.get(circleId) === channel) channels.delete(circleId)
      }
      try {
        await channel.ready
      } catch (error) {
        stop()
        throw error
      }
      return { after: channel.lastSeq, stop }
    },
    start: connect,
    async stop() {
      stopped = true
      clearTimeout(retry)
      await client?.end().catch(() => undefined)
    },
  }
}

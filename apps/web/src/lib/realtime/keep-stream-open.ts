import type { Timers } from './coalesce.ts'

export interface StreamHandlers<Event> {
  onStarted: () => void
  onData: (id: string, event: Event) => void
  /** The stream is over, by an error or by the other side's will; nothing more will come. */
  onStopped: () => void
}

/** Where a stream begins: after an event, at what was read so long ago, or now. */
export interface StreamStart {
  lastEventId?: string
  readAgoMs?: number
}

export interface KeepStreamOpenOptions<Event> {
  /** Opens one stream that first replays what came after its start; answers how to close it. */
  open: (start: StreamStart, handlers: StreamHandlers<Event>) => () => void
  /** Milliseconds since what is shown was read; undefined when a stream does not look back that far. */
  readAgo: () => number | undefined
  onEvent: (event: Event) => void
  /** Connected without a place to resume from: what was read before may have missed something. */
  onFresh: () => void
  /** The stream ended; perhaps the right to it did too. Asked once for each time in a row. */
  onTrouble: () => void
  timers: Timers
  /** 0 to 1: spreads the reconnecting of many browsers after a restart. */
  random: () => number
}

export interface OpenStream {
  /** Connects now instead of waiting: the network is back, or somebody looks again. */
  wake: () => void
  /** Lets go of a connection that cannot be alive, until `wake`. */
  sleep: () => void
  close: () => void
}

const firstDelay = 500
const longestDelay = 30_000

/** Keeps a stream open over drops, resuming after the last event seen, with growing pauses between tries. */
export function keepStreamOpen<Event>(options: KeepStreamOpenOptions<Event>): OpenStream {
  let lastEventId: string | undefined
  let failures = 0
  let closed = false
  let stop: (() => void) | undefined
  let callOff: (() => void) | undefined
  /** Which connection may speak: a late word from an earlier one is ignored. */
  let current = 0

  const disconnect = () => {
    current += 1
    callOff?.()
    callOff = undefined
    stop?.()
    stop = undefined
  }

  const connect = () => {
    disconnect()
    const mine = current
    const isMine = () => mine === current && !closed
    const start = startOf(lastEventId, options.readAgo)
    stop = options.open(start, {
      onStarted: () => {
        if (!isMine()) return
        failures = 0
        if (start === fromNow) options.onFresh()
      },
      onData: (id, event) => {
        if (!isMine()) return
        lastEventId = id
        options.onEvent(event)
      },
      onStopped: () => {
        if (!isMine()) return
        disconnect()
        const delay = Math.min(longestDelay, firstDelay * 2 ** failures) * (0.5 + options.random() / 2)
        failures += 1
        callOff = options.timers.after(delay, connect)
        options.onTrouble()
      },
    })
  }

  connect()
  return {
    wake: () => {
      if (!closed && stop === undefined) connect()
    },
    sleep: disconnect,
    close: () => {
      closed = true
      disconnect()
    },
  }
}

const fromNow: StreamStart = {}

function startOf(lastEventId: string | undefined, readAgo: () => number | undefined): StreamStart {
  if (lastEventId !== undefined) return { lastEventId }
  const readAgoMs = readAgo()
  return readAgoMs === undefined ? fromNow : { readAgoMs }
}

/** Something that runs until it is stopped. Stopping twice is the same as once. */
export interface Part {
  stop(): Promise<void>
}

export interface Lifetime {
  /** Aborted when the end has begun. */
  readonly signal: AbortSignal
  /** Takes a part that is being started; at the end parts stop in reverse order of being taken. */
  own<T extends Part>(starting: Promise<T>): Promise<T>
  /** Begins the end, once; resolves when every part has stopped. `why` is thrown out of pending `own` calls. */
  end(why: unknown): Promise<void>
  /** Resolves when the end is complete. */
  readonly ended: Promise<void>
}

/** Ties parts together: what was started first is stopped last, also when the end comes in the middle of a start. */
export function createLifetime(onStopError: (error: unknown) => void): Lifetime {
  const abort = new AbortController()
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  const parts: Promise<Part | undefined>[] = []

  async function stopAll(): Promise<void> {
    for (let part = parts.pop(); part; part = parts.pop()) {
      try {
        await (await part)?.stop()
      } catch (error) {
        onStopError(error)
      }
    }
    resolve()
  }

  return {
    signal: abort.signal,
    ended,
    async own(starting) {
      parts.push(starting.catch(() => undefined))
      const part = await starting
      abort.signal.throwIfAborted()
      return part
    },
    end(why) {
      if (!abort.signal.aborted) {
        abort.abort(why)
        void stopAll()
      }
      return ended
    },
  }
}

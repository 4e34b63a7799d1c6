/** Typed as always there, but plain HTTP has none: then every tab takes care of all. */
const locks = (): LockManager | undefined => navigator.locks

const leadOf = (userId: string) => `kinkeep-uploads-lead:${userId}`
const lifeOf = (tab: string) => `kinkeep-uploads:${tab}`

/** Holds a lock until the signal aborts; `onHeld` is called when it is got. */
function hold(name: string, signal: AbortSignal, onHeld: () => void): void {
  const manager = locks()
  if (!manager) {
    onHeld()
    return
  }
  manager
    .request(name, { signal }, () => {
      onHeld()
      return new Promise<void>((release) => {
        signal.addEventListener('abort', () => release(), { once: true })
      })
    })
    .catch(ignoreAbort)
}

/** Of all tabs of a person one sends; the next one takes over when it goes. */
export function waitForLead(userId: string, signal: AbortSignal, onLead: () => void): void {
  hold(leadOf(userId), signal, onLead)
}

/** Shows the other tabs that this one is alive. Resolves when they can see it. */
export function showLife(tab: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => hold(lifeOf(tab), signal, resolve))
}

/** Of some tabs, those that are alive. */
export async function aliveOf(tabs: readonly string[]): Promise<string[]> {
  const { held = [] } = (await locks()?.query()) ?? {}
  const names = new Set(held.map(({ name }) => name))
  return tabs.filter((tab) => names.has(lifeOf(tab)))
}

/** Calls when a tab has died; at once when it has. */
export function onDeath(tab: string, signal: AbortSignal, then: () => Promise<void>): void {
  locks()?.request(lifeOf(tab), { signal }, then).catch(ignoreAbort)
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
}

import type { UploadItem } from './upload-item.ts'

/** What the interface shows; the same object until something changes. */
export interface UploadsView {
  items: readonly UploadItem[]
  /** Some files could not be kept in this browser: closing the tab would lose them. */
  needsTab: boolean
  /** The person wants nothing to be sent now. */
  isPaused: boolean
}

export interface UploadList {
  get: (uploadKey: string) => UploadItem | undefined
  all: () => UploadItem[]
  /** Files that only a tab's memory has. */
  volatile: Set<string>
  setPaused: (isPaused: boolean) => void
  put: (...items: UploadItem[]) => void
  /** Changes an item if it is still there, and answers what it is now. */
  change: (uploadKey: string, to: (item: UploadItem) => UploadItem) => UploadItem | undefined
  drop: (uploadKeys: readonly string[]) => void
  subscribe: (listener: () => void) => () => void
  view: () => UploadsView
}

export const emptyView: UploadsView = { items: [], needsTab: false, isPaused: false }

/** The items in order, with a view that is built anew at most every `quiet` ms: progress comes in hundreds a second. */
export function createUploadList(after: (ms: number, task: () => void) => void, quiet = 80): UploadList {
  const items = new Map<string, UploadItem>()
  const volatile = new Set<string>()
  const listeners = new Set<() => void>()
  let view = emptyView
  let isPaused = false
  let isDue = false

  const publish = () => {
    isDue = false
    const all = [...items.values()]
    const needsTab = all.some(
      ({ uploadKey, state }) =>
        state === 'saving' ||
        (volatile.has(uploadKey) && ['waiting', 'reading', 'sending', 'completing'].includes(state)),
    )
    view = { items: all, needsTab, isPaused }
    for (const listener of listeners) listener()
  }
  const changed = () => {
    if (isDue) return
    isDue = true
    after(quiet, publish)
  }

  return {
    volatile,
    get: (uploadKey) => items.get(uploadKey),
    all: () => [...items.values()],
    setPaused: (wanted) => {
      isPaused = wanted
      changed()
    },
    put: (...added) => {
      for (const item of added) items.set(item.uploadKey, item)
      changed()
    },
    change: (uploadKey, to) => {
      const item = items.get(uploadKey)
      if (!item) return undefined
      const changedItem = to(item)
      items.set(uploadKey, changedItem)
      changed()
      return changedItem
    },
    drop: (uploadKeys) => {
      for (const key of uploadKeys) {
        items.delete(key)
        volatile.delete(key)
      }
      changed()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    view: () => view,
  }
}

import { type DBSchema, openDB } from 'idb'

/** What another app gave to Kinkeep, as the service worker wrote it down. */
export interface Share {
  id: string
  /** ms. */
  at: number
  files: File[]
  text: string
  /** Files that this browser had no room for. */
  lost: number
}

interface Schema extends DBSchema {
  inbox: { key: string; value: Share }
}

const open = () =>
  openDB<Schema>('kinkeep-shared', 1, {
    upgrade(db) {
      db.createObjectStore('inbox', { keyPath: 'id' })
    },
  })

/** All that waits, oldest first; nothing where the browser has no database. */
export async function readShares(): Promise<Share[]> {
  try {
    const db = await open()
    const shares = await db.getAll('inbox')
    db.close()
    return shares.toSorted((a, b) => a.at - b.at)
  } catch {
    return []
  }
}

export async function forgetShares(ids: readonly string[]): Promise<void> {
  const db = await open()
  const tx = db.transaction('inbox', 'readwrite')
  await Promise.all([...ids.map((id) => tx.store.delete(id)), tx.done])
  db.close()
}

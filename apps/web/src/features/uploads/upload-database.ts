import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { UploadFacts } from './upload-item.ts'

export interface SavedFile {
  facts: UploadFacts
  file: Blob
}

interface StoredUpload extends UploadFacts {
  /** The tab that takes care of it. */
  owner: string
}

interface Schema extends DBSchema {
  items: { key: string; value: StoredUpload }
  /** Handles to the bytes, which stay on the disk. */
  blobs: { key: string; value: Blob }
}

/** Files that have not arrived yet, kept over reloads and crashes of the tab. */
export interface UploadDatabase {
  /** All of them or none. Rejects when the disk or the browser's quota is full. */
  save(owner: string, files: readonly SavedFile[]): Promise<void>
  read(uploadKey: string): Promise<Blob | undefined>
  remove(uploadKeys: readonly string[]): Promise<void>
  /** Removes all that this person has here, whichever tab it belongs to. */
  clear(userId: string): Promise<void>
  /** Tabs that have files of this person here. */
  owners(userId: string): Promise<string[]>
  /** Gives a tab's files to another, and answers them. */
  adopt(userId: string, from: string, to: string): Promise<UploadFacts[]>
}

/** Opens the database on first use; where the browser has none, every call rejects. */
export function createUploadDatabase(): UploadDatabase {
  let opened: Promise<IDBPDatabase<Schema>> | undefined
  const open = () => {
    opened ??= openDB<Schema>('kinkeep-uploads', 1, {
      upgrade(db) {
        db.createObjectStore('items', { keyPath: 'uploadKey' })
        db.createObjectStore('blobs')
      },
    })
    return opened
  }

  return {
    async save(owner, files) {
      // A crash of the system may cost the last moments, one of the tab does not; and it is ten times as fast.
      const tx = (await open()).transaction(['items', 'blobs'], 'readwrite', { durability: 'relaxed' })
      await Promise.all([
        ...files.flatMap(({ facts, file }) => [
          tx.objectStore('items').put({ ...facts, owner }),
          tx.objectStore('blobs').put(file, facts.uploadKey),
        ]),
        tx.done,
      ])
    },

    async read(uploadKey) {
      return (await open()).get('blobs', uploadKey)
    },

    async remove(uploadKeys) {
      const tx = (await open()).transaction(['items', 'blobs'], 'readwrite')
      await Promise.all([
        ...uploadKeys.flatMap((key) => [
          tx.objectStore('items').delete(key),
          tx.objectStore('blobs').delete(key),
        ]),
        tx.done,
      ])
    },

    async clear(userId) {
      const items = await (await open()).getAll('items')
      await this.remove(items.filter((item) => item.userId === userId).map(({ uploadKey }) => uploadKey))
    },

    async owners(userId) {
      const items = await (await open()).getAll('items')
      return [...new Set(items.filter((item) => item.userId === userId).map(({ owner }) => owner))]
    },

    async adopt(userId, from, to) {
      const tx = (await open()).transaction('items', 'readwrite')
      const orphans = (await tx.store.getAll()).filter(
        (item) => item.userId === userId && item.owner === from,
      )
      await Promise.all([...orphans.map((item) => tx.store.put({ ...item, owner: to })), tx.done])
      return orphans.map(({ owner: _, ...facts }) => facts)
    },
  }
}

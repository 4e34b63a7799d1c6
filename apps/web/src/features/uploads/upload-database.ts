import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { SavedUpload } from './saved-upload.ts'
import type { SavedFile } from './taken-file.ts'

/** Bytes: a copy that the browser keeps, or a handle to the file where it lies, which is read when it is needed. */
export type SavedBytes = Blob | FileSystemFileHandle

interface Schema extends DBSchema {
  items: { key: string; value: SavedUpload }
  /** Copies stay on the disk, too. */
  blobs: { key: string; value: SavedBytes }
}

/** Files that have not arrived yet, and those that could not: kept over reloads and crashes of the tab. */
export interface UploadDatabase {
  /** All of them or none. Rejects when the disk or the browser's quota is full. */
  save(uploads: readonly SavedUpload[]): Promise<void>
  /** All of them or none, those that were called off meanwhile left out. Rejects as `save` does. */
  saveBytes(some: readonly { uploadKey: string; bytes: SavedBytes }[]): Promise<void>
  /** What is known of it changes, if it is still there. */
  update(upload: SavedUpload): Promise<void>
  readBytes(uploadKey: string): Promise<SavedBytes | undefined>
  removeBytes(uploadKeys: readonly string[]): Promise<void>
  remove(uploadKeys: readonly string[]): Promise<void>
  /** Removes all that this person has here. */
  clear(userId: string): Promise<void>
  /** All that this person has here, in the order in which it came, and whether its bytes are here. */
  list(userId: string): Promise<SavedFile[]>
}

// A crash of the system may cost the last moments, one of the tab does not; and it is ten times as fast.
const relaxed = { durability: 'relaxed' } as const

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
    async save(uploads) {
      const tx = (await open()).transaction('items', 'readwrite', relaxed)
      await Promise.all([...uploads.map((each) => tx.store.put(each)), tx.done])
    },

    async saveBytes(some) {
      const tx = (await open()).transaction(['items', 'blobs'], 'readwrite', relaxed)
      const known = new Set(await tx.objectStore('items').getAllKeys())
      const wanted = some.filter(({ uploadKey }) => known.has(uploadKey))
      await Promise.all([
        ...wanted.map(({ uploadKey, bytes }) => tx.objectStore('blobs').put(bytes, uploadKey)),
        tx.done,
      ])
    },

    async update(upload) {
      const tx = (await open()).transaction('items', 'readwrite', relaxed)
      if ((await tx.store.getKey(upload.uploadKey)) !== undefined) await tx.store.put(upload)
      await tx.done
    },

    async readBytes(uploadKey) {
      return (await open()).get('blobs', uploadKey)
    },

    async removeBytes(uploadKeys) {
      const tx = (await open()).transaction('blobs', 'readwrite', relaxed)
      await Promise.all([...uploadKeys.map((key) => tx.store.delete(key)), tx.done])
    },

    async remove(uploadKeys) {
      const tx = (await open()).transaction(['items', 'blobs'], 'readwrite', relaxed)
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

    async list(userId) {
      const tx = (await open()).transaction(['items', 'blobs'])
      const [items, keys] = await Promise.all([
        tx.objectStore('items').getAll(),
        tx.objectStore('blobs').getAllKeys(),
      ])
      const here = new Set(keys)
      return items
        .filter((item) => item.userId === userId)
        .toSorted((a, b) => a.addedAt - b.addedAt)
        .map((saved) => ({ saved, hasBytes: here.has(saved.uploadKey) }))
    },
  }
}

import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, link, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Bytes on disk under random names. Written once, whole, never changed; which key shows which is the catalog's. */
export interface Blobs {
  /** Writes a stream to the end and to the disk, then answers its name. A stream that fails leaves nothing. */
  write(source: AsyncIterable<Uint8Array>): Promise<string>
  /** The bytes from `start` to `end`, both included. */
  read(file: string, start: number, end: number): Readable
  /** The same bytes under a name of their own. */
  duplicate(file: string): Promise<string>
  /** Runs `work` while none of the files disappears; removals wait for it. */
  hold<T>(files: string[], work: () => Promise<T>): Promise<T>
  remove(files: string[]): Promise<void>
  /** Removes what was being written when the process died, and every file `isKnown` denies. Before serving only. */
  sweep(isKnown: (file: string) => boolean): Promise<number>
}

export interface BlobsOptions {
  folder: string
  /** Wait for the disk before answering; false for data that is thrown away. */
  durable: boolean
}

export async function createBlobs(options: BlobsOptions): Promise<Blobs> {
  const { folder, durable } = options
  const incoming = path.join(folder, 'incoming')
  await rm(incoming, { recursive: true, force: true })
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  const known = new Set(await readdir(folder))
  const held = new Map<string, number>()
  const doomed = new Set<string>()

  const pathOf = (file: string) => path.join(folder, file.slice(0, 2), file)

  async function syncFolder(name: string): Promise<void> {
    // Windows opens no folders, and writes their entries through.
    if (!durable || process.platform === 'win32') return
    const handle = await open(name, 'r')
    await handle.sync().finally(() => handle.close())
  }

  async function ensureShard(file: string): Promise<string> {
    const shard = file.slice(0, 2)
    const shardPath = path.join(folder, shard)
    if (!known.has(shard)) {
      await mkdir(shardPath, { recursive: true, mode: 0o700 })
      await syncFolder(folder)
      known.add(shard)
    }
    return shardPath
  }

  /** Gives a finished temporary file its place, in which it survives a power cut. */
  async function publish(temporary: string, file: string): Promise<string> {
    const shardPath = await ensureShard(file)
    await rename(temporary, path.join(shardPath, file))
    await syncFolder(shardPath)
    return file
  }

  async function remove(files: string[]): Promise<void> {
    for (const file of files) {
      if (held.has(file)) doomed.add(file)
      else await rm(pathOf(file), { force: true })
    }
  }

  return {
    async write(source) {
      const file = newName()
      const temporary = path.join(incoming, file)
      try {
        await pipeline(source, createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: durable }))
        return await publish(temporary, file)
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
    },
    read: (file, start, end) => createReadStream(pathOf(file), { start, end }),
    async duplicate(original) {
      const file = newName()
      const shardPath = await ensureShard(file)
      try {
        await link(pathOf(original), path.join(shardPath, file))
        await syncFolder(shardPath)
        return file
      } catch {
        const temporary = path.join(incoming, file)
        await copyFile(pathOf(original), temporary)
        const handle = await open(temporary, 'r+')
        await handle.sync().finally(() => handle.close())
        return publish(temporary, file)
      }
    },
    async hold(files, work) {
      for (const file of files) held.set(file, (held.get(file) ?? 0) + 1)
      try {
        return await work()
      } finally {
        for (const file of files) {
          const count = (held.get(file) ?? 1) - 1
          if (count > 0) held.set(file, count)
          else {
            held.delete(file)
            if (doomed.delete(file)) await remove([file])
          }
        }
      }
    },
    remove,
    async sweep(isKnown) {
      let removed = 0
      for (const shard of await readdir(folder)) {
        if (!/^[0-9a-f]{2}$/.test(shard)) continue
        for (const file of await readdir(path.join(folder, shard))) {
          if (isKnown(file)) continue
          await rm(path.join(folder, shard, file), { force: true })
          removed += 1
        }
      }
      return removed
    },
  }
}

function newName(): string {
  return randomBytes(16).toString('hex')
}

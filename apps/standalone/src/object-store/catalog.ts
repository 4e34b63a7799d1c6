import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'

/** Bytes of an object: one file, or a file a part in the order of the parts. */
export interface Segment {
  file: string
  size: number
}

/** What a key shows. */
export interface StoredObject {
  bucket: string
  key: string
  size: number
  /** With its quotes, as HTTP carries it. */
  etag: string
  /** Milliseconds since the epoch, whole seconds. */
  modifiedAt: number
  /** Answered on every GET: content-type, cache-control, x-amz-meta-… */
  headers: Record<string, string>
  /** `x-amz-checksum-…` headers, answered when a client asks for them. */
  checksums: Record<string, string>
  /** The multipart upload that made it, so that completing it again finds the same answer. */
  uploadId: string | undefined
  segments: Segment[]
}

/** The index: which key shows which files. Every change is one transaction and on the disk when it returns. */
export interface Catalog {
  find(bucket: string, key: string): StoredObject | undefined
  /** Lets `check` look at what is there, then swaps. Answers the files that nobody shows any more. */
  put(object: StoredObject, check: (current: StoredObject | undefined) => void): string[]
  delete(bucket: string, key: string): string[]
  /** Objects with `key >= from` (or `>` when `after`), in the order of UTF-8 bytes. */
  scan(bucket: string, from: string, after: boolean, limit: number): StoredObject[]
  readonly database: DatabaseSync
  /** Runs as one transaction. */
  transaction<T>(work: () => T): T
  /** Whether whoever had it before us closed it; if not, files nobody shows may be lying about. */
  wasClosed: boolean
  /** Every file an object or a part shows. */
  allFiles(): Set<string>
  close(): void
}

const schema = `
  create table if not exists objects (
    bucket text not null, key text not null, size integer not null, etag text not null,
    modified_at integer not null, headers text not null, checksums text not null, upload_id text,
    segments text not null, primary key (bucket, key)
  ) strict, without rowid;
  create table if not exists uploads (
    id text primary key, bucket text not null, key text not null, started_at integer not null,
    headers text not null, checksum_name text, checksum_type text
  ) strict;
  create table if not exists parts (
    upload_id text not null references uploads (id) on delete cascade, number integer not null,
    file text not null, size integer not null, etag text not null, checksum text, modified_at integer not null,
    primary key (upload_id, number)
  ) strict, without rowid;`

/** Opens or makes the index. Throws when the file is no index. */
export function openCatalog(file: string, durable: boolean): Catalog {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true })
  database.exec(`pragma journal_mode = wal; pragma synchronous = ${durable ? 'full' : 'off'}; ${schema}`)
  // user_version 1 says that the index was closed in order.
  const wasClosed = database.prepare('pragma user_version').get()?.user_version === 1
  database.exec('pragma user_version = 0')
  const columns = 'bucket, key, size, etag, modified_at, headers, checksums, upload_id, segments'
  const find = database.prepare(`select ${columns} from objects where bucket = ? and key = ?`)
  const upsert = database.prepare(
    `insert or replace into objects (${columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const remove = database.prepare('delete from objects where bucket = ? and key = ?')
  const scanFrom = database.prepare(
    `select ${columns} from objects where bucket = ? and key >= ? order by key limit ?`,
  )
  const scanAfter = database.prepare(
    `select ${columns} from objects where bucket = ? and key > ? order by key limit ?`,
  )

  const findObject = (bucket: string, key: string) => {
    const row = find.get(bucket, key)
    return row && toObject(row)
  }

  function transaction<T>(work: () => T): T {
    database.exec('begin immediate')
    try {
      const result = work()
      database.exec('commit')
      return result
    } catch (error) {
      if (database.isTransaction) database.exec('rollback')
      throw error
    }
  }

  return {
    database,
    transaction,
    find: findObject,
    put(object, check) {
      const current = findObject(object.bucket, object.key)
      check(current)
      upsert.run(
        object.bucket,
        object.key,
        object.size,
        object.etag,
        object.modifiedAt,
        JSON.stringify(object.headers),
        JSON.stringify(object.checksums),
        object.uploadId ?? null,
        JSON.stringify(object.segments),
      )
      return filesOf(current)
    },
    delete(bucket, key) {
      const current = findObject(bucket, key)
      remove.run(bucket, key)
      return filesOf(current)
    },
    scan: (bucket, from, after, limit) =>
      (after ? scanAfter : scanFrom).all(bucket, from, limit).map(toObject),
    wasClosed,
    allFiles() {
      const rows = database
        .prepare(
          `select json_extract(value, '$.file') as file from objects, json_each(segments)
           union all select file from parts`,
        )
        .iterate()
      return new Set(Array.from(rows, (row) => String(row.file)))
    },
    close() {
      database.exec('pragma user_version = 1')
      database.close()
    },
  }
}

function filesOf(object: StoredObject | undefined): string[] {
  return object?.segments.map((segment) => segment.file) ?? []
}

/** Columns are our own writing, checked by `strict`. */
function toObject(row: Record<string, SQLOutputValue>): StoredObject {
  return {
    bucket: String(row.bucket),
    key: String(row.key),
    size: Number(row.size),
    etag: String(row.etag),
    modifiedAt: Number(row.modified_at),
    headers: JSON.parse(String(row.headers)),
    checksums: JSON.parse(String(row.checksums)),
    uploadId: row.upload_id === null ? undefined : String(row.upload_id),
    segments: JSON.parse(String(row.segments)),
  }
}

import type { SQLOutputValue } from 'node:sqlite'
import type { Catalog } from './catalog.ts'
import { type ChecksumName, isChecksumName } from './checksums.ts'

/** A multipart upload that was begun and neither completed nor aborted. */
export interface Upload {
  id: string
  bucket: string
  key: string
  startedAt: number
  headers: Record<string, string>
  checksum: { name: ChecksumName; type: 'COMPOSITE' | 'FULL_OBJECT' } | undefined
}

export interface Part {
  number: number
  file: string
  size: number
  etag: string
  /** Base64, of the upload's algorithm. */
  checksum: string | undefined
  modifiedAt: number
}

/** The uploads in the catalog's database. */
export interface Uploads {
  create(upload: Upload): void
  find(id: string, bucket: string, key: string): Upload | undefined
  list(bucket: string, prefix: string, limit: number): Upload[]
  /** Puts a part in its place; answers the file of the one it replaces. Nothing is put when the upload is gone. */
  putPart(uploadId: string, part: Part): { replaced: string[] } | undefined
  parts(uploadId: string, afterNumber: number, limit: number): Part[]
  /** Forgets an upload; answers the files of its parts, which the caller removes or shows. */
  remove(id: string): string[]
}

export function createUploads({ database, transaction }: Catalog): Uploads {
  const uploadColumns = 'id, bucket, key, started_at, headers, checksum_name, checksum_type'
  const partColumns = 'number, file, size, etag, checksum, modified_at'
  const insert = database.prepare(`insert into uploads (${uploadColumns}) values (?, ?, ?, ?, ?, ?, ?)`)
  const find = database.prepare(
    `select ${uploadColumns} from uploads where id = ? and bucket = ? and key = ?`,
  )
  const list = database.prepare(
    `select ${uploadColumns} from uploads where bucket = ? and substr(key, 1, length(?)) = ?
     order by key, started_at limit ?`,
  )
  const exists = database.prepare('select 1 from uploads where id = ?')
  const findPart = database.prepare('select file from parts where upload_id = ? and number = ?')
  const upsertPart = database.prepare(
    `insert or replace into parts (upload_id, ${partColumns}) values (?, ?, ?, ?, ?, ?, ?)`,
  )
  const parts = database.prepare(
    `select ${partColumns} from parts where upload_id = ? and number > ? order by number limit ?`,
  )
  const files = database.prepare('select file from parts where upload_id = ?')
  const remove = database.prepare('delete from uploads where id = ?')

  return {
    create(upload) {
      insert.run(
        upload.id,
        upload.bucket,
        upload.key,
        upload.startedAt,
        JSON.stringify(upload.headers),
        upload.checksum?.name ?? null,
        upload.checksum?.type ?? null,
      )
    },
    find(id, bucket, key) {
      const row = find.get(id, bucket, key)
      return row && toUpload(row)
    },
    list: (bucket, prefix, limit) => list.all(bucket, prefix, prefix, limit).map(toUpload),
    putPart: (uploadId, part) =>
      transaction(() => {
        if (!exists.get(uploadId)) return undefined
        const replaced = findPart.all(uploadId, part.number).map((row) => String(row.file))
        upsertPart.run(
          uploadId,
          part.number,
          part.file,
          part.size,
          part.etag,
          part.checksum ?? null,
          part.modifiedAt,
        )
        return { replaced }
      }),
    parts: (uploadId, afterNumber, limit) => parts.all(uploadId, afterNumber, limit).map(toPart),
    remove(id) {
      const removed = files.all(id).map((row) => String(row.file))
      remove.run(id)
      return removed
    },
  }
}

function toUpload(row: Record<string, SQLOutputValue>): Upload {
  const name = String(row.checksum_name)
  return {
    id: String(row.id),
    bucket: String(row.bucket),
    key: String(row.key),
    startedAt: Number(row.started_at),
    headers: JSON.parse(String(row.headers)),
    checksum: isChecksumName(name)
      ? { name, type: row.checksum_type === 'FULL_OBJECT' ? 'FULL_OBJECT' : 'COMPOSITE' }
      : undefined,
  }
}

function toPart(row: Record<string, SQLOutputValue>): Part {
  return {
    number: Number(row.number),
    file: String(row.file),
    size: Number(row.size),
    etag: String(row.etag),
    checksum: row.checksum === null ? undefined : String(row.checksum),
    modifiedAt: Number(row.modified_at),
  }
}

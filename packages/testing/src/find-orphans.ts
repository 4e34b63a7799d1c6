import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import type { ArchiveKind } from '@kinkeep/contracts/archive-kinds'
import { exportPrefix } from '@kinkeep/core/account-data/export-rules'
import { archivePrefix } from '@kinkeep/core/archives/rules'
import { avatarKey } from '@kinkeep/core/avatars/rules'
import { copyKey } from '@kinkeep/core/media/clean-rules'
import { allKeys, derivedKeys, mediaKey } from '@kinkeep/core/media/rules'
import { dropConsentPaper } from '@kinkeep/core/upgrades/jobs'
import { paperKey } from '@kinkeep/core/upgrades/rules'
import pg from 'pg'
import type { Services } from './launcher.ts'

export interface Orphans {
  /** Objects that no row stands for, and that no pending removal or job takes away. */
  orphans: string[]
  /** Objects that a row says are stored, and are not, or are of another size. */
  missing: string[]
}

/** What rows say of the store. */
interface Expected {
  /** Bytes under keys that have to be there; null where no row knows how many. */
  stored: Map<string, number | null>
  /** Keys that may be there: uploads that were not completed yet, and what the worker is busy with. */
  allowed: Set<string>
  /** What lies under these may be there: it goes with its row, or is about to. */
  prefixes: string[]
}

/**
 * Compares the store with the rows, both ways. Of a Kinkeep that is busy it may name what is just being written: wait
 * until its queue is empty. Needs the owner's rights.
 */
export async function findOrphans(ownerUrl: string, store: Services['store']): Promise<Orphans> {
  // The objects first: one that is removed meanwhile is known by its removal.
  const objects = await listObjects(store)
  const { stored, allowed, prefixes } = await readExpected(ownerUrl)
  const isKnown = (key: string) =>
    stored.has(key) || allowed.has(key) || prefixes.some((prefix) => key.startsWith(prefix))
  return {
    orphans: [...objects.keys()].filter((key) => !isKnown(key)),
    missing: [...stored]
      .filter(([key, bytes]) => !objects.has(key) || (bytes !== null && objects.get(key) !== bytes))
      .map(([key]) => key),
  }
}

/** Begun in parts and not ended, beside what is whole: `<key>?<the store's name for it>`, as no key is written. */
const openUpload = (key: string, uploadId: string) => `${key}?${uploadId}`

/** Every object with its bytes, and every upload in parts that was not ended. */
async function listObjects(store: Services['store']): Promise<Map<string, number | undefined>> {
  const { endpoint, region, bucket: Bucket, ...credentials } = store
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
  const objects = new Map<string, number | undefined>()
  try {
    let ContinuationToken: string | undefined
    do {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket, ...(ContinuationToken ? { ContinuationToken } : {}) }),
      )
      for (const { Key, Size } of page.Contents ?? []) if (Key) objects.set(Key, Size)
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken)
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }))
    for (const { Key, UploadId } of Uploads) {
      if (Key && UploadId) objects.set(openUpload(Key, UploadId), undefined)
    }
    return objects
  } finally {
    client.destroy()
  }
}

async function readExpected(ownerUrl: string): Promise<Expected> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const expected: Expected = { stored: new Map(), allowed: new Set(), prefixes: [] }
    await expectMedia(client, expected)
    await expectCleanCopies(client, expected)
    await expectAvatars(client, expected)
    await expectExports(client, expected)
    await expectPapers(client, expected)
    await expectArchives(client, expected)
    const removals = await client.query<{ prefix: string }>('select prefix from object_removals')
    expected.prefixes.push(...removals.rows.map(({ prefix }) => prefix))
    return expected
  } finally {
    await client.end()
  }
}

async function expectMedia(client: pg.Client, { stored, allowed }: Expected): Promise<void> {
  const { rows } = await client.query<{
    circle_id: string
    id: string
    state: string
    bytes: number
    is_missing: boolean
    store_upload_id: string | null
    has_rendition: boolean
  }>(
    `select circle_id, id, state, store_upload_id, byte_size::float8 as bytes, coalesce(failure = 'MISSING', false) as is_missing,
       rendition_bytes is not null as has_rendition
     from media`,
  )
  for (const { circle_id, id, state, bytes, is_missing, store_upload_id, has_rendition } of rows) {
    const original = mediaKey(circle_id, id, 'original')
    // Of any other upload under this key, nobody would ever hear again.
    if (store_upload_id) allowed.add(openUpload(original, store_upload_id))
    if (state === 'requested' || is_missing) allowed.add(original)
    else stored.set(original, bytes)
    if (state === 'ready') {
      const rendition = mediaKey(circle_id, id, 'video')
      for (const key of derivedKeys(circle_id, id))
        if (has_rendition || key !== rendition) stored.set(key, null)
    }
    if (state === 'processing') for (const key of allKeys(circle_id, id)) allowed.add(key)
  }
}

async function expectCleanCopies(client: pg.Client, { stored, allowed }: Expected): Promise<void> {
  const { rows } = await client.query<{
    circle_id: string
    media_id: string
    id: string
    state: string
    bytes: number | null
  }>('select circle_id, media_id, id, state, bytes::float8 as bytes from clean_copies')
  for (const { circle_id, media_id, id, state, bytes } of rows) {
    const key = copyKey(circle_id, media_id, id)
    if (state === 'ready') stored.set(key, bytes)
    else allowed.add(key)
  }
}

async function expectAvatars(client: pg.Client, { stored, allowed }: Expected): Promise<void> {
  const { rows } = await client.query<{ user_id: string; id: string; state: string }>(
    'select user_id, id, state from avatars',
  )
  for (const { user_id, id, state } of rows) {
    const squares = [avatarKey(user_id, id, '256'), avatarKey(user_id, id, '64')]
    if (state === 'ready') for (const key of squares) stored.set(key, null)
    // What was sent has its EXIF in it: it is nowhere once the squares are made.
    else if (state !== 'failed')
      for (const key of [avatarKey(user_id, id, 'original'), ...squares]) allowed.add(key)
  }
}

async function expectExports(client: pg.Client, { stored, prefixes }: Expected): Promise<void> {
  const { rows } = await client.query<{
    user_id: string
    id: string
    storage_key: string | null
    bytes: number | null
  }>('select user_id, id, storage_key, bytes::float8 as bytes from user_exports')
  for (const { user_id, id, storage_key, bytes } of rows) {
    if (storage_key) stored.set(storage_key, bytes)
    // Each run writes an object of its own; all go with the row.
    prefixes.push(exportPrefix(user_id, id))
  }
}

async function expectArchives(client: pg.Client, { stored, prefixes }: Expected): Promise<void> {
  const { rows } = await client.query<{
    circle_id: string
    id: string
    kind: ArchiveKind
    storage_key: string | null
    bytes: number | null
  }>('select circle_id, id, kind, storage_key, bytes::float8 as bytes from archives')
  for (const { circle_id, id, kind, storage_key, bytes } of rows) {
    if (storage_key) stored.set(storage_key, bytes)
    // Each run writes an object of its own, and an import is sent in parts; all go with the row.
    prefixes.push(archivePrefix(circle_id, kind, id))
  }
}

async function expectPapers(client: pg.Client, { stored, allowed }: Expected): Promise<void> {
  const { rows } = await client.query<{ circle_id: string; id: string; bytes: number }>(
    'select circle_id, id, paper_bytes::float8 as bytes from child_upgrades where paper_bytes is not null',
  )
  for (const { circle_id, id, bytes } of rows) stored.set(paperKey(circle_id, id), bytes)
  const drops = await client.query<{ data: { circleId: string; paperId: string } }>(
    `select data from pgboss.job where name = $1 and state in ('created', 'retry', 'active')`,
    [dropConsentPaper.name],
  )
  for (const { data } of drops.rows) allowed.add(paperKey(data.circleId, data.paperId))
}

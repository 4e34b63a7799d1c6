import { setTimeout as wait } from 'node:timers/promises'
import { limits } from '@kinkeep/contracts/limits'
import type { ApiClient } from '../calls/api-client.ts'
import { explainError } from '../calls/explain-error.ts'
import { hashFile, uploadKeyOf } from '../upload/hash-file.ts'
import { withPatience } from '../upload/patience.ts'
import { sendFile } from '../upload/send-file.ts'
import { fillAlbums } from './fill-albums.ts'
import { type FoundFile, nameOf } from './found-file.ts'
import { machineOffset, type WallClock, wallClockAt } from './taken-at.ts'

export interface ImportItem {
  file: FoundFile
  /** For a file that says nothing of its own; its time on the disk, where this is absent too. */
  takenAt: WallClock | undefined
  description: string | undefined
  /** Titles of the albums that it goes into. */
  albums: readonly string[]
  /** Becomes one of whoever brings it. */
  isFavourite: boolean
}

export interface ImportSummary {
  found: number
  sent: number
  /** Put into the store by this run. */
  bytesSent: number
  /** Of those sent, known to be in the store byte for byte. */
  verified: number
  /** The circle had them: by an earlier run, or by somebody else. */
  alreadyThere: number
  albums: number
  /** Not taken, and why: as in `refusals` of the API, or what went wrong. Running again tries these again. */
  failed: { path: string; reason: string }[]
}

export interface ImportOptions {
  client: ApiClient
  circleId: string
  items: readonly ImportItem[]
  /** Hears of each file. */
  note: (line: string) => void
}

/** Files on their way at once. */
const lanes = 3
const longestCheckMs = 30 * 60_000

/**
 * Brings files into a circle: what it has already is not sent, whoever sent it, and what a run that was killed had
 * begun is gone on with. Never throws for one file; all that failed are in the summary.
 */
export async function importFiles({ client, circleId, items, note }: ImportOptions): Promise<ImportSummary> {
  const summary: ImportSummary = {
    found: items.length,
    sent: 0,
    bytesSent: 0,
    verified: 0,
    alreadyThere: 0,
    albums: 0,
    failed: [],
  }
  const albums = new Map<string, Set<string>>()
  const sentIds: string[] = []
  const waiting = [...items.entries()]
  const begun = new Map<string, Promise<unknown>>()
  const onSent = (bytes: number) => {
    summary.bytesSent += bytes
  }

  async function work(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, item] = next
      const place = `${index + 1}/${items.length} ${item.file.path}`
      try {
        const done = await importOne({ client, circleId, begun, onSent }, item)
        if (done.isNew) sentIds.push(done.mediaId)
        summary[done.isNew ? 'sent' : 'alreadyThere'] += 1
        for (const title of done.keepId ? item.albums : []) {
          albums.set(title, (albums.get(title) ?? new Set()).add(done.keepId ?? ''))
        }
        note(`${place}: ${done.isNew ? 'sent' : 'already there'}`)
      } catch (error) {
        const { reason, message } = explainError(error)
        const why = error instanceof Refused ? error.reason : reason === 'FAILED' ? message : reason
        summary.failed.push({ path: item.file.path, reason: why })
        note(`${place}: not taken, ${why}`)
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, work))

  summary.albums = await fillAlbums(client, circleId, albums)
  summary.verified = await countVerified(client, circleId, sentIds)
  return summary
}

class Refused extends Error {
  readonly reason: string

  constructor(reason: string) {
    super(reason)
    this.reason = reason
  }
}

interface Imported {
  mediaId: string
  /** null: it is there, and nothing more can be done with it. */
  keepId: string | null
  isNew: boolean
}

interface Run {
  client: ApiClient
  circleId: string
  /** By content, what is on its way: its twin in another album waits, and finds it there. */
  begun: Map<string, Promise<unknown>>
  onSent: (bytes: number) => void
}

function importOne(run: Run, item: ImportItem): Promise<Imported> {
  return item.file.withFile(async (path) => {
    const sha256 = await hashFile(path)
    const before = run.begun.get(sha256)
    const mine = Promise.resolve(before)
      .catch(() => undefined)
      .then(() => importContent(run, item, path, sha256))
    run.begun.set(sha256, mine)
    return mine
  })
}

async function importContent(
  { client, circleId, onSent }: Run,
  item: ImportItem,
  path: string,
  sha256: string,
): Promise<Imported> {
  const upload = await request(client, circleId, item, sha256)
  if (upload.status === 'refused') throw new Refused(upload.reason)
  if (upload.status === 'duplicate') {
    return { mediaId: upload.mediaId, keepId: upload.inTrash ? null : upload.keepId, isNew: false }
  }
  const done =
    upload.status === 'alreadyComplete'
      ? await withPatience(() => client.media.completeUpload.mutate({ circleId, mediaId: upload.mediaId }))
      : await sendFile({ client, circleId, upload, path, onSent })
  const { mediaId, keepId, isDuplicate } = done
  const isNew = upload.status !== 'alreadyComplete' && !isDuplicate
  if (keepId && !isDuplicate) {
    if (item.description) await describe(client, circleId, keepId, item.description, isNew)
    if (item.isFavourite) {
      await withPatience(() => client.keeps.favourites.set.mutate({ circleId, keepId }))
    }
  }
  return { mediaId, keepId, isNew }
}

async function request(client: ApiClient, circleId: string, { file, takenAt }: ImportItem, sha256: string) {
  const { at, offsetMinutes } = takenAt ?? wallClockAt(file.modifiedAt, machineOffset(file.modifiedAt))
  const { uploads } = await withPatience(() =>
    client.media.requestUpload.mutate({
      circleId,
      isImport: true,
      files: [
        {
          uploadKey: uploadKeyOf(circleId, sha256),
          name: nameOf(file).slice(-limits.fileNameLength),
          byteSize: file.byteSize,
          contentType: '',
          sha256,
          modifiedAt: at,
          modifiedOffset: offsetMinutes,
          keep: 'own',
        },
      ],
    }),
  )
  const [upload] = uploads
  if (!upload) throw new Refused('NO_ANSWER')
  return upload
}

/** Words that somebody wrote since are theirs. */
async function describe(
  client: ApiClient,
  circleId: string,
  keepId: string,
  description: string,
  isNew: boolean,
): Promise<void> {
  if (!isNew) {
    const keep = await withPatience(() => client.keeps.get.query({ circleId, keepId }))
    if (keep.body !== null) return
  }
  const body = description.slice(0, limits.keepBodyLength)
  await withPatience(() => client.keeps.update.mutate({ circleId, keepId, body }))
}

/** Waits until the store's bytes were compared with those that were sent. */
async function countVerified(
  client: ApiClient,
  circleId: string,
  mediaIds: readonly string[],
): Promise<number> {
  let open = [...mediaIds]
  let verified = 0
  for (let waited = 0; open.length > 0 && waited < longestCheckMs; waited += 2000) {
    if (waited > 0) await wait(2000)
    const next: string[] = []
    for (let start = 0; start < open.length; start += limits.pageMax) {
      const chunk = open.slice(start, start + limits.pageMax)
      const { items } = await withPatience(() => client.media.status.query({ circleId, mediaIds: chunk }))
      verified += items.filter((item) => item.isVerified).length
      next.push(...items.filter((item) => !item.isVerified && item.state !== 'failed').map((item) => item.id))
    }
    open = next
  }
  return verified
}

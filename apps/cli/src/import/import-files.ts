import { setTimeout as wait } from 'node:timers/promises'
import { limits } from '@kinkeep/contracts/limits'
import { lostFailures } from '@kinkeep/contracts/media-states'
import type { ApiClient } from '../calls/api-client.ts'
import { reasonOf } from '../calls/explain-error.ts'
import { hashFile, uploadKeyOf } from '../upload/hash-file.ts'
import { withPatience } from '../upload/patience.ts'
import { sendFile } from '../upload/send-file.ts'
import { type Failure, fillAlbums } from './fill-albums.ts'
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
  /** It had them, and somebody threw them away: they go for good 30 days later. */
  thrownAway: number
  albums: number
  /** Not taken, and why: as in `refusals` of the API, or what went wrong. Running again tries these again. */
  failed: Failure[]
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
    thrownAway: 0,
    albums: 0,
    failed: [],
  }
  const albums = new Map<string, Map<string, string>>()
  const sent = new Map<string, string>()
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
        const { outcome, mediaId, keepId } = await importOne({ client, circleId, begun, onSent }, item)
        if (outcome === 'sent') sent.set(mediaId, item.file.path)
        summary[outcome] += 1
        if (keepId) {
          for (const title of item.albums) {
            albums.set(title, (albums.get(title) ?? new Map<string, string>()).set(mediaId, keepId))
          }
        }
        note(`${place}: ${told[outcome]}`)
      } catch (error) {
        const reason = reasonOf(error)
        summary.failed.push({ path: item.file.path, reason })
        note(`${place}: not taken, ${reason}`)
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, work))

  const filled = await fillAlbums(client, circleId, albums)
  const checked = await checkSent(client, circleId, sent)
  return {
    ...summary,
    sent: summary.sent - checked.failed.length,
    verified: checked.verified,
    albums: filled.albums,
    failed: [...summary.failed, ...checked.failed, ...filled.failed],
  }
}

const told = {
  sent: 'sent',
  alreadyThere: 'already there',
  thrownAway: 'thrown away in Kinkeep, goes for good after 30 days',
} as const

interface Imported {
  outcome: keyof typeof told
  mediaId: string
  /** null: nothing more can be done with it. */
  keepId: string | null
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
  run: Run,
  item: ImportItem,
  path: string,
  sha256: string,
  uploadKey = uploadKeyOf(run.circleId, sha256),
): Promise<Imported> {
  const { client, circleId, onSent } = run
  const upload = await request(run, item, sha256, uploadKey)
  const { status, mediaId } = upload
  if (status === 'duplicate') {
    const { keepId, inTrash } = upload
    return inTrash
      ? { outcome: 'thrownAway', mediaId, keepId: null }
      : { outcome: 'alreadyThere', mediaId, keepId }
  }
  const isKnown = status === 'alreadyComplete'
  const done = isKnown
    ? await withPatience(() => client.media.completeUpload.mutate({ circleId, mediaId }))
    : await sendFile({ client, circleId, upload, path, onSent })
  if (isKnown && done.state === 'failed' && (await isLost(client, circleId, done.mediaId))) {
    // What came of it then is not this file: it is sent anew, as another upload.
    return importContent(run, item, path, sha256, uploadKeyOf(circleId, `${sha256} after ${mediaId}`))
  }
  const { keepId, isDuplicate } = done
  if (keepId === null || done.inTrash) return { outcome: 'thrownAway', mediaId: done.mediaId, keepId: null }
  const outcome = isKnown || isDuplicate ? 'alreadyThere' : 'sent'
  if (item.description && !isDuplicate) await describe(client, circleId, keepId, item.description, !isKnown)
  // Not of one that was there: who took it out of their favourites since has done so.
  if (item.isFavourite && outcome === 'sent') {
    await withPatience(() => client.keeps.favourites.set.mutate({ circleId, keepId }))
  }
  return { outcome, mediaId: done.mediaId, keepId }
}

async function request(
  { client, circleId }: Run,
  { file, takenAt }: ImportItem,
  sha256: string,
  uploadKey: string,
) {
  const { at, offsetMinutes } = takenAt ?? wallClockAt(file.modifiedAt, machineOffset(file.modifiedAt))
  const { uploads } = await withPatience(() =>
    client.media.requestUpload.mutate({
      circleId,
      isImport: true,
      files: [
        {
          uploadKey,
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
  if (!upload) throw new Error('NO_ANSWER')
  if (upload.status === 'refused') throw new Error(upload.reason)
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

/** Waits until the store's bytes were compared with those that were sent. `sent` are the paths of media. */
async function checkSent(client: ApiClient, circleId: string, sent: ReadonlyMap<string, string>) {
  let open = [...sent.keys()]
  const failed: Failure[] = []
  let verified = 0
  for (let waited = 0; open.length > 0 && waited < longestCheckMs; waited += 2000) {
    if (waited > 0) await wait(2000)
    const next: string[] = []
    for (let start = 0; start < open.length; start += limits.pageMax) {
      const mediaIds = open.slice(start, start + limits.pageMax)
      for (const item of await readStatus(client, circleId, mediaIds)) {
        if (isNotTheFile(item)) failed.push({ path: sent.get(item.id) ?? item.name, reason: item.failure })
        else if (item.isVerified) verified += 1
        else if (item.state !== 'failed') next.push(item.id)
      }
    }
    open = next
  }
  return { verified, failed }
}

async function isLost(client: ApiClient, circleId: string, mediaId: string): Promise<boolean> {
  const [item] = await readStatus(client, circleId, [mediaId])
  return item !== undefined && isNotTheFile(item)
}

type Status = Awaited<ReturnType<ApiClient['media']['status']['query']>>['items'][number]

async function readStatus(client: ApiClient, circleId: string, mediaIds: string[]): Promise<Status[]> {
  const { items } = await withPatience(() => client.media.status.query({ circleId, mediaIds }))
  return items
}

function isNotTheFile(item: Status): item is Status & { failure: (typeof lostFailures)[number] } {
  return lostFailures.some((lost) => lost === item.failure)
}

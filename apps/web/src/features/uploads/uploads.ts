import { limits } from '@kinkeep/contracts/limits'
import type { ApiClient } from '../../lib/api.ts'
import { newId } from '../../lib/new-id.ts'
import { forgetShares, readShares } from '../share-inbox/inbox.ts'
import { factsOf } from './file-facts.ts'
import { askToRead, handleOf } from './file-handles.ts'
import { hashFile } from './hash-file.ts'
import { type GivenFile, keepBytes, takeIn } from './intake.ts'
import { putFile } from './put-file.ts'
import { looksLike } from './saved-upload.ts'
import { openTabChannel, type TabMessage, type UploadActs } from './tab-channel.ts'
import { aliveOf, onDeath, showLife, waitForLead } from './tab-locks.ts'
import type { TakenFile } from './taken-file.ts'
import { createUploadDatabase } from './upload-database.ts'
import { isTrouble, type UploadFacts, type UploadItem } from './upload-item.ts'
import { createUploadList, emptyView, type UploadsView } from './upload-list.ts'
import { createUploadQueue } from './upload-queue.ts'

interface Session {
  client: ApiClient
  userId: string
  /** This tab among the others of the same browser. */
  tab: string
  /** Of all tabs one sends; the others show what it does, and hand over to it. */
  isLeading: boolean
  /** Resolves when other tabs can see that this one is alive. */
  ready: Promise<void>
  tell: (message: TabMessage) => void
  ending: AbortController
}

let session: Session | undefined
const database = createUploadDatabase()
const after = (ms: number, task: () => void) => void setTimeout(task, ms)

function clientOf(current = session): ApiClient {
  if (!current) throw new Error('Nobody is signed in')
  return current.client
}

/** Milliseconds for the answer to a call, and to the one that has the store put parts together. */
const patience = 30_000
const patienceOfParts = 300_000
/** A call that is never answered is made again. */
export const within = (ms = patience) => ({ signal: AbortSignal.timeout(ms) })

const queue = createUploadQueue({
  requestUpload: (input) => clientOf().media.requestUpload.mutate(input, within()),
  requestParts: (input) => clientOf().media.requestParts.mutate(input, within()),
  completeUpload: (input, size) =>
    clientOf().media.completeUpload.mutate(
      input,
      within(size > limits.wholeUploadBytes ? patienceOfParts : patience),
    ),
  abortUpload: (input) => clientOf().media.abortUpload.mutate(input),
  put: putFile,
  hash: hashFile,
  database,
  isOnline: () => navigator.onLine,
  now: () => performance.now(),
  random: Math.random,
  newId,
  after,
})
/** What this tab is saving, until the tab that sends shows it. */
const incoming = createUploadList(after)
/** Given to this tab, sent by another one: for the little pictures, and in case that other one dies. */
const handed = new Map<string, TakenFile>()
/** As the tab that sends last told it. */
let told = emptyView
let view = emptyView
const listeners = new Set<() => void>()

queue.subscribe(() => {
  if (!session?.isLeading) return
  tellOthers()
  show()
})
incoming.subscribe(show)

function show(): void {
  const base = session?.isLeading ? queue.view() : told
  const known = new Set(base.items.map(({ uploadKey }) => uploadKey))
  const arrived = incoming.all().flatMap(({ uploadKey }) => (known.has(uploadKey) ? [uploadKey] : []))
  if (arrived.length > 0) incoming.drop(arrived)
  for (const key of handed.keys()) if (!known.has(key) && !incoming.get(key)) handed.delete(key)
  view = {
    items: [...base.items, ...incoming.view().items.filter(({ uploadKey }) => !known.has(uploadKey))],
    // Another tab asks for itself.
    needsTab: incoming.view().needsTab || (session?.isLeading === true && base.needsTab),
    isPaused: base.isPaused,
  }
  for (const listener of listeners) listener()
}

/** Between two looks that other tabs get, in ms. */
const toldEvery = 250
let hasOthers = false
let isTelling = false

function tellOthers(): void {
  if (!hasOthers || isTelling) return
  isTelling = true
  after(toldEvery, () => {
    isTelling = false
    if (session?.isLeading) session.tell({ kind: 'view', view: queue.view() })
  })
}

/** Goes on with what this person had not finished sending; does nothing when already started. */
export function startUploads(client: ApiClient, userId: string): void {
  if (session?.userId === userId) return
  stopSession()
  const ending = new AbortController()
  const { signal } = ending
  const tab = newId()
  const tell = openTabChannel(userId, signal, hear)
  const current = { client, userId, tab, tell, ending, isLeading: false, ready: showLife(tab, signal) }
  session = current
  tell({ kind: 'hello' })
  waitForLead(userId, signal, () => void lead(current))
  window.addEventListener('online', queue.wake, { signal })
}

const pausedKey = 'kinkeep.uploads.paused'

async function lead(current: Session): Promise<void> {
  current.isLeading = true
  queue.setPaused(localStorage.getItem(pausedKey) === current.userId)
  // Tabs that were handing something over to the one that died do so again.
  current.tell({ kind: 'lead' })
  // Without a database there is nothing to go on with, and files stay in memory.
  const uploads = await database.list(current.userId).catch(() => [])
  const owners = [...new Set(uploads.map(({ saved }) => saved.owner))]
  const alive = new Set(await aliveOf(owners))
  if (session !== current) return
  queue.resume(
    uploads.filter(({ saved, hasBytes }) => hasBytes || !alive.has(saved.owner)),
    handed,
  )
  // What could not even be written down.
  queue.add([...handed.values()])
  for (const owner of alive) watch(current, owner)
}

/** What a tab was saving when it died is known by its names. */
function watch(current: Session, tab: string): void {
  if (tab === current.tab) return
  onDeath(tab, current.ending.signal, async () => {
    const uploads = await database.list(current.userId).catch(() => [])
    if (session === current) queue.resume(uploads.filter(({ saved }) => saved.owner === tab))
  })
}

function hear(message: TabMessage): void {
  const current = session
  if (!current) return
  hasOthers = true
  if (message.kind === 'signedOut') {
    stopSession()
    return
  }
  if (message.kind === 'view') {
    if (current.isLeading) return
    told = message.view
    show()
    return
  }
  if (message.kind === 'lead') {
    current.tell({ kind: 'hello' })
    if (handed.size > 0) current.tell({ kind: 'take', files: [...handed.values()] })
    return
  }
  if (!current.isLeading) return
  if (message.kind === 'hello') tellOthers()
  else if (message.kind === 'saving') watch(current, message.tab)
  else if (message.kind === 'take') queue.add(message.files)
  else if (message.kind === 'recover') queue.recover(message.files)
  else if (message.kind === 'act') queue[message.act](message.uploadKeys)
  else queue.setPaused(message.isPaused)
}

/** Sends files to a circle; answers their keys at once. One whose bytes are wanted again goes on where it was. */
export function uploadFiles(
  files: readonly File[],
  { circleId, keep }: Pick<UploadFacts, 'circleId' | 'keep'>,
): string[] {
  const current = session
  if (!current) throw new Error('Nobody is signed in')
  const addedAt = performance.timeOrigin + performance.now()
  const given = files.map((file, index) => ({
    facts: factsOf(file, { userId: current.userId, circleId, keep, addedAt: addedAt + index / 1000 }),
    file,
    handle: handleOf(file),
  }))
  const { known, others } = matchMissing(given, (item) => item.circleId === circleId && item.keep === keep)
  void recover(current, known)
  if (others.length > 0) void take(current, others)
  const keys = new Map(known.map(({ facts, file }) => [file, facts.uploadKey]))
  return given.map(({ file, facts }) => keys.get(file) ?? facts.uploadKey)
}

async function take(current: Session, given: readonly GivenFile[]): Promise<void> {
  await current.ready
  current.tell({ kind: 'saving', tab: current.tab })
  const hand = (taken: readonly TakenFile[]) => {
    if (session !== current || taken.length === 0) return
    for (const each of taken) handed.set(each.facts.uploadKey, each)
    if (current.isLeading) queue.add(taken)
    else current.tell({ kind: 'take', files: taken })
  }
  await takeIn({ database, list: incoming, tab: current.tab, hand }, given)
}

/** Which of these files are wanted again: by name, size and time. */
function matchMissing(given: readonly GivenFile[], isMeant: (item: UploadItem) => boolean) {
  const missing = view.items.filter((item) => item.state === 'missing' && isMeant(item))
  const known: GivenFile[] = []
  const others: GivenFile[] = []
  for (const each of given) {
    const at = missing.findIndex((item) => looksLike(item, each.facts))
    const [item] = at < 0 ? [] : missing.splice(at, 1)
    if (item) known.push({ ...each, facts: item })
    else others.push(each)
  }
  return { known, others }
}

async function recover(current: Session, given: readonly GivenFile[]): Promise<void> {
  if (given.length === 0) return
  const kept = await keepBytes(database, given)
  const files = given.map(({ facts, file }) => ({ facts, file, isVolatile: !kept.has(facts.uploadKey) }))
  if (current.isLeading) queue.recover(files)
  else current.tell({ kind: 'recover', files })
}

/** Gives files their bytes again, chosen once more by the person. Answers how many were none of those wanted. */
export function chooseAgain(files: readonly File[]): number {
  const current = session
  if (!current) return files.length
  const given = files.map((file) => ({
    facts: factsOf(file, { userId: current.userId, circleId: '', keep: 'own', addedAt: 0 }),
    file,
    handle: handleOf(file),
  }))
  const { known, others } = matchMissing(given, () => true)
  void recover(current, known)
  return others.length
}

/** Asks to read files again where they lie, as far as the browser knows that. Answers the keys of the others. */
export async function readAgain(uploadKeys: readonly string[]): Promise<string[]> {
  const current = session
  const left: string[] = []
  for (const key of uploadKeys) {
    const bytes = await database.readBytes(key).catch(() => undefined)
    const file = bytes && 'getFile' in bytes ? await askToRead(bytes) : undefined
    const item = view.items.find(({ uploadKey }) => uploadKey === key)
    if (current && item && file?.size === item.size) {
      await recover(current, [{ facts: item, file, handle: undefined }])
    } else left.push(key)
  }
  return left
}

/** On signing out: nothing of this person's stays in the browser, and no other tab goes on. */
export async function clearUploads(): Promise<void> {
  const { userId, tell } = session ?? {}
  tell?.({ kind: 'signedOut' })
  stopSession()
  localStorage.removeItem(pausedKey)
  if (userId !== undefined) await database.clear(userId).catch(() => undefined)
  await forgetShares((await readShares()).map(({ id }) => id)).catch(() => undefined)
}

function stopSession(): void {
  session?.ending.abort()
  session = undefined
  told = emptyView
  handed.clear()
  incoming.drop(incoming.all().map(({ uploadKey }) => uploadKey))
  queue.stop()
  show()
}

function act(name: keyof UploadActs, uploadKeys: readonly string[]): void {
  if (session?.isLeading) queue[name](uploadKeys)
  else session?.tell({ kind: 'act', act: name, uploadKeys })
}

export const retryUploads = (uploadKeys: readonly string[]) => act('retry', uploadKeys)
export const sendUploadsAnyway = (uploadKeys: readonly string[]) => act('sendAnyway', uploadKeys)

export function removeUploads(uploadKeys: readonly string[]): void {
  if (uploadKeys.length === 0) return
  incoming.drop(uploadKeys)
  void database.remove(uploadKeys).catch(() => undefined)
  act('remove', uploadKeys)
}

/** Sends nothing until told otherwise, also after a reload. */
export function pauseUploads(isPaused: boolean): void {
  if (!session) return
  if (isPaused) localStorage.setItem(pausedKey, session.userId)
  else localStorage.removeItem(pausedKey)
  if (session.isLeading) queue.setPaused(isPaused)
  else session.tell({ kind: 'pause', isPaused })
}

export const settleUploads = queue.settle
export const isLeadingTab = () => session?.isLeading === true
export const uploadsView = (): UploadsView => view

export function subscribeToUploads(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const previews = new Map<string, string>()

/** An address of the file's own bytes for an `<img>`, while this tab has them. */
export function localPreview({
  uploadKey,
  state,
}: Pick<UploadItem, 'uploadKey' | 'state'>): string | undefined {
  const known = previews.get(uploadKey)
  const file = isTrouble(state) ? undefined : (queue.fileOf(uploadKey) ?? handed.get(uploadKey)?.file)
  if (!file) {
    if (known) URL.revokeObjectURL(known)
    previews.delete(uploadKey)
    return undefined
  }
  const url = known ?? URL.createObjectURL(file)
  previews.set(uploadKey, url)
  return url
}

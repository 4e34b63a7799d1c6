import type { ArchivedAlbum, ArchivedKeep, ArchivedMedia, ArchiveHead } from '@kinkeep/contracts/archive'
import { openDerived, openOriginal } from '../media/queries.ts'
import { addSeconds } from '../platform/clock.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import type { ZipArchive } from '../platform/zip-archive.ts'
import {
  albumFile,
  countTalk,
  headFile,
  keepFile,
  mark,
  pageFile,
  profilesFile,
  sidecars,
  thumbnailFile,
  toJson,
} from './archive-rules.ts'
import {
  inBatches,
  type MediaArchiveRow,
  readAlbum,
  readAlbumKeeps,
  readChildren,
  readCommentRows,
  readKeepRows,
  readMeasurements,
  readMediaRows,
  readOrigins,
  readPets,
  readReactionRows,
  type Snapshot,
} from './archive-sql.ts'
import { type MediaPair, type OriginOf, pairMedia, toArchivedKeep } from './assemble-rules.ts'
import { describeAge } from './date-rules.ts'
import { keepsPerPage, type PagedKeep, type PageRef, toIndexPage, toMonthPage } from './page-rules.ts'
import { readmes } from './readme-rules.ts'
import { type takeWaiting, tellProgress, type WaitingArchive } from './sql.ts'
import { toXmp } from './xmp-rules.ts'

export type ExportDeps = Pick<WorkerDeps, 'db' | 'transaction' | 'clock' | 'random' | 'storage'>
export type Asked = NonNullable<Awaited<ReturnType<typeof takeWaiting>>>

/** How often somebody who waits hears how far it is. */
const progressSeconds = 3

/** Writes one archive from its first file to its last. What it keeps in memory is a page and a batch. */
export class ArchiveWriter {
  readonly #deps: ExportDeps
  readonly #payload: WaitingArchive
  readonly #asked: Asked
  readonly #snapshot: Snapshot
  readonly #zip: ZipArchive
  readonly #signal: AbortSignal
  readonly #counts: ArchiveHead['counts'] = {
    keeps: 0,
    media: 0,
    comments: 0,
    reactions: 0,
    albums: 0,
    children: 0,
    pets: 0,
  }
  readonly #problems: string[] = []
  readonly #pages: PageRef[] = []
  #page: PagedKeep[] = []
  #origins = new Map<string, string>()
  #profiles = new Map<string, { name: string; birthdate: string | null }>()

  constructor(
    deps: ExportDeps,
    payload: WaitingArchive,
    asked: Asked,
    snapshot: Snapshot,
    zip: ZipArchive,
    signal: AbortSignal,
  ) {
    this.#deps = deps
    this.#payload = payload
    this.#asked = asked
    this.#snapshot = snapshot
    this.#zip = zip
    this.#signal = signal
  }

  /** Answers what was not there, or not whole. */
  async write(): Promise<string[]> {
    const { clock } = this.#deps
    const madeAt = clock.now()
    const { language } = this.#asked
    await this.#zip.addText('README.txt', readmes[language])
    await this.#writeProfiles()
    const total = this.#snapshot.keeps.length / 16
    let done = 0
    let told = madeAt
    await tellProgress(this.#deps, this.#payload, { done, total })
    for (const ids of inBatches(this.#snapshot.keeps)) {
      await this.#writeKeeps(ids)
      done += ids.length
      if (clock.now() >= addSeconds(told, progressSeconds)) {
        told = clock.now()
        await tellProgress(this.#deps, this.#payload, { done, total, problems: this.#problems })
      }
    }
    await this.#endPage()
    for (const id of this.#snapshot.albumIds) await this.#writeAlbum(id)
    const { circle } = this.#snapshot
    await this.#zip.addText('index.html', toIndexPage(language, circle.name, madeAt, this.#pages))
    const head: ArchiveHead = {
      ...mark,
      madeAt: madeAt.toISOString(),
      circle,
      counts: this.#counts,
      missing: this.#problems,
    }
    await this.#zip.addText(headFile, toJson(head))
    await this.#zip.finish()
    await tellProgress(this.#deps, this.#payload, { done: total, total, problems: this.#problems })
    return this.#problems
  }

  async #writeProfiles(): Promise<void> {
    const { db } = this.#deps
    const { circleId } = this.#payload
    const children = await readChildren(db, circleId)
    const pets = await readPets(db, circleId)
    const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)
    const avatars = [...children, ...pets].flatMap(({ avatarMediaId }) => avatarMediaId ?? [])
    const origins = [
      await readOrigins(db, circleId, 'child', ids(children)),
      await readOrigins(db, circleId, 'pet', ids(pets)),
      await readOrigins(db, circleId, 'media', avatars),
    ]
    this.#origins = new Map(origins.flatMap((each) => [...each]))
    const originOf = this.#originOf()
    for (const { id, name, birthdate } of children) this.#profiles.set(id, { name, birthdate })
    for (const { id, name } of pets) this.#profiles.set(id, { name, birthdate: null })
    const profiles = {
      children: await Promise.all(
        children.map(async ({ createdAt, avatarMediaId, ...child }) => ({
          ...child,
          id: originOf(child.id),
          avatarMediaId: avatarMediaId && originOf(avatarMediaId),
          createdAt: createdAt.toISOString(),
          measurements: await readMeasurements(db, circleId, child.id),
        })),
      ),
      pets: pets.map(({ createdAt, avatarMediaId, ...pet }) => ({
        ...pet,
        id: originOf(pet.id),
        avatarMediaId: avatarMediaId && originOf(avatarMediaId),
        createdAt: createdAt.toISOString(),
      })),
    }
    this.#counts.children = children.length
    this.#counts.pets = pets.length
    await this.#zip.addText(profilesFile, toJson(profiles))
  }

  #originOf(more: ReadonlyMap<string, string> = new Map()): OriginOf {
    return (localId) => more.get(localId) ?? this.#origins.get(localId) ?? localId
  }

  async #writeKeeps(ids: readonly string[]): Promise<void> {
    const { db } = this.#deps
    const { circleId } = this.#payload
    const keeps = await readKeepRows(db, circleId, this.#asked.userId, ids)
    const media = await readMediaRows(db, circleId, ids)
    const comments = Map.groupBy(await readCommentRows(db, circleId, ids), ({ keepId }) => keepId)
    const reactions = Map.groupBy(await readReactionRows(db, circleId, ids), ({ keepId }) => keepId)
    const mediaIds = media.map(({ id }) => id)
    const origins = new Map([
      ...(await readOrigins(db, circleId, 'keep', ids)),
      ...(await readOrigins(db, circleId, 'media', mediaIds)),
    ])
    const originOf = this.#originOf(origins)
    for (const row of keeps) {
      const parts = {
        media: pairMedia(row.id, media, originOf),
        comments: comments.get(row.id) ?? [],
        reactions: reactions.get(row.id) ?? [],
      }
      const people = [...row.childIds, ...row.petIds].flatMap((id) => this.#profiles.get(id) ?? [])
      const archived = toArchivedKeep(row, parts, originOf)
      const thumbnails = await this.#writeMedia(parts.media, archived, people)
      // After its media, of which some turn out to be missing.
      const keep = toArchivedKeep(row, parts, originOf)
      await this.#zip.addText(keepFile(keep), toJson(keep))
      const talk = countTalk(keep)
      this.#counts.keeps += 1
      this.#counts.comments += talk.comments
      this.#counts.reactions += talk.reactions
      await this.#addToPage({ keep, thumbnails, people: this.#nameWithAges(people, keep) })
    }
  }

  #nameWithAges(people: readonly { name: string; birthdate: string | null }[], keep: ArchivedKeep): string[] {
    return people.map(({ name, birthdate }) => {
      const age = birthdate && describeAge(this.#asked.language, birthdate, keep.happenedAt)
      return age ? `${name} (${age})` : name
    })
  }

  /** Originals with their sidecars and small pictures. Answers which have one. */
  async #writeMedia(
    pairs: readonly MediaPair[],
    keep: ArchivedKeep,
    people: readonly { name: string }[],
  ): Promise<Set<string>> {
    const thumbnails = new Set<string>()
    for (const { row, archived, live } of pairs) {
      for (const each of [{ row, archived }, ...(live ? [live] : [])]) {
        await this.#writeOriginal(each.row, each.archived, keep, people)
      }
      if (row.state !== 'ready') continue
      const ofMedia = { circleId: this.#payload.circleId, mediaId: row.id, variant: 'thumbnail' as const }
      const thumbnail = await openDerived(this.#deps, ofMedia, this.#signal)
      if (!thumbnail) continue
      await this.#zip.add(thumbnailFile(archived.id), thumbnail, { compress: false })
      thumbnails.add(archived.id)
    }
    return thumbnails
  }

  async #writeOriginal(
    row: MediaArchiveRow,
    archived: ArchivedMedia,
    keep: ArchivedKeep,
    people: readonly { name: string }[],
  ): Promise<void> {
    const ofMedia = { circleId: this.#payload.circleId, mediaId: row.id }
    const original = await openOriginal(this.#deps, ofMedia, this.#signal)
    if (original) {
      const options = { compress: false, byteSize: row.byteSize }
      const { bytes, sha256 } = await this.#zip.add(archived.file, original, options)
      const isWhole = bytes === row.byteSize && (!row.sha256 || row.sha256.toString('hex') === sha256)
      if (!isWhole) this.#problems.push(archived.file)
      // Of one that is empty nothing is there to be brought in, and its keep is.
      if (bytes > 0) archived.byteSize = bytes
      else archived.isMissing = true
    } else {
      archived.isMissing = true
      this.#problems.push(archived.file)
    }
    this.#counts.media += 1
    const { json, xmp } = sidecars(archived.file)
    await this.#zip.addText(json, toJson(archived))
    const words = {
      title: keep.title,
      caption: keep.body,
      tags: keep.tags,
      people: people.map(({ name }) => name),
      datePrecision: keep.datePrecision,
    }
    await this.#zip.addText(xmp, toXmp(archived, words))
  }

  async #addToPage(paged: PagedKeep): Promise<void> {
    const month = paged.keep.happenedAt.slice(0, 7)
    const current = this.#page[0]?.keep.happenedAt.slice(0, 7)
    if (current !== undefined && (current !== month || this.#page.length === keepsPerPage)) {
      await this.#endPage()
    }
    this.#page.push(paged)
  }

  async #endPage(): Promise<void> {
    const month = this.#page[0]?.keep.happenedAt.slice(0, 7)
    if (month === undefined) return
    const last = this.#pages.at(-1)
    const part = last?.month === month ? last.part + 1 : 1
    const before = last && pageFile(last.month, last.part)
    const html = toMonthPage(this.#asked.language, { month, part }, this.#page, before)
    await this.#zip.addText(pageFile(month, part), html)
    this.#pages.push({ month, part, keeps: this.#page.length })
    this.#page = []
  }

  async #writeAlbum(albumId: string): Promise<void> {
    const { db } = this.#deps
    const { circleId } = this.#payload
    const album = await readAlbum(db, circleId, albumId)
    if (!album) return
    const keeps = await readAlbumKeeps(db, circleId, albumId)
    const keepIds = keeps.map(({ keepId }) => keepId)
    const origins = new Map([
      ...(await readOrigins(db, circleId, 'album', [albumId])),
      ...(await readOrigins(db, circleId, 'keep', keepIds)),
      ...(await readOrigins(db, circleId, 'media', album.coverMediaId ? [album.coverMediaId] : [])),
    ])
    const originOf = this.#originOf(origins)
    const archived: ArchivedAlbum = {
      id: originOf(album.id),
      title: album.title,
      description: album.description,
      coverMediaId: album.coverMediaId && originOf(album.coverMediaId),
      createdAt: album.createdAt.toISOString(),
      keeps: keeps.map(({ keepId, addedAt }) => ({ id: originOf(keepId), addedAt: addedAt.toISOString() })),
    }
    this.#counts.albums += 1
    await this.#zip.addText(albumFile(archived.id), toJson(archived))
  }
}

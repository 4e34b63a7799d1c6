import type {
  ArchivedAlbum,
  ArchivedKeep,
  ArchivedKeepMedia,
  ArchivedMedia,
} from '@kinkeep/contracts/archive'
import { limits } from '@kinkeep/contracts/limits'
import { can } from '@kinkeep/contracts/roles'
import type { z } from 'zod'
import { countAdded } from '../circles/count-added.ts'
import { lockRoles } from '../circles/lock-roles.ts'
import { insertToldKeep } from '../keeps/insert-told-keep.ts'
import { acceptToldMedia } from '../media/accept-told-media.ts'
import { removeObjects } from '../media/remove-objects.ts'
import { storeOriginal } from '../media/store-original.ts'
import { audit } from '../platform/audit.ts'
import { addSeconds } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { openZip, ZipFailure, type ZipReader } from '../platform/zip-reader.ts'
import { type ArchiveSource, failureOf, ImportFailure, openArchive } from './import-rules.ts'
import {
  findHere,
  insertAlbum,
  insertChild,
  insertFavourite,
  insertMedia,
  insertPet,
  insertTalk,
  isBegun,
  pairLive,
  readRoom,
  rememberOrigin,
  setAvatars,
} from './import-sql.ts'
import type { readImport } from './jobs.ts'
import { archivePrefix, importKey, problemsNamed } from './rules.ts'
import { endFailed, notAfter, takeWaiting, tellProgress } from './sql.ts'

type ImportDeps = Pick<WorkerDeps, 'db' | 'transaction' | 'clock' | 'random' | 'storage'>
type Payload = z.infer<typeof readImport.payload>

const progressSeconds = 3

/**
 * Brings in an archive: first it reads all that it says of itself, and only what is whole is begun. Then a keep at a
 * time, each in one transaction, remembered by the id under which it was first known: a worker that was killed goes on
 * behind the last one, and what comes twice is here once.
 */
export async function handleReadImport(deps: ImportDeps, payload: Payload, run: JobRun): Promise<void> {
  const asked = await takeWaiting(deps, payload, 'import', 'archive.import')
  if (!asked?.byteSize) return
  const { circleId, archiveId } = payload
  const key = importKey(circleId, archiveId)
  try {
    if ((await deps.storage.sizeOf(key)) !== asked.byteSize) throw new ImportFailure('MISSING', 'no bytes')
    const readRange = async (start: number, end: number) => {
      const range = await deps.storage.openRead(key, run.signal, { start, end })
      if (!range) throw new ImportFailure('MISSING', 'gone while it was read')
      return range
    }
    const zip = await openZip(asked.byteSize, readRange, { mostFiles: limits.archiveFiles })
    const source = await openArchive(zip, run.signal)
    await new Importer(deps, { ...payload, userId: asked.userId }, zip, source, run.signal).run()
  } catch (error) {
    const failure = failureOf(error)
    if (failure) return await endFailed(deps, payload, failure)
    if (run.isLastTry) await endFailed(deps, payload, 'INTERNAL')
    throw error
  }
}

interface Asked extends Payload {
  userId: string
}

/** One run of one import. What it keeps in memory is the archive's directory. */
class Importer {
  readonly #deps: ImportDeps
  readonly #asked: Asked
  readonly #zip: ZipReader
  readonly #source: ArchiveSource
  readonly #signal: AbortSignal
  readonly #problems: string[] = []
  /** By the ids of the archive. */
  readonly #profiles = { child: new Map<string, string>(), pet: new Map<string, string>() }

  constructor(deps: ImportDeps, asked: Asked, zip: ZipReader, source: ArchiveSource, signal: AbortSignal) {
    this.#deps = deps
    this.#asked = asked
    this.#zip = zip
    this.#source = source
    this.#signal = signal
  }

  async run(): Promise<void> {
    await this.#assertWhole()
    await this.#bringProfiles()
    const total = this.#source.keepFiles.length
    let known = 0
    let told = this.#deps.clock.now()
    await tellProgress(this.#deps, this.#asked, { done: 0, total })
    for (const [index, file] of this.#source.keepFiles.entries()) {
      this.#signal.throwIfAborted()
      if (!(await this.#bringKeep(await this.#source.readKeep(file)))) known += 1
      const now = this.#deps.clock.now()
      if (now < addSeconds(told, progressSeconds)) continue
      told = now
      await tellProgress(this.#deps, this.#asked, { done: index + 1, total, known, problems: this.#problems })
    }
    for (const file of this.#source.albumFiles) await this.#bringAlbum(await this.#source.readAlbum(file))
    await this.#bringAvatars()
    await this.#finish(total, known)
  }

  /** Before anything is made: every word parses and is what the manifest says, and the bytes that are new have room. */
  async #assertWhole(): Promise<void> {
    const { db } = this.#deps
    const { circleId } = this.#asked
    let bytes = 0
    for (const file of this.#source.keepFiles) {
      this.#signal.throwIfAborted()
      const keep = await this.#source.readKeep(file)
      const media = keep.media.flatMap((one) => [one, ...(one.live ? [one.live] : [])])
      if (media.length === 0) continue
      const here = await findHere(
        db,
        circleId,
        'media',
        media.map(({ id }) => id),
      )
      for (const one of media) if (!one.isMissing && !here.has(one.id)) bytes += one.byteSize
    }
    for (const file of this.#source.albumFiles) await this.#source.readAlbum(file)
    if (bytes > (await readRoom(db, circleId)))
      throw new ImportFailure('CIRCLE_FULL', 'more than there is room')
  }

  /** A transaction of whoever still may: the circle is locked, and the import still wanted. */
  #inCircle<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const { circleId, userId, archiveId } = this.#asked
    return this.#deps.transaction(async (tx) => {
      const role = await lockRoles(tx, circleId, [userId]).catch((error: unknown) => {
        if (error instanceof DomainError) throw new ImportFailure('NOT_ALLOWED', 'the circle is gone')
        throw error
      })
      const isAllowed = can(role.get(userId) ?? 'guest', 'archive.import')
      if (!isAllowed) throw new ImportFailure('NOT_ALLOWED', 'not any more')
      const waiting = await tx
        .selectFrom('archives')
        .select('id')
        .where('circleId', '=', circleId)
        .where('id', '=', archiveId)
        .where('state', '=', 'waiting')
        .executeTakeFirst()
      if (!waiting) throw new ImportFailure('CANCELLED', 'not wanted any more')
      return work(tx)
    })
  }

  async #bringProfiles(): Promise<void> {
    const { circleId } = this.#asked
    const { children, pets } = this.#source.profiles
    const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id)
    await this.#inCircle(async (tx) => {
      const here = {
        child: await findHere(tx, circleId, 'child', ids(children)),
        pet: await findHere(tx, circleId, 'pet', ids(pets)),
      }
      const newChildren = children.length - here.child.size
      const newPets = pets.length - here.pet.size
      const tooMany =
        (await countAdded(tx, circleId, 'children')) + newChildren > limits.childrenPerCircle ||
        (await countAdded(tx, circleId, 'pets')) + newPets > limits.petsPerCircle
      if (tooMany) throw new ImportFailure('TOO_MANY_PROFILES', 'more than a circle has')
      for (const child of children) {
        await this.#bringOnce(tx, 'child', child.id, here.child, (id) =>
          insertChild(tx, this.#asked, id, child),
        )
      }
      for (const pet of pets) {
        await this.#bringOnce(tx, 'pet', pet.id, here.pet, (id) => insertPet(tx, this.#asked, id, pet))
      }
    })
  }

  async #bringOnce(
    tx: Tx,
    kind: 'child' | 'pet',
    originId: string,
    here: ReadonlyMap<string, string>,
    insert: (id: string) => Promise<void>,
  ): Promise<void> {
    const { circleId } = this.#asked
    const localId = here.get(originId) ?? this.#deps.random.id()
    this.#profiles[kind].set(originId, localId)
    if (here.has(originId)) return
    await insert(localId)
    await rememberOrigin(tx, circleId, kind, { originId, localId })
    await publish(
      tx,
      circleId,
      kind === 'child'
        ? { type: 'child.changed', childId: localId }
        : { type: 'pet.changed', petId: localId },
    )
  }

  /** Answers false for one that is here already. */
  async #bringKeep(keep: ArchivedKeep): Promise<boolean> {
    const { db, random } = this.#deps
    const { circleId } = this.#asked
    if ((await findHere(db, circleId, 'keep', [keep.id])).size > 0) return false
    const stored = new Map<string, StoredMedia>()
    for (const media of keep.media) {
      stored.set(media.id, await this.#bringMedia(media))
      if (media.live) stored.set(media.live.id, await this.#bringMedia(media.live))
    }
    const id = random.id()
    const newIds = keep.comments.map(() => random.id())
    await this.#inCircle(async (tx) => {
      if ((await findHere(tx, circleId, 'keep', [keep.id])).size > 0) return
      await this.#insertKeep(tx, id, keep)
      for (const [position, media] of keep.media.entries()) {
        await this.#attach(tx, id, position, media, stored)
      }
      await insertTalk(tx, circleId, id, keep, newIds)
      if (keep.isFavourite) await insertFavourite(tx, this.#asked, id)
      await rememberOrigin(tx, circleId, 'keep', { originId: keep.id, localId: id })
      if ((await readRoom(tx, circleId)) < 0) throw new ImportFailure('CIRCLE_FULL', 'filled meanwhile')
      await publish(tx, circleId, { type: 'keep.changed', keepId: id })
    })
    return true
  }

  async #insertKeep(tx: Tx, id: string, keep: ArchivedKeep): Promise<void> {
    const now = tx.effects.clock.now()
    const mapped = (kind: 'child' | 'pet', ids: readonly string[]) => [
      ...new Set(ids.flatMap((originId) => this.#profiles[kind].get(originId) ?? [])),
    ]
    await insertToldKeep(tx, this.#asked, {
      id,
      kind: keep.kind,
      title: keep.title,
      body: keep.body || null,
      // What is a milestone says which; what is none has none.
      milestone: keep.kind === 'milestone' ? (keep.milestone ?? 'other') : null,
      toldBy: keep.by,
      visibility: keep.visibility,
      childIds: mapped('child', keep.childIds),
      petIds: mapped('pet', keep.petIds),
      tags: [...new Set(keep.tags)],
      happenedAt: keep.happenedAt,
      happenedOffset: keep.happenedOffset,
      dateSource: keep.dateSource,
      datePrecision: keep.datePrecision,
      createdAt: notAfter(now, keep.createdAt),
      editedAt: keep.editedAt ? notAfter(now, keep.editedAt) : null,
    })
  }

  async #attach(
    tx: Tx,
    keepId: string,
    position: number,
    media: ArchivedKeepMedia,
    stored: ReadonlyMap<string, StoredMedia>,
  ): Promise<void> {
    const { circleId } = this.#asked
    const photo = stored.get(media.id)
    const half = media.live ? stored.get(media.live.id) : undefined
    // From 1, as everywhere.
    const place = { keepId, position: position + 1 }
    if (photo) await acceptToldMedia(tx, circleId, { ...photo, ...place })
    if (!photo || !half) return
    await acceptToldMedia(tx, circleId, { ...half, ...place })
    await pairLive(tx, circleId, photo.mediaId, half.mediaId)
  }

  /** The bytes of one original, checked on their way. A row stands for them before the first one comes. */
  async #bringMedia(media: ArchivedMedia): Promise<StoredMedia> {
    const { random } = this.#deps
    const { circleId } = this.#asked
    const mediaId = await this.#inCircle(async (tx) => {
      const here = (await findHere(tx, circleId, 'media', [media.id])).get(media.id)
      if (here && (await isBegun(tx, this.#asked, here))) return here
      const id = random.id()
      await insertMedia(tx, this.#asked, { id, uploadKey: random.id() }, media)
      await rememberOrigin(tx, circleId, 'media', { originId: media.id, localId: id })
      return id
    })
    const found = this.#source.findOriginal(media.file)
    if (media.isMissing || !found || found.item.uncompressed !== media.byteSize) {
      this.#tellProblem(media.file)
      return { mediaId, sha256: null }
    }
    const ofMedia = { circleId, mediaId, contentType: media.contentType }
    try {
      const bytes = await this.#zip.open(found.item, this.#signal)
      const { sha256 } = await storeOriginal(this.#deps, ofMedia, bytes, this.#signal)
      if (sha256 === found.sha256) return { mediaId, sha256 }
    } catch (error) {
      if (!(error instanceof ZipFailure)) throw error
    }
    this.#tellProblem(media.file)
    return { mediaId, sha256: null }
  }

  #tellProblem(file: string): void {
    this.#problems.push(file.slice(0, 300))
  }

  async #bringAlbum(album: ArchivedAlbum): Promise<void> {
    const { random } = this.#deps
    const { circleId } = this.#asked
    await this.#inCircle(async (tx) => {
      if ((await findHere(tx, circleId, 'album', [album.id])).size > 0) return
      const keeps = await findHere(
        tx,
        circleId,
        'keep',
        album.keeps.map(({ id }) => id),
      )
      const cover = album.coverMediaId
      const covers = cover ? await findHere(tx, circleId, 'media', [cover]) : new Map<string, string>()
      const id = random.id()
      const held = album.keeps.flatMap(({ id: originId, addedAt }) => {
        const keepId = keeps.get(originId)
        return keepId ? [{ keepId, addedAt }] : []
      })
      await insertAlbum(tx, this.#asked, id, album, held, (cover && covers.get(cover)) ?? null)
      await rememberOrigin(tx, circleId, 'album', { originId: album.id, localId: id })
      await publish(tx, circleId, { type: 'album.changed', albumId: id })
    })
  }

  /** Faces of children and pets, which are photos of keeps. */
  async #bringAvatars(): Promise<void> {
    const { circleId } = this.#asked
    const { children, pets } = this.#source.profiles
    for (const [kind, all] of [
      ['child', children],
      ['pet', pets],
    ] as const) {
      for (const { id, avatarMediaId } of all) {
        const localId = this.#profiles[kind].get(id)
        if (!avatarMediaId || !localId) continue
        await this.#inCircle(async (tx) => {
          const here = (await findHere(tx, circleId, 'media', [avatarMediaId])).get(avatarMediaId)
          if (here) await setAvatars(tx, circleId, kind, localId, here)
        })
      }
    }
  }

  async #finish(total: number, known: number): Promise<void> {
    const { circleId, archiveId, userId } = this.#asked
    await this.#inCircle(async (tx) => {
      await tx
        .updateTable('archives')
        .set({
          state: 'ready',
          doneItems: total,
          totalItems: total,
          knownItems: known,
          problemCount: this.#problems.length,
          problems: this.#problems.slice(0, problemsNamed),
          finishedAt: tx.effects.clock.now(),
        })
        .where('circleId', '=', circleId)
        .where('id', '=', archiveId)
        .execute()
      // What was sent has served.
      await removeObjects(tx, [archivePrefix(circleId, 'import', archiveId)])
      await audit(tx, { userId }, { action: 'archive.imported', circleId, subjectId: archiveId })
      await publish(tx, circleId, { type: 'archive.changed', archiveId })
      await publish(tx, circleId, { type: 'keeps.changed' })
    })
  }
}

interface StoredMedia {
  mediaId: string
  /** null: the original is nowhere, or not what it should be. */
  sha256: string | null
}

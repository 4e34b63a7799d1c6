import { createWriteStream } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { limits } from '@kinkeep/contracts/limits'
import { sql } from 'kysely'
import type { z } from 'zod'
import { openDerived, openOriginal } from '../media/queries.ts'
import { addSeconds } from '../platform/clock.ts'
import type { Database } from '../platform/db.ts'
import type { WorkerDeps } from '../platform/deps.ts'
import type { JobRun } from '../platform/job-runner.ts'
import { type BookPicture, bookGap, createPdfBook, type PdfBook } from '../platform/pdf-book.ts'
import { newTempFolder } from '../platform/temp-folders.ts'
import { uploadMade } from '../platform/upload-made.ts'
import {
  inBatches,
  type KeepArchiveRow,
  type MediaArchiveRow,
  readChildren,
  readKeepRows,
  readMediaRows,
  readPets,
} from './archive-sql.ts'
import {
  bookWords,
  chapterOf,
  describeLength,
  keepsPerBook,
  layRows,
  paperDpi,
  picturesPerPage,
  printable,
} from './book-rules.ts'
import { describeAge, describeDate } from './date-rules.ts'
import type { printBook } from './jobs.ts'
import { archivePrefix } from './rules.ts'
import { endFailed, finishMaking, takeWaiting, tellProgress } from './sql.ts'

type BookDeps = Pick<WorkerDeps, 'db' | 'transaction' | 'clock' | 'random' | 'storage' | 'images'>
type Payload = z.infer<typeof printBook.payload>
type Asked = NonNullable<Awaited<ReturnType<typeof takeWaiting>>>

const progressSeconds = 3

/**
 * Makes a book, page by page into the store. A worker that was killed begins again; each run writes an object of its
 * own, which counts only once the row names it. What only admins see is in no book: it lies on tables.
 */
export async function handlePrintBook(deps: BookDeps, payload: Payload, run: JobRun): Promise<void> {
  const asked = await takeWaiting(deps, payload, 'book', 'book.request')
  if (!asked?.paper) return
  const prefix = archivePrefix(payload.circleId, 'book', payload.archiveId)
  try {
    const { keeps, photos, circleName } = await readChoice(deps.db, payload.circleId, asked)
    const isTooMuch = photos > limits.photosPerBook || keeps.length / 16 > keepsPerBook
    if (isTooMuch) return await endFailed(deps, payload, 'TOO_MANY_PHOTOS')
    if (keeps.length === 0) return await endFailed(deps, payload, 'NOTHING_TO_SHOW')
    await deps.storage.removeAll(prefix)
    const key = `${prefix}${deps.random.id()}.pdf`
    const book = { ...asked, paper: asked.paper, keeps, circleName }
    const made = await print(deps, payload, book, key, run.signal)
    await finishMaking(deps, payload, { kind: 'book', userId: asked.userId, key, ...made })
  } catch (error) {
    if (run.isLastTry) await endFailed(deps, payload, 'INTERNAL')
    throw error
  }
}

type Book = Asked & { paper: 'a4' | 'square'; keeps: Buffer; circleName: string }

/** What a book shows, at one moment: 16 bytes a keep, oldest first. */
async function readChoice(db: Database, circleId: string, { albumId, fromDay, toDay }: Asked) {
  const { rows } = await sql<{ keeps: Buffer; photos: number; circleName: string }>`
    with chosen as (
      select id, happened_at, created_at from keeps
      where circle_id = ${circleId} and trashed_at is null and visibility = 'circle'
        and (${albumId}::uuid is null or exists (
          select from album_keeps
          where album_keeps.circle_id = keeps.circle_id and album_id = ${albumId} and keep_id = keeps.id
        ))
        and (${fromDay}::date is null or happened_at >= ${fromDay}::date)
        and (${toDay}::date is null or happened_at < ${toDay}::date + 1)
    )
    select
      coalesce((
        select string_agg(uuid_send(id), ''::bytea order by happened_at, created_at, id) from chosen
      ), ''::bytea) as keeps,
      (
        select count(*)::int from media
        where circle_id = ${circleId} and live_of_id is null and state = 'ready'
          and keep_id in (select id from chosen)
      ) as photos,
      (select name from circles where id = ${circleId}) as circle_name
  `.execute(db)
  return rows[0] ?? { keeps: Buffer.alloc(0), photos: 0, circleName: '' }
}

async function print(deps: BookDeps, payload: Payload, book: Book, key: string, stop: AbortSignal) {
  const { language, paper } = book
  const title = printable(book.title ?? '') || book.circleName
  const { bytes, written } = await uploadMade(
    deps,
    { key, contentType: 'application/pdf' },
    stop,
    (signal) => createPdfBook(paper, { title, language, madeAt: deps.clock.now() }, signal),
    (pdf, signal) => new BookWriter(deps, payload, { ...book, title }, pdf, signal).write(),
  )
  return { bytes, problems: written }
}

/** Writes one book from its title to its last page. */
class BookWriter {
  readonly #deps: BookDeps
  readonly #payload: Payload
  readonly #book: Book & { title: string }
  readonly #pdf: PdfBook
  readonly #signal: AbortSignal
  readonly #problems: string[] = []
  #profiles = new Map<string, { name: string; birthdate: string | null }>()
  #chapter: string | undefined
  #day: string | undefined

  constructor(
    deps: BookDeps,
    payload: Payload,
    book: Book & { title: string },
    pdf: PdfBook,
    signal: AbortSignal,
  ) {
    this.#deps = deps
    this.#payload = payload
    this.#book = book
    this.#pdf = pdf
    this.#signal = signal
  }

  /** Answers the pictures that could not be printed. */
  async write(): Promise<string[]> {
    const { db, clock } = this.#deps
    const { circleId } = this.#payload
    const { keeps, userId } = this.#book
    for (const { id, name, birthdate } of await readChildren(db, circleId)) {
      this.#profiles.set(id, { name, birthdate })
    }
    for (const { id, name } of await readPets(db, circleId)) this.#profiles.set(id, { name, birthdate: null })
    const total = keeps.length / 16
    let done = 0
    let told = clock.now()
    for (const ids of inBatches(keeps)) {
      // Some may have become the admins' since it was begun.
      const rows = (await readKeepRows(db, circleId, userId, ids)).filter(
        ({ visibility }) => visibility === 'circle',
      )
      const media = await readMediaRows(db, circleId, ids)
      for (const keep of rows) {
        this.#signal.throwIfAborted()
        if (this.#chapter === undefined) await this.#writeTitle(keep)
        await this.#writeKeep(
          keep,
          media.filter(({ keepId, liveOfId, state }) => keepId === keep.id && !liveOfId && state === 'ready'),
        )
        done += 1
        if (clock.now() < addSeconds(told, progressSeconds)) continue
        told = clock.now()
        await tellProgress(this.#deps, this.#payload, { done, total, problems: this.#problems })
      }
    }
    this.#pdf.finish()
    await tellProgress(this.#deps, this.#payload, { done: total, total, problems: this.#problems })
    return this.#problems
  }

  async #writeTitle(first: KeepArchiveRow): Promise<void> {
    const { circleId } = this.#payload
    const { keeps, userId, language, title, circleName } = this.#book
    const lastId = [...inBatches(keeps.subarray(-16))].flat()
    const [last = first] = await readKeepRows(this.#deps.db, circleId, userId, lastId)
    const range = [...new Set([chapterOf(language, first), chapterOf(language, last)])].join(' – ')
    this.#pdf.titlePage(title, [range, printable(circleName)])
  }

  async #writeKeep(keep: KeepArchiveRow, media: readonly MediaArchiveRow[]): Promise<void> {
    const { language } = this.#book
    const chapter = chapterOf(language, keep)
    if (chapter !== this.#chapter) this.#pdf.chapter(chapter)
    this.#chapter = chapter
    const { content } = this.#pdf
    const shaped = media.map((row) => ({ row, width: row.width ?? 4, height: row.height ?? 3 }))
    const groups = chunk(shaped, picturesPerPage).map((group) => layRows(group, content, bookGap))
    this.#pdf.words(this.#wordsOf(keep), groups[0]?.[0]?.height ?? 0)
    for (const rows of groups) {
      for (const { pictures, height } of rows) {
        const drawn: BookPicture[] = []
        for (const picture of pictures) {
          const points = (height * Math.max(picture.width, picture.height)) / picture.height
          const made = await this.#picture(picture.row, Math.ceil((points / 72) * paperDpi))
          if (made) drawn.push(made)
        }
        if (drawn.length > 0) await this.#pdf.row(drawn, height)
      }
    }
  }

  #wordsOf(keep: KeepArchiveRow) {
    const { language } = this.#book
    const date = describeDate(
      language,
      keep.happenedAt,
      keep.datePrecision === 'time' ? 'day' : keep.datePrecision,
    )
    const people = [...keep.childIds, ...keep.petIds].flatMap((id) => {
      const profile = this.#profiles.get(id)
      if (!profile) return []
      const age = profile.birthdate && describeAge(language, profile.birthdate, keep.happenedAt)
      return age ? `${profile.name}, ${age}` : profile.name
    })
    // Of several of one day the first says which; and what the page begins with is said.
    const said = date === this.#day || date === this.#chapter ? [] : [date]
    this.#day = date
    return {
      small: printable([...said, ...people].join(' · ')) || null,
      title: printable(keep.title ?? '') || null,
      body: printable(keep.body ?? '') || null,
    }
  }

  /** A photo from its original, as many pixels as its place on paper shows; a video as its poster. */
  async #picture(row: MediaArchiveRow, longEdge: number): Promise<BookPicture | undefined> {
    const ofMedia = { circleId: this.#payload.circleId, mediaId: row.id }
    const shape = { width: row.width ?? 4, height: row.height ?? 3 }
    if (row.kind === 'video') {
      const poster = await openDerived(this.#deps, { ...ofMedia, variant: 'preview' }, this.#signal)
      if (!poster) return this.#tellProblem(row)
      const note = bookWords[this.#book.language].video(describeLength(row.durationMs))
      return { jpeg: await buffer(poster), ...shape, note }
    }
    const original = await openOriginal(this.#deps, ofMedia, this.#signal)
    if (!original) return this.#tellProblem(row)
    const folder = await newTempFolder()
    try {
      const inputPath = path.join(folder, 'original')
      const previewPath = path.join(folder, 'print')
      await pipeline(original, createWriteStream(inputPath), { signal: this.#signal })
      const result = await this.#deps.images.process(
        {
          inputPath,
          previewPath,
          thumbnailPath: path.join(folder, 'thumbnail'),
          originalName: row.name,
          purpose: 'print',
          longEdge,
          rotation: row.rotation as 0 | 90 | 180 | 270,
        },
        this.#signal,
      )
      if (result.status !== 'ready') return this.#tellProblem(row)
      return { jpeg: await readFile(previewPath), width: result.width, height: result.height }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  #tellProblem({ name }: MediaArchiveRow): undefined {
    this.#problems.push(name)
  }
}

function chunk<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}

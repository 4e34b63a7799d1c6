import { Readable } from 'node:stream'
import { inflateSync } from 'node:zlib'
import { newChild } from '@kinkeep/testing/new-child'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import type { TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { removeMember } from '../circles/remove-member.ts'
import { updateKeep } from '../keeps/update-keep.ts'
import { mediaKey } from '../media/rules.ts'
import { createImageProcessor } from '../platform/images/images.ts'
import { handlePrintBook } from './book-handlers.ts'
import { layRows, printable } from './book-rules.ts'
import { readBook } from './queries.ts'
import { requestBook } from './request-book.ts'
import { signDownload } from './sign-download.ts'

const images = createImageProcessor({ concurrency: 1, timeoutMs: 60_000, maxMemoryMb: 768 })
afterAll(() => images.close())
const deps = { ...(await createTestDeps()), images }
const lastRun = { signal: new AbortController().signal, jobId: 'job', isLastTry: true }

test('a book has its fonts inside, its words to be found, and its pictures as paper shows them', async () => {
  const { home, album } = await livedIn()
  const pdf = await print(home, home.owner, { paper: 'a4', albumId: album })
  const text = pdf.toString('latin1')
  expect(text).toMatch(/\/FontFile2/)
  expect(text).not.toMatch(/\/BaseFont \/Helvetica/)
  expect(text).toMatch(/Literata/)
  expect(text).toMatch(/Onest/)
  // 170 mm at 300 dpi is 2008 pixels, of a photo that has 4000.
  const sizes = imageSizes(text)
  expect(sizes[0]?.width).toBeGreaterThan(1990)
  expect(sizes[0]?.width).toBeLessThan(2030)
  // One that has fewer is never blown up.
  expect(sizes.some(({ width, height }) => width === 300 && height === 400)).toBe(true)
  const letters = lettersOf(pdf)
  for (const letter of 'Лето у моря Миа') expect(letters).toContain(letter)
  const square = await print(home, home.owner, { paper: 'square' })
  expect(square.toString('latin1')).toMatch(/\/MediaBox \[0 0 595\.\d+ 595\.\d+\]/)
})

test('a book shows what its reader sees, and never what only admins see', async () => {
  const { home } = await livedIn()
  const viewer = await newMember(deps, home, 'viewer')
  const ofViewer = await print(home, viewer, { paper: 'square' })
  const ofOwner = await print(home, home.owner, { paper: 'square' })
  expect(pagesOf(ofOwner)).toBe(pagesOf(ofViewer))
  expect(await made(home, viewer, { from: '1900-01-01', to: '1900-01-02' })).toMatchObject({
    state: 'failed',
    failure: 'NOTHING_TO_SHOW',
  })
  const scope = await scopeIn(deps, home, viewer, 'book.request')
  const waiting = await requestBook(deps, scope, { circleId: home.id, title: 'Later', paper: 'a4' })
  const remover = await scopeIn(deps, home, home.owner, 'member.remove')
  await removeMember(deps, remover, { circleId: home.id, userId: viewer.id })
  await handlePrintBook(deps, { circleId: home.id, archiveId: waiting.id }, lastRun)
  const { state, failure } = await deps.db
    .selectFrom('archives')
    .select(['state', 'failure'])
    .where('id', '=', waiting.id)
    .executeTakeFirstOrThrow()
  expect({ state, failure }).toEqual({ state: 'failed', failure: 'NOT_ALLOWED' })
})

test('what becomes the admins’ while a book is made is not in it', async () => {
  const home = await newCircle(deps)
  await newKeep(deps, home, home.owner, { body: 'For everybody' })
  const secret = await newKeep(deps, home, home.owner, { body: 'Only for admins. '.repeat(800) })
  const scope = await scopeIn(deps, home, home.owner, 'book.request')
  const { id } = await requestBook(deps, scope, { circleId: home.id, title: 'Book', paper: 'a4' })
  const hiding = {
    ...deps.storage,
    // What the book is of is known, and nothing of it is read.
    async removeAll(prefix: string) {
      const update = await scopeIn(deps, home, home.owner, 'keep.update')
      await updateKeep(deps, update, { circleId: home.id, keepId: secret.id, visibility: 'admins' })
      return deps.storage.removeAll(prefix)
    },
  }
  await handlePrintBook({ ...deps, storage: hiding }, { circleId: home.id, archiveId: id }, lastRun)
  const { url } = await signDownload(deps, scope, { circleId: home.id, exportId: id })
  expect(pagesOf(Buffer.from(await (await fetch(url)).arrayBuffer()))).toBe(2)
})

test('what cannot be printed is said, and one run after another makes one book', async () => {
  const home = await newCircle(deps)
  const lost = await newMedia(deps, home, home.owner, { name: 'lost.jpg' })
  await newKeep(deps, home, home.owner, { kind: 'media', mediaIds: [lost.id], body: 'Gone' })
  const scope = await scopeIn(deps, home, home.owner, 'book.request')
  const asked = { circleId: home.id, title: 'Book', paper: 'a4' as const }
  const [one, same] = [await requestBook(deps, scope, asked), await requestBook(deps, scope, asked)]
  expect(same.id).toBe(one.id)
  const broken = { ...deps, images: { ...images, process: () => Promise.reject(new Error('killed')) } }
  const photo = await newMedia(deps, home, home.owner, { name: 'there.jpg' })
  await store(home, photo.id, await draw(40, 30))
  await newKeep(deps, home, home.owner, { kind: 'media', mediaIds: [photo.id] })
  const payload = { circleId: home.id, archiveId: one.id }
  await expect(handlePrintBook(broken, payload, { ...lastRun, isLastTry: false })).rejects.toThrow('killed')
  await Promise.allSettled([handlePrintBook(deps, payload, lastRun), handlePrintBook(deps, payload, lastRun)])
  await handlePrintBook(deps, payload, lastRun)
  const view = await readBook(deps, scope, { circleId: home.id, exportId: one.id })
  expect(view).toMatchObject({ state: 'ready', problemCount: 1, problems: ['lost.jpg'], totalItems: 2 })
})

test('rows hold one or two pictures, none larger than its page', () => {
  const content = { width: 480, height: 700 }
  const [tall, wide] = [
    { width: 3, height: 4 },
    { width: 4, height: 3 },
  ]
  expect(layRows([wide], content, 10)).toEqual([{ pictures: [wide], height: 360 }])
  expect(layRows([tall, tall], content, 10)[0]?.pictures).toHaveLength(2)
  expect(layRows([wide, wide], content, 10)).toHaveLength(2)
  expect(layRows([{ width: 1, height: 100 }], content, 10)[0]?.height).toBeLessThan(700)
})

test.each([
  ['Море 🌊👨‍👩‍👧 и мы', 'Море и мы'],
  ['Молодец 👍🏽 и 👩🏿‍🚀!', 'Молодец и !'],
  ['1️⃣ #️⃣ *️⃣ first', '1 # * first'],
  ['🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} Edinburgh 🇬🇧', 'Edinburgh'],
  ['Room #12 * 3½ – «ёж» & café', 'Room #12 * 3½ – «ёж» & café'],
  ['© Anna ®, Kinder™', '© Anna ®, Kinder™'],
])('of %j a font can print %j', (text, printed) => {
  expect(printable(text)).toBe(printed)
})

async function livedIn() {
  const home = await newCircle(deps, { name: 'Дом у реки' })
  const child = await newChild(deps, home, home.owner, { name: 'Миа', birthdate: '2023-02-03' })
  const wide = await newMedia(deps, home, home.owner, { name: 'wide.jpg', happenedAt: '2024-07-14T10:00:00' })
  await store(home, wide.id, await draw(4000, 3000))
  const tall = await newMedia(deps, home, home.owner, { name: 'tall.jpg', happenedAt: '2024-07-14T11:00:00' })
  await store(home, tall.id, await draw(300, 400))
  await deps.db.updateTable('media').set({ width: 4000, height: 3000 }).where('id', '=', wide.id).execute()
  await deps.db.updateTable('media').set({ width: 300, height: 400 }).where('id', '=', tall.id).execute()
  const first = await newKeep(deps, home, home.owner, {
    kind: 'media',
    mediaIds: [wide.id],
    title: 'Лето у моря',
    body: 'Первый раз у воды. Миа не хотела уходить, и мы остались до вечера.',
    childIds: [child.id],
  })
  const second = await newKeep(deps, home, home.owner, {
    kind: 'media',
    mediaIds: [tall.id],
    body: 'The same day',
  })
  await newKeep(deps, home, home.owner, {
    body: 'Long ago',
    happenedAt: '1968-06-01T00:00:00',
    datePrecision: 'season',
  })
  await newKeep(deps, home, home.owner, {
    body: 'Only for admins. '.repeat(800),
    happenedAt: '2020-01-01T00:00:00',
    visibility: 'admins',
  })
  const now = deps.clock.now()
  const album = await deps.db
    .insertInto('albums')
    .values({ circleId: home.id, title: 'Sea', createdBy: home.owner.id, createdAt: now, updatedAt: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  await deps.db
    .insertInto('albumKeeps')
    .values(
      [first.id, second.id].map((keepId) => ({ circleId: home.id, albumId: album.id, keepId, addedAt: now })),
    )
    .execute()
  return { home, album: album.id }
}

function draw(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#7fa99b' } })
    .jpeg()
    .toBuffer()
}

async function store(circle: { id: string }, mediaId: string, bytes: Buffer): Promise<void> {
  const key = mediaKey(circle.id, mediaId, 'original')
  await deps.storage.uploadStream(key, Readable.from([bytes]), 'image/jpeg')
}

interface Choice {
  paper?: 'a4' | 'square'
  albumId?: string
  from?: string
  to?: string
}

async function made(home: TestCircle, user: TestUser, choice: Choice) {
  const scope = await scopeIn(deps, home, user, 'book.request')
  const { id } = await requestBook(deps, scope, {
    circleId: home.id,
    title: 'Наш год',
    paper: 'a4',
    ...choice,
  })
  await handlePrintBook(deps, { circleId: home.id, archiveId: id }, lastRun)
  return readBook(deps, scope, { circleId: home.id, exportId: id })
}

async function print(home: TestCircle, user: TestUser, choice: Choice): Promise<Buffer> {
  const { id, state, bytes } = await made(home, user, choice)
  expect(state).toBe('ready')
  const scope = await scopeIn(deps, home, user, 'book.request')
  const { url } = await signDownload(deps, scope, { circleId: home.id, exportId: id })
  const answer = await fetch(url)
  expect(answer.headers.get('content-disposition')).toContain('.pdf')
  const pdf = Buffer.from(await answer.arrayBuffer())
  expect(pdf.length).toBe(bytes)
  return pdf
}

function imageSizes(text: string): { width: number; height: number }[] {
  return [...text.matchAll(/\/Subtype \/Image[\s\S]{0,200}?\/Width (\d+)\s+\/Height (\d+)/g)].map(
    (match) => ({
      width: Number(match[1]),
      height: Number(match[2]),
    }),
  )
}

const pagesOf = (pdf: Buffer) => Number(/\/Count (\d+)/.exec(pdf.toString('latin1'))?.[1])

/** Every letter that the book's own tables can turn back into text, which is how it is copied and searched. */
function lettersOf(pdf: Buffer): Set<string> {
  const letters = new Set<string>([' '])
  for (const match of pdf.toString('latin1').matchAll(/stream\n([\s\S]*?)\nendstream/g)) {
    let content = ''
    try {
      content = inflateSync(Buffer.from(match[1] ?? '', 'latin1')).toString('latin1')
    } catch {
      continue
    }
    if (!content.includes('beginbfrange')) continue
    for (const [, hex = ''] of content.matchAll(/<([0-9a-f]{4})>/gi)) {
      letters.add(String.fromCharCode(Number.parseInt(hex, 16)))
    }
  }
  return letters
}

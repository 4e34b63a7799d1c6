import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { newCircle, type TestCircle } from '@kinkeep/testing/new-circle'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { drawPhotoAt } from '@kinkeep/testing/placed-photo'
import { createTestDeps, type TestDeps } from '@kinkeep/testing/test-deps'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { requireFreshCircle } from '../circles/access.ts'
import { handleProcessMedia } from '../media/handlers.ts'
import { mediaKey } from '../media/rules.ts'
import { createImageProcessor } from '../platform/images/images.ts'
import { canonicalManifest } from './archive-rules.ts'
import { handleBuildArchive } from './export-handlers.ts'
import { handleReadImport } from './import-handlers.ts'
import { requestExport } from './request-export.ts'
import { requestImport } from './request-import.ts'
import { importKey } from './rules.ts'
import { signDownload } from './sign-download.ts'

const images = createImageProcessor({ concurrency: 1, timeoutMs: 60_000, maxMemoryMb: 512 })
afterAll(() => images.close())
const run = { signal: new AbortController().signal, jobId: 'job', isLastTry: true }

test('after the worker has read every original anew, an archive is what it was at home', async () => {
  const deps = await createTestDeps()
  const home = await newCircle(deps)
  const places = [drawPhotoAt(52, 13), drawPhotoAt(-33, 151)]
  const plain = sharp({ create: { width: 90, height: 60, channels: 3, background: '#c96' } })
    .png()
    .toBuffer()
  for (const [index, bytes] of (await Promise.all([...places, plain])).entries()) {
    const id = await upload(deps, home, `photo ${index}.jpg`, bytes)
    // One that a person moved, against what its file says.
    if (index === 1) {
      const moved = { happenedAt: '1999-01-02T03:04:05', happenedOffset: -300, dateSource: 'person' as const }
      await deps.db.updateTable('media').set(moved).where('id', '=', id).execute()
    }
    // And one whose place was taken back.
    if (index === 0) {
      const gone = { latitude: null, longitude: null, placeRemovedAt: deps.clock.now() }
      await deps.db.updateTable('media').set(gone).where('id', '=', id).execute()
    }
    await newKeep(deps, home, home.owner, { kind: 'media', mediaIds: [id], body: `Photo ${index}` })
  }
  const first = await take(deps, home)
  expect([...first.files.keys()].filter((name) => name.startsWith('thumbnails/'))).toHaveLength(3)

  const other = await createTestDeps()
  const away = await newCircle(other)
  await bringIn(other, away, first.bytes)
  const waiting = await other.db.selectFrom('media').select('id').where('state', '=', 'processing').execute()
  expect(waiting).toHaveLength(3)
  for (const { id } of waiting) await process(other, away, id)
  const again = await take(other, away)
  expect(canonicalManifest(String(again.files.get('manifest.sha256')))).toEqual(
    canonicalManifest(String(first.files.get('manifest.sha256'))),
  )
  const pictures = (files: ReadonlyMap<string, Buffer>) =>
    [...files].filter(([name]) => name.startsWith('thumbnails/')).map(([, bytes]) => hash(bytes))
  expect(pictures(again.files)).toEqual(pictures(first.files))
}, 60_000)

async function upload(deps: TestDeps, circle: TestCircle, name: string, bytes: Buffer): Promise<string> {
  const { id } = await newMedia(deps, circle, circle.owner, {
    name,
    state: 'processing',
    byteSize: bytes.length,
    dateSource: 'fileTime',
  })
  const key = mediaKey(circle.id, id, 'original')
  await deps.storage.uploadStream(key, Readable.from([bytes]), 'image/jpeg')
  await process(deps, circle, id)
  return id
}

async function process(deps: TestDeps, circle: TestCircle, mediaId: string): Promise<void> {
  await handleProcessMedia({ ...deps, images }, { circleId: circle.id, mediaId }, run)
  const { state } = await deps.db
    .selectFrom('media')
    .select('state')
    .where('id', '=', mediaId)
    .executeTakeFirstOrThrow()
  expect(state).toBe('ready')
}

async function take(deps: TestDeps, circle: TestCircle) {
  const { scope } = await requireFreshCircle(deps, circle.owner.caller, circle.id, 'archive.request')
  const { id } = await requestExport(deps, scope)
  await handleBuildArchive(deps, { circleId: circle.id, archiveId: id }, run)
  const { url } = await signDownload(deps, scope, { circleId: circle.id, exportId: id })
  const bytes = Buffer.from(await (await fetch(url)).arrayBuffer())
  const files = new Map<string, Buffer>()
  const zip = await fromBufferPromise(bytes, { lazyEntries: true })
  for await (const entry of zip.eachEntry()) {
    files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)))
  }
  return { bytes, files }
}

async function bringIn(deps: TestDeps, circle: TestCircle, bytes: Buffer): Promise<void> {
  const { scope } = await requireFreshCircle(deps, circle.owner.caller, circle.id, 'archive.import')
  const { import: begun } = await requestImport(deps, scope, {
    circleId: circle.id,
    byteSize: bytes.length,
  })
  const key = importKey(circle.id, begun.id)
  await deps.storage.uploadStream(key, Readable.from([bytes]), 'application/zip')
  await deps.db.updateTable('archives').set({ state: 'waiting' }).where('id', '=', begun.id).execute()
  await handleReadImport(deps, { circleId: circle.id, archiveId: begun.id }, run)
}

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

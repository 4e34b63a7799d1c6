import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { MediaView } from '@kinkeep/contracts/media'
import { signUp } from '@kinkeep/core/accounts/sign-up'
import { jobs } from '@kinkeep/core/jobs'
import { completeUpload } from '@kinkeep/core/media/complete-upload'
import { enqueueProcessing } from '@kinkeep/core/media/jobs'
import { readStatus } from '@kinkeep/core/media/queries'
import { requestUpload } from '@kinkeep/core/media/request-upload'
import { retryMedia } from '@kinkeep/core/media/retry-media'
import { createImageProcessor, type ImageProcessor } from '@kinkeep/core/platform/images/images'
import { startJobRunner } from '@kinkeep/core/platform/job-runner'
import { createLog } from '@kinkeep/core/platform/log'
import { createMailer, type Mailer } from '@kinkeep/core/platform/mail'
import { createVideoProcessor, type VideoProcessor } from '@kinkeep/core/platform/videos/videos'
import { drawPhoto } from '@kinkeep/testing/draw-photo'
import { drawVideo } from '@kinkeep/testing/draw-video'
import { newCircle, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newCaller, newEmail } from '@kinkeep/testing/new-user'
import { createOutbox } from '@kinkeep/testing/outbox'
import { type TestServices, testServices } from '@kinkeep/testing/services'
import { createSmsOutbox } from '@kinkeep/testing/sms-outbox'
import { createTestDeps, type TestDeps } from '@kinkeep/testing/test-deps'
import { testSecretSettings } from '@kinkeep/testing/test-secrets'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { createHandlers } from './handlers.ts'

const log = createLog('worker-test', 'silent')

/** A worker in this process, on real queues, with the real store. */
async function startWorker(deps: TestDeps, ways: { mailer?: Mailer; images?: ImageProcessor } = {}) {
  const videos = createVideoProcessor({
    concurrency: 1,
    timeoutMs: 20_000,
    longestMs: 60_000,
    maxMemoryMb: 1200,
  })
  const images = ways.images ?? createImageProcessor({ concurrency: 1, timeoutMs: 20_000, maxMemoryMb: 600 })
  const mailer = ways.mailer ?? createOutbox()
  const handlers = createHandlers({ ...deps, images, videos, mailer, sms: createSmsOutbox() })
  const runner = await startJobRunner({ connectionString: deps.databaseUrl, jobs, handlers, log })
  onTestFinished(async () => {
    await runner.stop()
    await Promise.all([images.close(), videos.close()])
  })
}

/** Sends bytes as a browser does. */
async function upload(
  deps: TestDeps,
  circle: TestCircle,
  bytes: Buffer,
  claim = { name: 'a.jpg', contentType: 'image/jpeg' },
): Promise<string> {
  const scope = await scopeIn(deps, circle, circle.owner, 'media.upload')
  const file = { ...claim, byteSize: bytes.length, keep: 'own' as const }
  const { uploads } = await requestUpload(deps, scope, {
    circleId: circle.id,
    files: [{ ...file, uploadKey: deps.random.id() }],
  })
  const [target] = uploads
  if (target?.status !== 'send') throw new Error('refused')
  const put = await fetch(target.url, { method: 'PUT', headers: target.headers, body: new Uint8Array(bytes) })
  expect(put.status).toBe(200)
  await completeUpload(deps, scope, { circleId: circle.id, mediaId: target.mediaId })
  return target.mediaId
}

/** The photo once it is ready or failed: told by the circle's events, not by the clock. */
async function settled(deps: TestDeps, circle: TestCircle, mediaId: string): Promise<MediaView> {
  const scope = await scopeIn(deps, circle, circle.owner, 'media.read')
  let changed = Promise.withResolvers<void>()
  const { stop } = await deps.hub.follow(circle.id, () => changed.resolve())
  try {
    for (;;) {
      const { items } = await readStatus(deps, scope, { circleId: circle.id, mediaIds: [mediaId] })
      const [media] = items
      if (media && media.state !== 'processing') return media
      await changed.promise
      changed = Promise.withResolvers()
    }
  } finally {
    stop()
  }
}

async function open(): Promise<{ deps: TestDeps; circle: TestCircle; services: TestServices }> {
  const deps = await createTestDeps()
  await deps.hub.start()
  return { deps, circle: await newCircle(deps), services: await testServices() }
}

test('a photo becomes visible: sized, dated by its camera, with preview and thumbnail in the store', async () => {
  const { deps, circle } = await open()
  await startWorker(deps)
  const mediaId = await upload(deps, circle, await drawPhoto('2024:02:29 23:30:00'))

  expect(await settled(deps, circle, mediaId)).toMatchObject({ state: 'ready', width: 320, height: 240 })
  const keep = await deps.db.selectFrom('keeps').selectAll().executeTakeFirstOrThrow()
  expect(keep).toMatchObject({ happenedAt: '2024-02-29T23:30:00', happenedOffset: 120, dateSource: 'exif' })
  const days = await deps.db.selectFrom('keepDays').select(['day', 'keeps']).where('keeps', '>', 0).execute()
  expect(days).toEqual([{ day: '2024-02-29', keeps: 1 }])
  const folder = `circles/${circle.id}/media/${mediaId}`
  expect(await deps.storage.sizeOf(`${folder}/preview.jpg`)).toBeGreaterThan(1000)
  expect(await deps.storage.sizeOf(`${folder}/thumbnail.webp`)).toBeGreaterThan(100)
})

test.each([
  ['as what it is', { name: 'a.mov', contentType: 'video/quicktime' }],
  ['under the name of a photo', { name: 'a.jpg', contentType: 'image/jpeg' }],
])(
  'a video that is sent %s becomes visible, and plays everywhere',
  async (_, claim) => {
    const { deps, circle } = await open()
    await startWorker(deps)
    const mediaId = await upload(deps, circle, await drawVideo({ container: 'mov', codec: 'hevc' }), claim)
    expect(await settled(deps, circle, mediaId)).toMatchObject({
      state: 'ready',
      kind: 'video',
      durationMs: 1000,
    })
    const folder = `circles/${circle.id}/media/${mediaId}`
    expect(await deps.storage.sizeOf(`${folder}/preview.jpg`)).toBeGreaterThan(100)
    expect(await deps.storage.sizeOf(`${folder}/video.mp4`)).toBeGreaterThan(1000)
  },
  60_000,
)

test('a damaged photo says so, keeps its original, and may be tried again', async () => {
  const { deps, circle } = await open()
  await startWorker(deps)
  const whole = await drawPhoto()
  const mediaId = await upload(deps, circle, whole.subarray(0, whole.length / 2))

  expect(await settled(deps, circle, mediaId)).toMatchObject({ state: 'failed', failure: 'DAMAGED' })
  const original = `circles/${circle.id}/media/${mediaId}/original`
  expect(await deps.storage.sizeOf(original)).toBe(Math.floor(whole.length / 2))

  deps.clock.advance(1)
  const scope = await scopeIn(deps, circle, circle.owner, 'media.retry')
  await retryMedia(deps, scope, { circleId: circle.id, mediaId })
  expect(await settled(deps, circle, mediaId)).toMatchObject({ state: 'failed', failure: 'DAMAGED' })
})

test.each([
  ['a page', '<html><script>alert(1)</script></html>'],
  ['a drawing with a script', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
])('%s under the name of a photo is not one', async (_, text) => {
  const { deps, circle } = await open()
  await startWorker(deps)
  const mediaId = await upload(deps, circle, Buffer.from(text))
  expect(await settled(deps, circle, mediaId)).toMatchObject({ state: 'failed', failure: 'UNSUPPORTED_TYPE' })
})

test('a photo whose bytes are gone is not marked done', async () => {
  const { deps, circle } = await open()
  const mediaId = await upload(deps, circle, await drawPhoto())
  await deps.storage.remove([`circles/${circle.id}/media/${mediaId}/original`])
  await startWorker(deps)
  expect(await settled(deps, circle, mediaId)).toMatchObject({ state: 'failed', failure: 'MISSING' })
})

test('a job that is delivered twice changes nothing the second time', async () => {
  const { deps, circle } = await open()
  await startWorker(deps)
  const mediaId = await upload(deps, circle, await drawPhoto())
  await settled(deps, circle, mediaId)
  const before = await snapshot(deps)

  const handlers = createHandlers({
    ...deps,
    mailer: createOutbox(),
    sms: createSmsOutbox(),
    images: refusingImages,
    videos: refusingImages,
  })
  await handlers.processMedia(
    { circleId: circle.id, mediaId },
    { jobId: deps.random.id(), isLastTry: false, signal: new AbortController().signal },
  )
  expect(await snapshot(deps)).toEqual(before)
})

test('while a photo waits, a second job for it is not added', async () => {
  const { deps, circle } = await open()
  const mediaId = await upload(deps, circle, await drawPhoto())
  const since = deps.clock.now()
  await deps.transaction((tx) => enqueueProcessing(tx, { circleId: circle.id, mediaId, since }))
  expect(await countJobs(deps, jobs.processMedia.name)).toBe(1)
})

test('a second try is queued although the job of the first has not left the queue', async () => {
  const { deps, circle } = await open()
  const mediaId = await upload(deps, circle, await drawPhoto())
  await deps.db.updateTable('media').set({ state: 'failed', failure: 'DAMAGED' }).execute()
  deps.clock.advance(1)
  const scope = await scopeIn(deps, circle, circle.owner, 'media.retry')
  await retryMedia(deps, scope, { circleId: circle.id, mediaId })
  expect(await countJobs(deps, jobs.processMedia.name)).toBe(2)
})

test('a photo whose job is lost is put back into the queue', async () => {
  const { deps, circle } = await open()
  const mediaId = await upload(deps, circle, await drawPhoto())
  await sql`delete from pgboss.job where name = ${jobs.processMedia.name}`.execute(deps.db)
  deps.clock.advance(5 * 60)
  const handlers = createHandlers({
    ...deps,
    mailer: createOutbox(),
    sms: createSmsOutbox(),
    images: refusingImages,
    videos: refusingImages,
  })
  await handlers.reconcileMedia()
  expect(await countJobs(deps, jobs.processMedia.name)).toBe(1)
  await startWorker(deps)
  expect(await settled(deps, circle, mediaId)).toMatchObject({ state: 'ready' })
})

test('what always fails ends with its reason, in the dead letters', async () => {
  const { deps, circle } = await open()
  const mediaId = await upload(deps, circle, await drawPhoto())
  const handlers = createHandlers({
    ...deps,
    mailer: createOutbox(),
    sms: createSmsOutbox(),
    images: refusingImages,
    videos: refusingImages,
  })
  const run = { jobId: deps.random.id(), signal: new AbortController().signal }
  const payload = { circleId: circle.id, mediaId }
  await expect(handlers.processMedia(payload, { ...run, isLastTry: false })).rejects.toThrow()
  expect((await snapshot(deps)).media[0]).toMatchObject({ state: 'processing' })
  await expect(handlers.processMedia(payload, { ...run, isLastTry: true })).rejects.toThrow()
  expect((await snapshot(deps)).media[0]).toMatchObject({ state: 'failed', failure: 'INTERNAL' })
})

test('a mail waits until the mail server is back, and arrives once', async () => {
  const { deps } = await open()
  const { mailUrl, smtpUrl } = await testServices()
  const away = createOutbox({ failures: 1 })
  const real = createMailer({ smtpUrl, from: 'Kinkeep <hello@kinkeep.test>' })
  onTestFinished(() => real.close())
  const mailer: Mailer = {
    async send(mail) {
      if (away.mails.length === 0) await away.send(mail)
      await real.send(mail)
    },
    close: () => undefined,
  }
  await startWorker(deps, { mailer })
  const email = newEmail()
  const person = {
    email,
    password: 'a long password',
    name: 'Вера',
    language: 'ru',
    timeZone: 'UTC',
  } as const
  await signUp(deps, newCaller(), person)

  await expect.poll(() => mailsTo(mailUrl, email)).toHaveLength(1)
  await expect.poll(() => countJobs(deps, jobs.sendSignUpMail.name, 'completed')).toBe(1)
  expect(await mailsTo(mailUrl, email)).toHaveLength(1)
})

test('the jobs of a worker that was killed are done by the next one', async () => {
  const { deps, circle, services } = await open()
  const mediaIds: string[] = []
  for (let count = 0; count < 6; count += 1) mediaIds.push(await upload(deps, circle, await drawPhoto()))

  const killed = forkWorker(deps, services)
  const active = () => countJobs(deps, jobs.processMedia.name, 'active')
  await expect.poll(active, { timeout: 20_000, interval: 20 }).toBeGreaterThanOrEqual(1)
  killed.kill('SIGKILL')
  await once(killed, 'exit')

  const worker = forkWorker(deps, services)
  onTestFinished(() => void worker.kill('SIGKILL'))
  const photos = await Promise.all(mediaIds.map((id) => settled(deps, circle, id)))
  expect(photos.map(({ state }) => state)).toEqual(Array(6).fill('ready'))
  expect(await deps.db.selectFrom('keeps').select('id').execute()).toHaveLength(6)
}, 60_000)

/** What a second run must leave as it was. */
async function snapshot(deps: TestDeps) {
  const [media, keeps, days, streams] = await Promise.all([
    deps.db.selectFrom('media').selectAll().execute(),
    deps.db.selectFrom('keeps').selectAll().execute(),
    deps.db.selectFrom('keepDays').selectAll().orderBy('day').execute(),
    deps.db.selectFrom('circleStreams').selectAll().execute(),
  ])
  return { media, keeps, days, streams }
}

async function countJobs(deps: TestDeps, name: string, state = 'created'): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from pgboss.job where name = ${name} and state = ${state}
  `.execute(deps.db)
  return rows[0]?.count ?? 0
}

async function mailsTo(mailUrl: string, email: string): Promise<unknown[]> {
  const response = await fetch(`${mailUrl}/api/email`)
  const mails = (await response.json()) as { to: { address: string }[] }[]
  return mails.filter(({ to }) => to.some(({ address }) => address === email))
}

const refusingImages: ImageProcessor & VideoProcessor = {
  process: (): Promise<never> => Promise.reject(new Error('no image may be read here')),
  clean: () => Promise.reject(new Error('no image may be read here')),
  close: async () => undefined,
  pids: () => [],
}

function forkWorker(deps: TestDeps, { store, smtpUrl }: TestServices): ChildProcess {
  return fork(fileURLToPath(new URL('./main.ts', import.meta.url)), {
    execArgv: [],
    env: {
      DATABASE_URL: deps.databaseUrl,
      PUBLIC_URL: deps.publicUrl,
      S3_ENDPOINT: store.endpoint,
      S3_REGION: store.region,
      S3_BUCKET: store.bucket,
      S3_ACCESS_KEY_ID: store.accessKeyId,
      S3_SECRET_ACCESS_KEY: store.secretAccessKey,
      ...testSecretSettings,
      SMTP_URL: smtpUrl,
      LOG_LEVEL: 'silent',
    },
  })
}

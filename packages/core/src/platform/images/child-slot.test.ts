import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ImageResult } from './image-result.ts'
import { createImageProcessor, type ImageProcessor } from './images.ts'

let folder: string
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinkeep-image-child-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function input(bytes: Buffer) {
  const path = join(folder, String(count++))
  await writeFile(path, bytes)
  return {
    inputPath: path,
    previewPath: `${path}.jpg`,
    thumbnailPath: `${path}.webp`,
    originalName: 'photo.jpg',
  }
}

const opened: ImageProcessor[] = []
const open = (options: Partial<Parameters<typeof createImageProcessor>[0]> = {}) => {
  const made = createImageProcessor({
    concurrency: 1,
    timeoutMs: 20_000,
    maxMemoryMb: 512,
    ...options,
  })
  opened.push(made)
  return made
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((processor) => processor.close()))
})

const photo = () =>
  sharp({ create: { width: 40, height: 40, channels: 3, background: '#808080' } })
    .jpeg()
    .toBuffer()
const onlyPid = (processor: ImageProcessor) => {
  const [pid, ...others] = processor.pids()
  if (pid === undefined || others.length > 0) throw new Error('expected one child')
  return pid
}
/** A processor whose warm child stands still, so that the next job is certainly in its hands. */
async function frozen(options?: Parameters<typeof open>[0]) {
  const processor = open(options)
  await processor.process(await input(await photo()))
  const pid = onlyPid(processor)
  process.kill(pid, 'SIGSTOP')
  return { processor, pid }
}
async function expectFresh(processor: ImageProcessor, oldPid: number) {
  const next: ImageResult = await processor.process(await input(await photo()))
  expect(next.status).toBe('ready')
  expect(onlyPid(processor)).not.toBe(oldPid)
}

test('a child stays for the next job', async () => {
  const processor = open()
  await processor.process(await input(await photo()))
  const pid = onlyPid(processor)
  await processor.process(await input(await photo()))
  expect(onlyPid(processor)).toBe(pid)
})

test('a child killed in the middle of a job costs that job only', async () => {
  const { processor, pid } = await frozen()
  const lost = processor.process(await input(await photo()))
  const waiting = processor.process(await input(await photo()))
  process.kill(pid, 'SIGKILL')
  expect(await lost).toMatchObject({ status: 'failed', reason: 'OUT_OF_MEMORY' })
  expect((await waiting).status).toBe('ready')
  await expectFresh(processor, pid)
})

test('a child crashed by a decoder means a damaged file', async () => {
  const { processor, pid } = await frozen()
  const lost = processor.process(await input(await photo()))
  process.kill(pid, 'SIGSEGV')
  process.kill(pid, 'SIGCONT')
  expect(await lost).toMatchObject({ status: 'failed', reason: 'DAMAGED' })
  await expectFresh(processor, pid)
})

test('a child that does not answer in time is killed', async () => {
  const { processor, pid } = await frozen({ timeoutMs: 5000 })
  expect(await processor.process(await input(await photo()))).toMatchObject({ reason: 'TIMED_OUT' })
  await expectFresh(processor, pid)
})

test('a child that takes too much memory is killed', async () => {
  const processor = open({ maxMemoryMb: 10 })
  expect(await processor.process(await input(await photo()))).toMatchObject({ reason: 'OUT_OF_MEMORY' })
})

test('a child is replaced after its share of jobs', async () => {
  const processor = open({ recycleAfterJobs: 1 })
  await processor.process(await input(await photo()))
  expect(processor.pids()).toEqual([])
  expect((await processor.process(await input(await photo()))).status).toBe('ready')
})

test('a child sees nothing of our environment', async () => {
  process.env.KINKEEP_TEST_SECRET = 'hunter2'
  const processor = open()
  await processor.process(await input(await photo()))
  delete process.env.KINKEEP_TEST_SECRET
  if (process.platform !== 'linux') return
  const environment = await readFile(`/proc/${onlyPid(processor)}/environ`, 'latin1')
  expect(environment).toContain('VIPS_BLOCK_UNTRUSTED=1')
  expect(environment).not.toContain('hunter2')
})

test('an abort ends the running job and those that wait', async () => {
  const { processor, pid } = await frozen()
  const abort = new AbortController()
  const running = processor.process(await input(await photo()), abort.signal)
  const waiting = processor.process(await input(await photo()), abort.signal)
  abort.abort(new Error('shutting down'))
  await expect(running).rejects.toThrow('shutting down')
  await expect(waiting).rejects.toThrow('shutting down')
  await expectFresh(processor, pid)
})

test('close rejects what runs and leaves no process', async () => {
  const { processor, pid } = await frozen()
  const running = expect(processor.process(await input(await photo()))).rejects.toThrow('closed')
  await processor.close()
  await running
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  await expect(processor.process(await input(await photo()))).rejects.toThrow('closed')
})

test('trouble of the machine is thrown, not blamed on the file', async () => {
  const processor = open()
  const job = await input(await photo())
  await expect(processor.process({ ...job, inputPath: join(folder, 'gone') })).rejects.toThrow('ENOENT')
  await expect(processor.process({ ...job, previewPath: join(folder, 'no', 'where') })).rejects.toThrow(
    'ENOENT',
  )
  expect((await processor.process(job)).status).toBe('ready')
})

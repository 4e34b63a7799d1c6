import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { testServices } from '@kinkeep/testing/services'
import { createTestClock } from '@kinkeep/testing/test-clock'
import { expect, onTestFinished, test } from 'vitest'
import { createStorage } from './storage.ts'

const { store } = await testServices()

test('a file goes in and comes out byte for byte; what is not there is not there', async () => {
  const { storage, key, file } = await open()
  const bytes = Buffer.from([...Array(256).keys()])
  await writeFile(file('in'), bytes)
  expect(await storage.sizeOf(key)).toBeUndefined()
  expect(await storage.download(key, file('out'))).toBe(false)

  await storage.upload(key, file('in'), 'image/jpeg')
  expect(await storage.sizeOf(key)).toBe(256)
  expect(await storage.download(key, file('out'))).toBe(true)
  expect(await readFile(file('out'))).toEqual(bytes)

  await storage.remove([key])
  await storage.remove([key, `${key}/never`])
  await storage.remove([])
  expect(await storage.sizeOf(key)).toBeUndefined()
})

test('however many uploads were begun, all of them are given up', async () => {
  const begun = new Set(['one', 'two', 'three', 'four', 'five'])
  // Names two of them a page, as a store does that has thousands.
  const server = createHttpServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://store')
    if (request.method === 'DELETE') {
      begun.delete(url.searchParams.get('uploadId') ?? '')
      response.writeHead(204).end()
      return
    }
    const page = [...begun]
      .slice(0, 2)
      .map((id) => `<Upload><Key>a/b</Key><UploadId>${id}</UploadId></Upload>`)
    const isMore = `<IsTruncated>${begun.size > 2}</IsTruncated>`
    const result = 'ListMultipartUploadsResult'
    response.writeHead(200, { 'content-type': 'application/xml' })
    response.end(`<${result}>${isMore}${page.join('')}</${result}>`)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const endpoint = `http://127.0.0.1:${port}`
  const storage = createStorage({ ...store, endpoint, publicEndpoint: endpoint }, createTestClock())
  onTestFinished(() => storage.close())
  await storage.parts.abortAll('a/')
  expect([...begun]).toEqual([])
})

test('an aborted download is an error, not a short file', async () => {
  const { storage, key, file } = await open()
  await writeFile(file('in'), 'bytes')
  await storage.upload(key, file('in'), 'image/jpeg')
  await expect(storage.download(key, file('out'), AbortSignal.abort())).rejects.toThrow()
})

test('a store that says nothing is given up', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const endpoint = `http://127.0.0.1:${port}`
  const silent = { ...store, endpoint, publicEndpoint: endpoint, silenceMs: 50 }
  const storage = createStorage(silent, createTestClock())
  onTestFinished(() => storage.close())
  await expect(storage.sizeOf('key')).rejects.toMatchObject({ name: 'TimeoutError' })
})

test('an address to read is one for a quarter of an hour, shows what it is told to, and is kept by browsers', async () => {
  const { storage, key, file, clock } = await open()
  await writeFile(file('in'), 'bytes')
  await storage.upload(key, file('in'), 'text/html')
  const sign = () => storage.signDownload({ key, contentType: 'application/octet-stream', saveAs: 'ж.html' })
  const { url, reusableUntil } = await sign()
  const response = await fetch(url)
  expect(await response.text()).toBe('bytes')
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="_.html"; filename*=UTF-8''%D0%B6.html`,
    'cache-control': 'private, max-age=86400, immutable',
  })

  clock.set(new Date(reusableUntil.getTime() - 1))
  expect((await sign()).url).toBe(url)
  clock.set(reusableUntil)
  expect((await sign()).url).not.toBe(url)
})

test('an address to read opens no other object, and neither does one that was changed', async () => {
  const { storage, key, file } = await open()
  await writeFile(file('in'), 'bytes')
  for (const each of [key, `${key}-other`]) await storage.upload(each, file('in'), 'image/jpeg')
  const { url } = await storage.signDownload({ key })
  const changed = [
    url.replace(key, `${key}-other`),
    url.replace('X-Amz-Expires=1800', 'X-Amz-Expires=86400'),
    `${url}&response-content-type=text%2Fhtml`,
    url.split('?')[0] ?? '',
  ]
  expect(await Promise.all(changed.map(async (each) => (await fetch(each)).status))).toEqual([
    403, 403, 403, 403,
  ])
  expect((await fetch(url)).status).toBe(200)
})

test('an address to read ends after half an hour at most', async () => {
  const { storage, key, file, clock } = await open()
  await writeFile(file('in'), 'bytes')
  await storage.upload(key, file('in'), 'image/jpeg')
  clock.advance(-45 * 60 - 1)
  expect((await fetch((await storage.signDownload({ key })).url)).status).toBe(403)
})

async function open() {
  const clock = createTestClock()
  const storage = createStorage({ ...store, publicEndpoint: store.endpoint }, clock)
  const folder = await mkdtemp(path.join(tmpdir(), 'kinkeep-storage-test-'))
  onTestFinished(async () => {
    storage.close()
    await rm(folder, { recursive: true })
  })
  return {
    storage,
    clock,
    key: `tests/${path.basename(folder)}`,
    file: (name: string) => path.join(folder, name),
  }
}

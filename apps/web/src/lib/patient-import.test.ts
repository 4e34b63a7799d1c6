import { afterEach, beforeEach, expect, type Mock, test, vi } from 'vitest'
import { patientImport } from './patient-import.ts'

const failed = new TypeError('Failed to fetch dynamically imported module')
const network = { onLine: true }
const reload = vi.fn<() => void>()
let target: EventTarget
let listen: Mock<typeof globalThis.addEventListener>

beforeEach(() => {
  target = new EventTarget()
  network.onLine = true
  reload.mockReset()
  listen = vi.fn<typeof globalThis.addEventListener>(target.addEventListener.bind(target))
  vi.stubGlobal('addEventListener', listen)
  vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target))
  vi.stubGlobal('navigator', network)
  vi.stubGlobal('location', { reload })
})
afterEach(() => vi.unstubAllGlobals())

function comeBack(): void {
  network.onLine = true
  target.dispatchEvent(new Event('online'))
}

test('a part that is asked for without a network waits for it', async () => {
  network.onLine = false
  const load = vi.fn<() => Promise<string>>(() => Promise.resolve('the part'))
  const part = patientImport(load)
  expect(load).not.toHaveBeenCalled()
  comeBack()
  expect(await part).toBe('the part')
  expect(reload).not.toHaveBeenCalled()
})

test('when the network goes in the middle, the page is loaded anew once it is back', async () => {
  const load = vi.fn<() => Promise<never>>(() => {
    network.onLine = false
    return Promise.reject(failed)
  })
  void patientImport(load)
  await vi.waitFor(() => expect(listen).toHaveBeenCalledWith('online', expect.anything(), expect.anything()))
  expect(reload).not.toHaveBeenCalled()
  comeBack()
  await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce())
  expect(load).toHaveBeenCalledOnce()
})

test('so it is when the network is back before the part has failed', async () => {
  const load = vi.fn<() => Promise<never>>(() => {
    target.dispatchEvent(new Event('offline'))
    comeBack()
    return Promise.reject(failed)
  })
  void patientImport(load)
  await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce())
})

test('with the network there, a failure is told at once', async () => {
  await expect(patientImport(() => Promise.reject(failed))).rejects.toBe(failed)
  expect(reload).not.toHaveBeenCalled()
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { mostSilence, putFile } from './put-file.ts'

/** As much of a request as is looked at: it hears nothing until the test says so. */
class SilentRequest {
  static last: SilentRequest
  readonly upload: { onprogress?: (event: { loaded: number }) => void } = {}
  status = 0
  onloadend?: () => void
  constructor() {
    SilentRequest.last = this
  }
  open(): void {}
  setRequestHeader(): void {}
  send(): void {}
  abort(): void {
    this.onloadend?.()
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('XMLHttpRequest', SilentRequest)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function put() {
  const onProgress = vi.fn<(sent: number) => void>()
  const { signal } = new AbortController()
  const answers: number[] = []
  const request = { url: 'https://store.test', headers: {}, body: new Blob(), onProgress, signal }
  void putFile(request).then((status) => answers.push(status))
  return { onProgress, answers }
}

test('a request that nothing is heard of ends, and one that moves does not', async () => {
  const { onProgress, answers } = put()
  await vi.advanceTimersByTimeAsync(mostSilence - 1)
  SilentRequest.last.upload.onprogress?.({ loaded: 7 })
  expect(onProgress).toHaveBeenCalledWith(7)
  await vi.advanceTimersByTimeAsync(mostSilence - 1)
  expect(answers).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(answers).toEqual([0])
})

test('an answer ends it with its status', async () => {
  const { answers } = put()
  SilentRequest.last.status = 412
  SilentRequest.last.onloadend?.()
  await vi.advanceTimersByTimeAsync(0)
  expect(answers).toEqual([412])
  expect(vi.getTimerCount()).toBe(0)
})

export interface PutRequest {
  url: string
  headers: Readonly<Record<string, string>>
  body: Blob
  onProgress: (sent: number) => void
  signal: AbortSignal
}

/** Milliseconds without a byte or an answer after which a request is dead, whatever the network thinks of it. */
export const mostSilence = 60_000

/** Sends bytes to the store and answers its status; 0 when no answer came. XMLHttpRequest, for `fetch` tells no progress. */
export function putFile({ url, headers, body, onProgress, signal }: PutRequest): Promise<number> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('PUT', url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    let silence: ReturnType<typeof setTimeout>
    const listen = () => {
      clearTimeout(silence)
      silence = setTimeout(() => request.abort(), mostSilence)
    }
    request.upload.onprogress = (event) => {
      listen()
      onProgress(event.loaded)
    }
    request.onloadend = () => {
      clearTimeout(silence)
      resolve(request.status)
    }
    signal.addEventListener('abort', () => request.abort(), { once: true })
    if (signal.aborted) resolve(0)
    else {
      listen()
      request.send(body)
    }
  })
}

export interface PutRequest {
  url: string
  headers: Readonly<Record<string, string>>
  body: Blob
  onProgress: (sent: number) => void
  signal: AbortSignal
}

/** Sends bytes to the store and answers its status; 0 when no answer came. XMLHttpRequest, for `fetch` tells no progress. */
export function putFile({ url, headers, body, onProgress, signal }: PutRequest): Promise<number> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('PUT', url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => onProgress(event.loaded)
    request.onloadend = () => resolve(request.status)
    signal.addEventListener('abort', () => request.abort(), { once: true })
    if (signal.aborted) resolve(0)
    else request.send(body)
  })
}

export interface Answered {
  status: number
  body: string
  milliseconds: number
}

/** One mutation as a browser's page sends it, and how long it took. */
export async function timedCall(
  origin: string,
  path: string,
  input: unknown,
  cookie?: string,
): Promise<Answered> {
  const started = performance.now()
  const response = await fetch(`${origin}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, ...(cookie ? { cookie } : {}) },
    body: JSON.stringify(input),
  })
  const body = await response.text()
  return { status: response.status, body, milliseconds: performance.now() - started }
}

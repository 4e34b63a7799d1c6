/** What answers for our own origin, without a socket. */
type Inject = (request: {
  method: 'GET' | 'POST'
  url: string
  headers: Record<string, string>
  payload?: string
}) => Promise<{ statusCode: number; headers: Record<string, unknown>; body: string }>

interface Answer {
  status: number
  location: string | undefined
  body: string
  setCookies: string[]
}

const hops = 20

/** As much of a browser as a journey to a provider and back needs: cookies by origin, redirects, a form that sends itself. */
export class JourneyBrowser {
  readonly #inject: Inject
  readonly #origin: string
  readonly #jars = new Map<string, Map<string, string>>()

  constructor(inject: Inject, origin: string) {
    this.#inject = inject
    this.#origin = origin
  }

  cookie(name: string): string | undefined {
    return this.#jar(this.#origin).get(name)
  }

  setCookie(name: string, value: string): void {
    this.#jar(this.#origin).set(name, value)
  }

  /** Forgets who is signed in at the provider. */
  forget(origin: string): void {
    this.#jars.delete(origin)
  }

  /** Goes to an address and on to the page at the end. `stopAt`: goes no further than to an address that begins so. */
  async visit(address: string, stopAt?: string): Promise<{ url: URL; status: number }> {
    let url = new URL(address, this.#origin)
    for (let hop = 0; hop < hops; hop += 1) {
      if (stopAt && url.href.startsWith(stopAt)) return { url, status: 0 }
      const answer = await this.#get(url)
      const next = answer.location ?? (await this.#sendForm(url, answer.body))
      if (next === undefined) return { url, status: answer.status }
      url = new URL(next, url)
    }
    throw new Error(`no end of redirects at ${url.origin}${url.pathname}`)
  }

  /** Calls a mutation as a page of ours would: its data, or the reason of the refusal. */
  async mutate<Data = unknown>(path: string, input?: unknown): Promise<Data | string> {
    const headers = { origin: this.#origin, 'content-type': 'application/json' }
    const payload = JSON.stringify(input ?? {})
    return this.#call('POST', `/trpc/${path}`, { headers, payload })
  }

  async query<Data = unknown>(path: string, input?: unknown): Promise<Data | string> {
    const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
    return this.#call('GET', `/trpc/${path}${query}`, { headers: {} })
  }

  /** A form that another site's page sends here: without the cookies that are Lax. */
  async post(path: string, form: URLSearchParams, origin: string): Promise<Answer> {
    const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' }
    return toAnswer(await this.#inject({ method: 'POST', url: path, headers, payload: form.toString() }))
  }

  async #call<Data>(
    method: 'GET' | 'POST',
    url: string,
    request: { headers: Record<string, string>; payload?: string },
  ): Promise<Data | string> {
    const headers = { ...request.headers, cookie: this.#cookieHeader(this.#origin) }
    const answer = toAnswer(await this.#inject({ ...request, method, url, headers }))
    this.#keep(this.#origin, answer.setCookies)
    const body = JSON.parse(answer.body) as {
      result?: { data: Data }
      error?: { data: { reason: string } }
    }
    return body.result ? body.result.data : (body.error?.data.reason ?? 'no reason')
  }

  async #get(url: URL): Promise<Answer> {
    const headers = { cookie: this.#cookieHeader(url.origin), accept: 'text/html' }
    const answer =
      url.origin === this.#origin
        ? toAnswer(await this.#inject({ method: 'GET', url: url.pathname + url.search, headers }))
        : await fetchAnswer(url, headers)
    this.#keep(url.origin, answer.setCookies)
    return answer
  }

  /** A page that is nothing but a form which sends itself, as Apple's is. */
  async #sendForm(url: URL, page: string): Promise<string | undefined> {
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1]
    if (!action?.startsWith(this.#origin)) return undefined
    const fields = [...page.matchAll(/name="([^"]+)" value="([^"]*)"/g)]
    const form = new URLSearchParams()
    for (const [, name = '', value = ''] of fields) form.append(name, unescapeHtml(value))
    return (await this.post(new URL(action).pathname, form, url.origin)).location
  }

  #jar(origin: string): Map<string, string> {
    const jar = this.#jars.get(origin) ?? new Map<string, string>()
    this.#jars.set(origin, jar)
    return jar
  }

  #cookieHeader(origin: string): string {
    return [...this.#jar(origin)].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  #keep(origin: string, setCookies: string[]): void {
    for (const line of setCookies) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      const value = pair.slice(at + 1)
      if (value === '') this.#jar(origin).delete(pair.slice(0, at))
      else this.#jar(origin).set(pair.slice(0, at), value)
    }
  }
}

async function fetchAnswer(url: URL, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(url, { headers, redirect: 'manual' })
  return {
    status: response.status,
    location: response.headers.get('location') ?? undefined,
    body: await response.text(),
    setCookies: response.headers.getSetCookie(),
  }
}

function toAnswer(response: Awaited<ReturnType<Inject>>): Answer {
  const { location, 'set-cookie': cookies = [] } = response.headers
  return {
    status: response.statusCode,
    location: typeof location === 'string' ? location : undefined,
    body: response.body,
    setCookies: [cookies].flat().map(String),
  }
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#x2F;', '/')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

import type { AppRouter } from '@kinkeep/server/router'
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client'

/** The public API as one person's browser calls it, cookies included. */
export function createApiClient(origin: string): TRPCClient<AppRouter> {
  const cookies = new Map<string, string>()
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${origin}/trpc`,
        headers: () => ({
          origin,
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        }),
        async fetch(url, options) {
          // The client's own types of a request leave room for other platforms' ones; this is Node's.
          const response = await fetch(url as string | URL, options as RequestInit)
          for (const cookie of response.headers.getSetCookie()) remember(cookies, cookie)
          return response
        },
      }),
    ],
  })
}

export type ApiClient = TRPCClient<AppRouter>

function remember(cookies: Map<string, string>, cookie: string): void {
  const [pair = '', ...attributes] = cookie.split(';')
  const [name = '', value = ''] = pair.split('=')
  const isOver = value === '' || attributes.some((each) => /max-age=0|1970/i.test(each))
  if (isOver) cookies.delete(name)
  else cookies.set(name, value)
}

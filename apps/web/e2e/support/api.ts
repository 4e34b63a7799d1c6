import type { AppRouter } from '@kinkeep/server/router'
import type { APIRequestContext } from '@playwright/test'
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client'

export type Api = TRPCClient<AppRouter>

/** The typed API as the owner of a browser's cookies sees it: what one signs in here, the pages are signed in too. */
export function createApi(request: APIRequestContext, origin: string): Api {
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${origin}/trpc`,
        async fetch(input, init) {
          const url = input instanceof Request ? input.url : input.toString()
          const response = await request.fetch(url, {
            method: init?.method ?? 'GET',
            headers: { 'content-type': 'application/json', origin },
            maxRedirects: 0,
            ...(typeof init?.body === 'string' ? { data: init.body } : {}),
          })
          return new Response(new Uint8Array(await response.body()), { status: response.status() })
        },
      }),
    ],
  })
}

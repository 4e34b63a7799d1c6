import type { CDPSession, Page } from '@playwright/test'

export interface BadNetwork {
  /** Requests that failed so far, and all that were asked. */
  failed: number
  asked: number
  end: () => Promise<void>
}

/**
 * Lets a share of all that a page asks the API and the store fail at random: half of them before they arrive, half of
 * them after, when only the answer is lost. `share` is 0 to 1.
 */
export async function spoilNetwork(
  page: Page,
  patterns: readonly string[],
  share: number,
): Promise<BadNetwork> {
  const devtools: CDPSession = await page.context().newCDPSession(page)
  const network: BadNetwork = { failed: 0, asked: 0, end: () => devtools.detach() }
  // A page that is left answers no more: nobody waits for it.
  const send = (method: 'Fetch.failRequest' | 'Fetch.continueRequest', requestId: string) =>
    (method === 'Fetch.failRequest'
      ? devtools.send(method, { requestId, errorReason: 'ConnectionReset' })
      : devtools.send(method, { requestId })
    ).catch(() => undefined)
  devtools.on('Fetch.requestPaused', ({ requestId, responseStatusCode, responseErrorReason }) => {
    const isRequest = responseStatusCode === undefined && responseErrorReason === undefined
    if (isRequest) network.asked += 1
    const isBad = Math.random() < share / 2
    if (isBad) network.failed += 1
    void send(isBad ? 'Fetch.failRequest' : 'Fetch.continueRequest', requestId)
  })
  await devtools.send('Fetch.enable', {
    patterns: patterns.flatMap((urlPattern) => [
      { urlPattern, requestStage: 'Request' as const },
      { urlPattern, requestStage: 'Response' as const },
    ]),
  })
  return network
}

/** What is asked arrives, and the answer to it does not, until what this answers is called. */
export async function loseAnswers(page: Page, procedure: string): Promise<() => Promise<void>> {
  const calls = `**/trpc/${procedure}**`
  await page.route(calls, async (route) => {
    await route.fetch()
    await route.abort()
  })
  return () => page.unroute(calls)
}

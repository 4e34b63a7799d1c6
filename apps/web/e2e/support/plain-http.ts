import type { BrowserContext } from '@playwright/test'

/** Takes away what browsers have for HTTPS and localhost alone: a phone in a family's own network is without it. */
export async function asOverPlainHttp(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const kept = [
      [Crypto, ['subtle', 'randomUUID']],
      [Navigator, ['clipboard', 'share', 'locks', 'serviceWorker', 'storage']],
    ] as const
    for (const [owner, names] of kept) for (const name of names) Reflect.deleteProperty(owner.prototype, name)
  })
}

import { type BrowserContext, chromium, type ViewportSize } from '@playwright/test'
import { chromiumLaunchOptions, unpackChromium } from '../support/chromium.ts'

/** What `bench/` asks a measuring script, as JSON in its first argument. */
export interface Asked {
  origin: string
  /** The whole Cookie header of somebody who is signed in; empty for nobody. */
  cookie: string
  path: string
}

/** A browser of its own for one measure; whoever is done with it ends the process. */
export async function openBrowser(viewport: ViewportSize): Promise<() => Promise<BrowserContext>> {
  await unpackChromium()
  const browser = await chromium.launch(chromiumLaunchOptions())
  return () => browser.newContext({ viewport })
}

export async function signIn(context: BrowserContext, { origin, cookie }: Asked): Promise<void> {
  const [name = '', value = ''] = cookie.split('=')
  if (name !== '') await context.addCookies([{ name, value, url: origin }])
}

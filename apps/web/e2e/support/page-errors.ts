import type { BrowserContext } from '@playwright/test'

/** Collects what goes wrong in any page of a browser: uncaught errors and everything logged as an error. */
export function watchErrors(context: BrowserContext, allowed: readonly RegExp[]): string[] {
  const errors: string[] = []
  const note = (text: string) => {
    if (!allowed.some((pattern) => pattern.test(text))) errors.push(text)
  }
  context.on('weberror', (error) => note(`uncaught: ${error.error().stack ?? error.error().message}`))
  context.on('console', (message) => {
    if (message.type() === 'error') note(`console: ${message.text()} (${message.location().url})`)
  })
  return errors
}

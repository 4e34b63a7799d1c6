import { checkLeftovers } from '@kinkeep/testing/check-leftovers'
import type { Stack } from '@kinkeep/testing/launcher'
import { type BrowserContext, test as base, expect } from '@playwright/test'
import { runningStack } from './config.ts'
import { launchStack } from './launch-stack.ts'
import { watchErrors } from './page-errors.ts'
import { type Person, type PersonOptions, signUpPerson } from './people.ts'

interface TestFixtures {
  /** Errors that a journey provokes on purpose, such as the network being away. All others fail it. */
  allowedErrors: RegExp[]
  /** Another browser with nobody signed in; closed, and checked for errors, at the end. */
  newBrowser: () => Promise<BrowserContext>
  /** A signed-in person in a browser of their own. */
  newPerson: (options?: PersonOptions) => Promise<Person>
}

interface WorkerFixtures {
  /** `test.use({ ownStack: true })` at the top of a file: a Kinkeep of its own, to kill parts of. */
  ownStack: boolean
  stack: Stack
}

/** Playwright's test with people. A journey fails when any of its pages logs an error. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  ownStack: [false, { scope: 'worker', option: true }],
  allowedErrors: [[], { option: true }],

  stack: [
    async ({ ownStack }, use) => {
      if (!ownStack) return use(runningStack())
      const own = await launchStack()
      try {
        await use(own)
        await checkLeftovers(own)
      } finally {
        await own.stop()
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  baseURL: ({ stack }, use) => use(stack.origin),

  context: async ({ context, allowedErrors }, use) => {
    const errors = watchErrors(context, allowedErrors)
    await use(context)
    expect(errors, 'errors in the page').toEqual([])
  },

  newBrowser: async ({ browser, allowedErrors }, use) => {
    const opened: { context: BrowserContext; errors: string[] }[] = []
    await use(async () => {
      const context = await browser.newContext()
      opened.push({ context, errors: watchErrors(context, allowedErrors) })
      return context
    })
    for (const { context } of opened) await context.close()
    const errors = opened.flatMap((each) => each.errors)
    expect(errors, 'errors in the pages').toEqual([])
  },

  newPerson: ({ newBrowser, stack }, use) =>
    use(async (options) => signUpPerson(await newBrowser(), stack, options)),
})

export { expect }

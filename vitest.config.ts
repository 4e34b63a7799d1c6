import { defineConfig } from 'vitest/config'

/**
 * One project for everything: a test that asks for Postgres, the store or mail starts them for the run (see
 * packages/testing/src/global-setup.ts), the others stay fast without a rule about file names.
 */
export default defineConfig({
  test: {
    include: ['{apps,packages}/*/src/**/*.test.{ts,tsx}', 'bench/src/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: 'packages/testing/src/global-setup.ts',
    maxWorkers: 2,
    // Files share a process, which saves a fifth of the time: a test puts back what it replaces.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 120_000,
    // What is waited for may stand behind other work of two cores; the second of the default is no time then.
    expect: { poll: { timeout: 15_000 } },
    retry: 0,
    allowOnly: false,
  },
})

import { createDeps, type Deps, type DepsOptions } from '@kinkeep/core/platform/deps'
import { createLog } from '@kinkeep/core/platform/log'
import { afterAll, expect, onTestFinished, TestRunner } from 'vitest'
import { createTestDatabase } from './database.ts'
import { findBroken } from './find-broken.ts'
import { testServices } from './services.ts'
import { createTestClock, type TestClock } from './test-clock.ts'
import { testSecrets } from './test-secrets.ts'

export interface TestDeps extends Deps {
  clock: TestClock
  databaseUrl: string
  /** The same database for its owner, who may change tables and what the application may not. */
  ownerUrl: string
  /** The same database and store as another process has them: a pool, limits and a listener of its own. */
  openAnother(): Promise<Deps>
}

/**
 * Deps on an empty database of one's own and the run's object store. Called at the top of a file they last for
 * its tests, each of which makes its own people; called in a test, for that test.
 */
export async function createTestDeps(chosen: Pick<DepsOptions, 'identityProviders'> = {}): Promise<TestDeps> {
  const [database, { store }] = await Promise.all([createTestDatabase(), testServices()])
  const clock = createTestClock()
  const open = () =>
    createDeps({
      databaseUrl: database.url,
      directDatabaseUrl: database.url,
      databaseConnections: 12,
      prepareStatements: true,
      applicationName: 'kinkeep-test',
      storage: { ...store, publicEndpoint: store.endpoint },
      publicUrl: 'https://kinkeep.test',
      secrets: testSecrets,
      canSendSms: true,
      ...chosen,
      log: createLog('test', 'silent'),
      clock,
    })
  const opened = [await open()]
  whenDone(async () => {
    await Promise.all(opened.map((deps) => deps.close()))
    const broken = await findBroken(database.ownerUrl)
    await database.drop()
    expect(broken, 'what the tests left behind').toEqual({})
  })
  const [deps] = opened
  if (!deps) throw new Error('unreachable')
  return {
    ...deps,
    clock,
    databaseUrl: database.url,
    ownerUrl: database.ownerUrl,
    async openAnother() {
      const another = await open()
      opened.push(another)
      return another
    },
  }
}

function whenDone(close: () => Promise<void>): void {
  if (TestRunner.getCurrentTest()) onTestFinished(close)
  else afterAll(close)
}

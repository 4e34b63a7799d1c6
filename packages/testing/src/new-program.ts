import type { TokenScope } from '@kinkeep/contracts/token-scopes'
import { requireFreshUser } from '@kinkeep/core/accounts/access'
import { createDeps, type Deps } from '@kinkeep/core/platform/deps'
import { createLog } from '@kinkeep/core/platform/log'
import { createToken } from '@kinkeep/core/sessions/create-token'
import type { Stack } from './launcher.ts'
import { newCircle, type TestCircle } from './new-circle.ts'
import { testSecrets } from './test-secrets.ts'

export interface TestProgram {
  /** The owner's personal access token. */
  token: string
  circle: TestCircle
  /** The stack's own database and store, to look at what the program did. */
  deps: Deps
  close(): Promise<void>
}

/** A circle in a running Kinkeep, and a program that may act for its owner. */
export async function newProgram(stack: Stack, scopes: TokenScope[]): Promise<TestProgram> {
  const deps = await createDeps({
    databaseUrl: stack.databaseUrl,
    directDatabaseUrl: stack.databaseUrl,
    databaseConnections: 3,
    prepareStatements: true,
    applicationName: 'kinkeep-test',
    storage: { ...stack.store, publicEndpoint: stack.store.endpoint },
    publicUrl: stack.origin,
    secrets: testSecrets,
    log: createLog('test', 'silent'),
  })
  const circle = await newCircle(deps)
  const { scope } = await requireFreshUser(deps, circle.owner.caller)
  const { token } = await createToken(deps, scope, { name: 'Test', scopes, expiresInDays: 1 })
  return { token, circle, deps, close: () => deps.close() }
}

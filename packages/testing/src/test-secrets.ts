import type { SecretsOptions } from '@kinkeep/core/platform/secrets'

/** Keys that all processes of a test run share, so that one opens what another sealed. */
export const testSecrets: SecretsOptions = {
  keys: [{ id: 'test', key: Buffer.alloc(32, 1) }],
  indexKey: Buffer.alloc(32, 2),
}

/** The same as settings, for processes that a test forks. */
export const testSecretSettings = {
  SECRET_KEYS: `test:${Buffer.alloc(32, 1).toString('base64url')}`,
  INDEX_KEY: Buffer.alloc(32, 2).toString('base64url'),
}

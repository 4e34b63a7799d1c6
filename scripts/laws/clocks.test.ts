import { expect, test } from 'vitest'
import { clocks } from './clocks.ts'
import { treeOf } from './source-tree.ts'

const impure = [
  'Date.now()',
  'new Date()',
  'Date()',
  'Math.random()',
  'crypto.randomUUID()',
  'randomUUID()',
  'randomBytes(32)',
]

test.each(impure)('`%s` is caught in features and apps, and left to adapters and tests', (text) => {
  for (const path of [
    'packages/core/src/keeps/rules.ts',
    'apps/server/src/app.ts',
    'apps/worker/src/main.ts',
  ]) {
    expect(clocks(treeOf({ [path]: `const x = ${text}` })), path).toHaveLength(1)
  }
  for (const path of ['packages/core/src/platform/clock.ts', 'packages/core/src/keeps/rules.test.ts']) {
    expect(clocks(treeOf({ [path]: `const x = ${text}` })), path).toEqual([])
  }
})

test('dates made of something are right', () => {
  expect(clocks(treeOf({ 'packages/core/src/keeps/rules.ts': 'new Date(0); deps.clock.now()' }))).toEqual([])
})

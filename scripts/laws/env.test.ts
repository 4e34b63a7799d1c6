import { expect, test } from 'vitest'
import { env } from './env.ts'
import { treeOf } from './source-tree.ts'

test.each(['apps/server/src/config.ts', 'apps/web/vite.config.ts'])('%s may read the environment', (path) => {
  expect(env(treeOf({ [path]: 'export const url = process.env.DATABASE_URL' }))).toEqual([])
})

test.each([
  'const url = process.env.DATABASE_URL',
  "const all = process['env']",
  "import { env } from 'node:process'",
  'const { env } = process',
  'const mode = import.meta.env.MODE',
])('`%s` elsewhere is caught', (text) => {
  expect(env(treeOf({ 'apps/server/src/app.ts': text }))).toHaveLength(1)
})

test('NODE_ENV is caught even in a config', () => {
  const text = "export const isProduction = process.env.NODE_ENV === 'production'"
  expect(env(treeOf({ 'apps/server/src/config.ts': text }))).toHaveLength(1)
})

test('a config may settle NODE_ENV for the tool that it configures', () => {
  const text = "process.env.NODE_ENV = 'production'"
  expect(env(treeOf({ 'apps/web/vite.config.ts': text }))).toEqual([])
  expect(env(treeOf({ 'apps/server/src/app.ts': text }))).not.toEqual([])
})

import { expect, test } from 'vitest'
import { judgeCatalog, judgeLicence, judgePins } from './dependencies.ts'

test('only exact versions, the catalog and the workspace are pins', () => {
  const good = { a: '1.2.3', b: '18.4.0-beta.17', c: 'catalog:', d: 'workspace:*' }
  expect(judgePins('package.json', { dependencies: good })).toEqual([])
  expect(judgePins('package.json', { devDependencies: { a: '^1.2.3' } })).toHaveLength(1)
  expect(judgePins('package.json', { optionalDependencies: { a: 'latest' } })).toHaveLength(1)
})

test('the catalog and the overrides are exact too', () => {
  const workspace = (version: string) =>
    `packages:\n  - apps/*\n\noverrides:\n  a: 1.2.3\n\ncatalog:\n  '@b/c': ${version}\n`
  expect(judgeCatalog(workspace('1.0.0'))).toEqual([])
  expect(judgeCatalog(workspace('^1.0.0'))).toEqual([
    'pnpm-workspace.yaml: @b/c is "^1.0.0", not an exact version',
  ])
})

test('a licence that reaches over the network is caught, a choice without it is not', () => {
  expect(judgeLicence({ name: 'a', license: 'MIT' })).toEqual([])
  expect(judgeLicence({ name: 'a', license: 'AGPL-3.0-only' })).toHaveLength(1)
  expect(judgeLicence({ name: 'a', licenses: [{ type: 'SSPL-1.0' }] })).toHaveLength(1)
  expect(judgeLicence({ name: 'a', license: '(MIT OR AGPL-3.0)' })).toEqual([])
})

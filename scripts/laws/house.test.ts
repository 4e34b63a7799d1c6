import { expect, test } from 'vitest'
import { house } from './house.ts'
import { treeOf } from './source-tree.ts'

test('what the house lacks is named', () => {
  const missing = house(treeOf({ 'package.json': '{}', 'README.md': '' })).map(({ path }) => path)
  expect(missing).toContain('apps/web/package.json')
  expect(missing).not.toContain('README.md')
})

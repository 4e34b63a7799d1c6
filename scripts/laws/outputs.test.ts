import { expect, test } from 'vitest'
import { outputs } from './outputs.ts'
import { treeOf } from './source-tree.ts'

const router = 'apps/server/src/routers/keeps.ts'

test('columns are named and outputs declared', () => {
  const files = {
    'packages/core/src/keeps/queries.ts': "db.selectFrom('keeps').select(['id'])",
    [router]: 'const r = { list: p(1).input(a).output(b).query(f), on: p.output(c).subscription(g) }',
  }
  expect(outputs(treeOf(files))).toEqual([])
})

test.each([
  'db.selectFrom("keeps").selectAll()',
  'tx.insertInto("keeps").values(v).returningAll().execute()',
])('`%s` is caught in core, and left to tests', (text) => {
  expect(outputs(treeOf({ 'packages/core/src/keeps/queries.ts': text }))).toHaveLength(1)
  expect(outputs(treeOf({ 'packages/core/src/keeps/queries.test.ts': text }))).toEqual([])
})

test.each(['p.query(f)', 'p.input(a).mutation(f)', 'circle("keep.read").input(a).subscription(f)'])(
  '`%s` is caught in a router',
  (text) => {
    expect(outputs(treeOf({ [router]: `const r = { it: ${text} }` }))).toMatchObject([
      { line: 1, message: 'declares no .output()' },
    ])
  },
)

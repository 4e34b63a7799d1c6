import { expect, test } from 'vitest'
import { treeOf } from './source-tree.ts'
import { transactionEffects } from './transaction-effects.ts'

function found(text: string) {
  return transactionEffects(treeOf({ 'packages/core/src/keeps/trash-keep.ts': text }))
}

test('effects that ride the transaction are right', () => {
  expect(
    found('await audit(tx, a); await publish(tx, id, e); await enqueue(tx, job, {}); log.audit(x)'),
  ).toEqual([])
})

test.each(['enqueue(deps.db, job, {})', 'publish(db, id, e)', 'audit(deps.tx, a)', 'audit()'])(
  '`%s` is caught',
  (text) => expect(found(text)).toHaveLength(1),
)

import { expect, test } from 'vitest'
import { treeOf } from './source-tree.ts'
import { vocabulary } from './vocabulary.ts'

function messages(name: string, text = 'export const a = 1'): string[] {
  return vocabulary(treeOf({ [`packages/core/src/${name}`]: text })).map(({ message }) => message)
}

test.each(['keeps/access.ts', 'keeps/invitation-rules.ts', 'keeps/date.test.ts', 'platform/anything.ts'])(
  '%s has its place',
  (name) => expect(messages(name)).toEqual([]),
)

test('a verb exports the one function it is named after, and types', () => {
  const good = 'export interface Input {}\nexport type X = 1\nexport async function trashKeep() {}'
  expect(messages('keeps/trash-keep.ts', good)).toEqual([])
  expect(messages('keeps/trash-keep.ts', 'export const trashKeep = async () => 1')).toEqual([])
})

test.each([
  ['keeps/trash-keep.ts', 'export function removeKeep() {}', /must export one function, trashKeep/],
  [
    'keeps/trash-keep.ts',
    'export function trashKeep() {}\nexport const days = 30',
    /it exports trashKeep, days/,
  ],
  ['keeps/trash-keep.ts', 'export const trashKeep = 1', /must export one function/],
  ['keeps/service.ts', 'export const a = 1', /neither a room of a feature nor verb-noun/],
  ['keeps/emails.tsx', 'export const a = 1', /createElement/],
  ['keeps/inner/rules.ts', 'export const a = 1', /flat folder/],
])('%s with `%s` is caught', (name, text, message) => {
  expect(messages(name, text)).toEqual([expect.stringMatching(message)])
})

import { expect, test } from 'vitest'
import { files } from './files.ts'
import { treeOf } from './source-tree.ts'

function found(path: string, text: string): string[] {
  return files(treeOf({ [path]: text })).map(({ line, message }) => `${line} ${message}`)
}

test('a long file is caught, unless it is a test or generated', () => {
  const long = 'export {}\n'.repeat(401)
  expect(found('apps/web/src/a.ts', long)).toEqual(['1 has 401 lines: it asks to be two ideas'])
  expect(found('apps/web/src/a.ts', 'export {}\n'.repeat(400))).toEqual([])
  expect(found('apps/web/src/a.test.ts', long)).toEqual([])
  expect(found('apps/web/src/a.gen.ts', long)).toEqual([])
})

test('what is unfinished, unchecked or skipped is caught', () => {
  expect(found('a.ts', `\n// ${'TO'}DO: later`)).toEqual(['2 is unfinished'])
  expect(found('a.ts', `// @ts-${'ignore'}\nx()`)).toEqual(['1 switches types off without a reason'])
  expect(found('a.ts', `// @ts-${'expect-error'} the library's types lack this\nx()`)).toEqual([])
  expect(found('a.test.ts', `test.${'only'}('a', f)`)).toEqual(['1 keeps tests from running'])
  expect(found('a.test.ts', `describe.${'skip'}('a', f)`)).toEqual(['1 keeps tests from running'])
})

test.each([`AKIA${'A'.repeat(16)}`, `-----BEGIN ${'PRIVATE'} KEY-----`, `ghp_${'a'.repeat(36)}`])(
  '%s is caught in any file',
  (secret) => expect(found('deploy.yml', `key: ${secret}`)).toEqual(['1 looks like a secret']),
)

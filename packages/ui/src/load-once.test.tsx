import { expect, test } from 'vitest'
import { loadOnce } from './load-once.tsx'

test('what has come is not asked for again, what failed is', async () => {
  const answers = [Promise.reject(new Error('gone')), Promise.resolve('a part'), Promise.resolve('another')]
  const load = loadOnce(() => answers.shift() ?? Promise.reject(new Error('asked too often')))
  await expect(load()).rejects.toThrow('gone')
  const both = [load(), load()]
  expect(await Promise.all([...both, load()])).toEqual(['a part', 'a part', 'a part'])
})

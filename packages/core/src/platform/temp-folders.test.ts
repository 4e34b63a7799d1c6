import { readFile, rm, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { newTempFolder, sweepTempFolders } from './temp-folders.ts'

test('what a killed worker left behind is removed, what another is working on stays', async () => {
  const [left, inUse] = [await newTempFolder(), await newTempFolder()]
  onTestFinished(() => rm(inUse, { recursive: true }))
  for (const folder of [left, inUse]) await writeFile(path.join(folder, 'original'), 'a photo')
  const longAgo = new Date('2020-01-01T00:00:00Z')
  await utimes(left, longAgo, longAgo)

  await sweepTempFolders(60 * 60)
  await expect(readFile(path.join(left, 'original'))).rejects.toThrow('ENOENT')
  expect(await readFile(path.join(inUse, 'original'), 'utf8')).toBe('a photo')
})

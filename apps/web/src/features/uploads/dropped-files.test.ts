import { expect, test } from 'vitest'
import { droppedFiles } from './dropped-files.ts'

function fileEntry(name: string, isBroken = false): FileSystemFileEntry {
  return {
    ...{ isFile: true, isDirectory: false, name, fullPath: name },
    file: (found: FileCallback, failed?: ErrorCallback) =>
      isBroken ? failed?.(new DOMException('gone')) : found(new File(['x'], name)),
  } as FileSystemFileEntry
}

/** Answers a hundred at a time, as Chromium does. */
function folderEntry(name: string, children: FileSystemEntry[]): FileSystemDirectoryEntry {
  return {
    ...{ isFile: false, isDirectory: true, name, fullPath: name },
    createReader: () => {
      let at = 0
      return {
        readEntries: (found: FileSystemEntriesCallback) => {
          found(children.slice(at, at + 100))
          at += 100
        },
      }
    },
  } as FileSystemDirectoryEntry
}

/** A drop of entries, as far as it is looked at. */
function dropOf(...entries: FileSystemEntry[]): DataTransfer {
  const items = entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry }))
  return Object.assign(Object.create(null), { items, files: [] })
}

test('a folder is walked to its end, with the folders in it, and one broken file costs only itself', async () => {
  const many = Array.from({ length: 250 }, (_, index) => fileEntry(`${index}.jpg`))
  const inner = folderEntry('2019', [
    fileEntry('sea.mov'),
    fileEntry('.DS_Store'),
    fileEntry('lost.jpg', true),
  ])
  const found = await droppedFiles(dropOf(folderEntry('photos', [...many, inner]), fileEntry('loose.png')))
  expect(found).toHaveLength(252)
  expect(found.map(({ name }) => name).slice(-2)).toEqual(['sea.mov', 'loose.png'])
})

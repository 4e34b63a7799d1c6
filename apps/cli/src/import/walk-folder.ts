import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { FoundFile } from './found-file.ts'

/** Every file below a folder, in the order of their names. Links are not followed. */
export async function walkFolder(root: string): Promise<FoundFile[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  const found: FoundFile[] = []
  for (const file of files.toSorted()) {
    const { size, mtime } = await stat(file)
    found.push({
      path: path.relative(root, file).split(path.sep).join('/'),
      byteSize: size,
      modifiedAt: mtime,
      withFile: (read) => read(file),
      readText: () => readFile(file, 'utf8'),
    })
  }
  return found
}

import { rememberHandle } from './file-handles.ts'

/** All files of a drop, folders walked. Has to be called within the event: afterwards the browser forgets the drop. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file')
  const entries = items.map((item) => item.webkitGetAsEntry())
  const handles = items.map((item) => handleFrom(item))
  const loose = [...transfer.files]
  if (!entries.some((entry) => entry?.isDirectory)) {
    await Promise.all(loose.map(async (file, index) => keepHandle(file, await handles[index])))
    return loose.filter(isWanted)
  }
  const found: File[] = []
  for (const entry of entries) if (entry) await walk(entry, found)
  return found.filter(isWanted)
}

/** All files of a folder that was chosen by an input. */
export function chosenFiles(files: FileList | null): File[] {
  return [...(files ?? [])].filter(isWanted)
}

interface GivingItem extends DataTransferItem {
  getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>
}

/** Not in all browsers, and not for what a page drops on itself. */
async function handleFrom(item: GivingItem): Promise<FileSystemHandle | null> {
  return item.getAsFileSystemHandle?.().catch(() => null) ?? null
}

function keepHandle(file: File, handle: FileSystemHandle | null | undefined): void {
  if (handle?.kind === 'file' && handle.name === file.name && isFileHandle(handle))
    rememberHandle(file, handle)
}

async function walk(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (isFile(entry)) {
    // One that cannot be opened does not take the others with it.
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject)).catch(() => null)
    if (file) found.push(file)
  } else if (isDirectory(entry)) {
    const reader = entry.createReader()
    for (;;) {
      // A reader answers a hundred at a time, and nothing at the end.
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject),
      ).catch(() => [])
      if (some.length === 0) return
      for (const each of some) await walk(each, found)
    }
  }
}

/** What systems leave in folders of photos is nobody's memory. */
function isWanted({ name }: File): boolean {
  return !name.startsWith('.') && name !== 'Thumbs.db' && name !== 'desktop.ini'
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

function isFileHandle(handle: FileSystemHandle): handle is FileSystemFileHandle {
  return handle.kind === 'file'
}

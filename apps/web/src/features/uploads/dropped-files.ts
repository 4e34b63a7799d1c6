/** All files of a drop, folders walked. Has to be called within the event: afterwards the browser forgets the drop. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry())
  if (!entries.some((entry) => entry?.isDirectory)) return [...transfer.files].filter(isWanted)
  const found: File[] = []
  for (const entry of entries) if (entry) await walk(entry, found)
  return found.filter(isWanted)
}

async function walk(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (isFile(entry)) {
    found.push(await new Promise<File>((resolve, reject) => entry.file(resolve, reject)))
  } else if (isDirectory(entry)) {
    const reader = entry.createReader()
    for (;;) {
      // A reader answers a hundred at a time, and nothing at the end.
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject),
      )
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

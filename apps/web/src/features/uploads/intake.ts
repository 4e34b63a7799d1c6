import { savedUpload } from './saved-upload.ts'
import type { TakenFile } from './taken-file.ts'
import type { SavedBytes, UploadDatabase } from './upload-database.ts'
import { newUpload, type UploadFacts } from './upload-item.ts'
import type { UploadList } from './upload-list.ts'

/** Files copied into the browser in one transaction. */
const savedAtOnce = 20
/** Bytes of a drop that are copied faster than anybody reloads. */
const lightDrop = 100_000_000
/** Larger files are not copied: they would take the disk's room twice, and minutes. */
const largestCopy = 1024 ** 3
/** From here on a handle to the file is better than a copy, although the browser asks before it reads it again. */
const smallestHandle = 256 * 1024 ** 2

export interface GivenFile {
  facts: UploadFacts
  file: File
  /** Where the browser gives one: https://developer.mozilla.org/docs/Web/API/FileSystemFileHandle */
  handle: FileSystemFileHandle | undefined
}

export interface Intake {
  database: Pick<UploadDatabase, 'save' | 'saveBytes' | 'remove'>
  /** What is being saved, until whoever sends it has taken it over. */
  list: UploadList
  /** This tab's name. */
  tab: string
  hand: (files: readonly TakenFile[]) => void
}

/**
 * Writes files into the browser before they are sent: their names first, all at once, so that after a reload in the
 * middle each is either there or known to be missing; then their bytes.
 */
export async function takeIn({ database, list, tab, hand }: Intake, given: readonly GivenFile[]) {
  list.put(...given.map(({ facts }) => newUpload(facts, 'saving')))
  const isNamed = await succeeds(
    database.save(given.map(({ facts }) => savedUpload(newUpload(facts, 'saving'), tab, null))),
  )
  // A drop that is saved in a moment is saved whole before anything is sent: from then on no reload hurts it.
  const isLight = given.reduce((sum, { facts }) => sum + facts.size, 0) < lightDrop
  const taken: TakenFile[] = []
  for (let start = 0; start < given.length; start += savedAtOnce) {
    const some = given.slice(start, start + savedAtOnce)
    const kept = isNamed ? await keepBytes(database, some) : new Set<string>()
    for (const { facts, file } of some) {
      const isVolatile = !kept.has(facts.uploadKey)
      if (isVolatile) list.volatile.add(facts.uploadKey)
      // Called off meanwhile.
      if (list.get(facts.uploadKey)) taken.push({ facts, file, isVolatile })
    }
    if (!isLight) hand(taken.splice(0))
  }
  hand(taken)
}

/** Copies what there is room for, and answers the keys. */
export async function keepBytes(
  database: Pick<UploadDatabase, 'saveBytes'>,
  some: readonly GivenFile[],
): Promise<Set<string>> {
  const wanted = some.flatMap((each) => {
    const bytes = keptForm(each)
    return bytes ? [{ uploadKey: each.facts.uploadKey, bytes }] : []
  })
  if (await succeeds(database.saveBytes(wanted))) return new Set(wanted.map(({ uploadKey }) => uploadKey))
  const kept = new Set<string>()
  for (const each of wanted) if (await succeeds(database.saveBytes([each]))) kept.add(each.uploadKey)
  return kept
}

function keptForm({ file, handle }: GivenFile): SavedBytes | undefined {
  if (handle && file.size >= smallestHandle) return handle
  return file.size <= largestCopy ? file : undefined
}

function succeeds(doing: Promise<unknown>): Promise<boolean> {
  return doing.then(
    () => true,
    () => false,
  )
}

import { stat } from 'node:fs/promises'
import { limits } from '@kinkeep/contracts/limits'
import { UsageError } from '../usage-error.ts'
import { type FoundFile, folderOf, isMedia } from './found-file.ts'
import type { ImportItem } from './import-files.ts'
import { readZip } from './read-zip.ts'
import { findSidecar, findSidecarOfStill, parseSidecar, type ReadSidecar } from './sidecars.ts'
import { machineOffset, takenAt } from './taken-at.ts'
import { walkFolder } from './walk-folder.ts'

export interface Takeout {
  items: ImportItem[]
  /** In Google's trash: left there. */
  trashed: number
  close(): void
}

/**
 * Reads what Google Takeout gave: ZIPs, or folders that they were unpacked to, several of which may hold one album. A
 * folder is an album when a file in it says so; folders by year are none. Throws UsageError for what is no Takeout.
 */
export async function readTakeout(sources: readonly string[]): Promise<Takeout> {
  const zips: { close(): void }[] = []
  const close = () => {
    for (const zip of zips) zip.close()
  }
  try {
    const files: FoundFile[] = []
    for (const source of sources) {
      const facts = await stat(source).catch(() => undefined)
      if (!facts) throw new UsageError(`There is no "${source}".`)
      if (facts.isDirectory()) files.push(...(await walkFolder(source)))
      else {
        const zip = await readZip(source).catch((error: Error) => {
          throw new UsageError(`"${source}" is not a ZIP: ${error.message}`)
        })
        zips.push(zip)
        files.push(...zip.files)
      }
    }
    return { ...(await toItems(files)), close }
  } catch (error) {
    close()
    throw error
  }
}

async function toItems(files: readonly FoundFile[]): Promise<Omit<Takeout, 'close'>> {
  const { sidecars, albums } = await readSidecars(files)
  const items: ImportItem[] = []
  let trashed = 0
  for (const file of files) {
    if (!isMedia(file)) continue
    const folder = folderOf(file)
    const beside = sidecars.get(folder) ?? []
    const own = findSidecar(file, beside)
    const sidecar = own ?? findSidecarOfStill(file, beside)
    if (sidecar?.trashed) {
      trashed += 1
      continue
    }
    const album = albums.get(folder)
    items.push({
      file,
      takenAt: sidecar && takenAt(sidecar, machineOffset),
      // What is said of a Live Photo is said of its photo; said of both, they would stay two.
      description: own?.description?.trim() || undefined,
      albums: album ? [album] : [],
      isFavourite: own?.favorited === true,
    })
  }
  return { items, trashed }
}

async function readSidecars(files: readonly FoundFile[]) {
  const sidecars = new Map<string, ReadSidecar[]>()
  const albums = new Map<string, string>()
  for (const file of files) {
    if (!/\.json$/i.test(file.path)) continue
    const sidecar = parseSidecar(file.path, await file.readText())
    if (!sidecar) continue
    const folder = folderOf(file)
    if (sidecar.photoTakenTime) sidecars.set(folder, [...(sidecars.get(folder) ?? []), sidecar])
    else if (sidecar.title?.trim()) albums.set(folder, titleOf(sidecar.title))
  }
  return { sidecars, albums }
}

function titleOf(title: string): string {
  return title.replaceAll(/\s+/g, ' ').trim().slice(0, limits.albumTitleLength)
}

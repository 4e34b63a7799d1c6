import {
  type ArchivedAlbum,
  type ArchivedKeep,
  type ArchiveHead,
  archivedAlbum,
  archivedKeep,
  archivedProfiles,
  archiveFormat,
  archiveHead,
  archiveVersion,
} from '@kinkeep/contracts/archive'
import type { ArchiveFailure } from '@kinkeep/contracts/archive-kinds'
import { limits } from '@kinkeep/contracts/limits'
import { z } from 'zod'
import { sha256Of, ZipFailure, type ZipItem, type ZipReader } from '../platform/zip-reader.ts'
import { headFile, manifestFile, profilesFile } from './archive-rules.ts'

/** An archive that cannot be brought in, and why. */
export class ImportFailure extends Error {
  readonly failure: ArchiveFailure

  constructor(failure: ArchiveFailure, detail: string) {
    super(`import: ${failure}: ${detail}`)
    this.name = 'ImportFailure'
    this.failure = failure
  }
}

/** What a person is told of a ZIP that is none, or not ours. */
export function failureOf(error: unknown): ArchiveFailure | undefined {
  if (error instanceof ImportFailure) return error.failure
  if (!(error instanceof ZipFailure)) return undefined
  return error.problem === 'NOT_A_ZIP' ? 'NOT_AN_ARCHIVE' : error.problem
}

/** Lines of a manifest are as long as the paths of archives; those of a hostile one end here. */
const manifestBytes = 128 * 1024 * 1024

/** An archive as it is brought in: each file is what the manifest says, or is refused. */
export interface ArchiveSource {
  head: ArchiveHead
  profiles: z.infer<typeof archivedProfiles>
  keepFiles: string[]
  albumFiles: string[]
  readKeep(file: string): Promise<ArchivedKeep>
  readAlbum(file: string): Promise<ArchivedAlbum>
  /** An original, with the SHA-256 that it must have; undefined where it is not in the archive. */
  findOriginal(file: string): { item: ZipItem; sha256: string } | undefined
}

/** Reads what an archive says of itself. Throws ImportFailure and ZipFailure. */
export async function openArchive(zip: ZipReader, signal: AbortSignal): Promise<ArchiveSource> {
  const root = findRoot(zip)
  const at = (file: string) => zip.items.get(`${root}${file}`)
  const sums = await readManifest(zip, at(manifestFile), signal)

  async function readJson<Shape extends z.ZodType>(file: string, shape: Shape): Promise<z.infer<Shape>> {
    const item = at(file)
    const sum = sums.get(file)
    if (!item || !sum) throw new ImportFailure('DAMAGED', 'a file is missing')
    const bytes = await zip.read(item, limits.archiveTextBytes, signal)
    if (sha256Of(bytes) !== sum) throw new ImportFailure('DAMAGED', 'a file is not what the manifest says')
    const parsed = shape.safeParse(parseJson(bytes))
    if (!parsed.success) throw new ImportFailure('DAMAGED', 'a file says what no archive says')
    return parsed.data
  }

  const { version } = await readJson(headFile, z.object({ format: z.string(), version: z.number() })).then(
    (head) => {
      if (head.format !== archiveFormat) throw new ImportFailure('NOT_AN_ARCHIVE', 'of another kind')
      return head
    },
  )
  if (version !== archiveVersion) throw new ImportFailure('UNKNOWN_VERSION', String(version))
  const names = [...sums.keys()].filter((name) => at(name) !== undefined)
  const isIn = (folder: string) => (name: string) => name.startsWith(`${folder}/`) && name.endsWith('.json')
  return {
    head: await readJson(headFile, archiveHead),
    profiles: await readJson(profilesFile, archivedProfiles),
    keepFiles: names.filter(isIn('keeps')).toSorted(),
    albumFiles: names.filter(isIn('albums')),
    readKeep: (file) => readJson(file, archivedKeep),
    readAlbum: (file) => readJson(file, archivedAlbum),
    findOriginal(file) {
      const item = at(file)
      const sha256 = sums.get(file)
      return item && sha256 ? { item, sha256 } : undefined
    },
  }
}

/** The folder that all lies in, where somebody unpacked an archive and packed it again. */
function findRoot(zip: ZipReader): string {
  const heads = [...zip.items.keys()].filter((name) => name === headFile || name.endsWith(`/${headFile}`))
  const shortest = heads.toSorted((a, b) => a.length - b.length)[0]
  if (shortest === undefined) throw new ImportFailure('NOT_AN_ARCHIVE', 'it does not say what it is')
  return shortest.slice(0, -headFile.length)
}

async function readManifest(
  zip: ZipReader,
  item: ZipItem | undefined,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  if (!item) throw new ImportFailure('NOT_AN_ARCHIVE', 'without a manifest')
  if (item.uncompressed > manifestBytes) throw new ImportFailure('TOO_LARGE', 'the manifest')
  const sums = new Map<string, string>()
  let rest = ''
  const read = (line: string) => {
    if (line === '') return
    if (!/^[0-9a-f]{64} {2}./.test(line)) throw new ImportFailure('DAMAGED', 'a line of the manifest')
    sums.set(line.slice(66), line.slice(0, 64))
    // More than it may have files would only fill the memory.
    if (sums.size > limits.archiveFiles) throw new ImportFailure('TOO_MANY_FILES', 'in the manifest')
  }
  const decoder = new TextDecoder()
  const chunks: AsyncIterable<Buffer> = await zip.open(item, signal)
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > 4096) throw new ImportFailure('DAMAGED', 'a line of the manifest')
    for (const line of lines) read(line)
  }
  read(rest)
  return sums
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    throw new ImportFailure('DAMAGED', 'a file is no JSON')
  }
}

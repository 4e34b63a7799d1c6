import type { ArchiveKind, ArchiveState, Paper } from '@kinkeep/contracts/archive-kinds'
import type { ArchiveView } from '@kinkeep/contracts/archives'
import { safeFileName } from '../platform/file-names.ts'
import type { RateLimit } from '../platform/rate-limits.ts'

/** Each reads all that a family ever sent. */
export const archivesPerPerson: RateLimit = { count: 5, seconds: 24 * 60 * 60 }
/** Books are tried in one format and then in the other. */
export const booksPerPerson: RateLimit = { count: 20, seconds: 24 * 60 * 60 }
export const importsPerPerson: RateLimit = { count: 10, seconds: 24 * 60 * 60 }

/** Of an import that is sent: 10,000 of them are more than one may weigh. */
export const importPartBytes = 16 * 1024 * 1024

/** All that lies in the store of one archive, book or import; it goes with its row. */
export function archivePrefix(circleId: string, kind: ArchiveKind, archiveId: string): string {
  const folder = kind === 'import' ? 'imports' : 'archives'
  return `circles/${circleId}/${folder}/${archiveId}/`
}

export function importKey(circleId: string, importId: string): string {
  return `${archivePrefix(circleId, 'import', importId)}archive.zip`
}

/** What a person's device calls it, once it is there. */
export function downloadName(row: { kind: ArchiveKind; title: string | null; createdAt: Date }): string {
  const day = row.createdAt.toISOString().slice(0, 10)
  if (row.kind === 'book') return `${safeFileName(row.title ?? 'Kinkeep')}.pdf`
  return `kinkeep-${day}.zip`
}

export interface ArchiveRow {
  id: string
  kind: ArchiveKind
  state: ArchiveState
  failure: ArchiveView['failure']
  doneItems: number
  totalItems: number | null
  knownItems: number
  problemCount: number
  problems: string[]
  title: string | null
  byteSize: number | null
  bytes: number | null
  createdAt: Date
  expiresAt: Date
}

export const archiveColumns = [
  'id',
  'kind',
  'state',
  'failure',
  'doneItems',
  'totalItems',
  'knownItems',
  'problemCount',
  'problems',
  'title',
  'byteSize',
  'bytes',
  'createdAt',
  'expiresAt',
] as const

export function toArchiveView({ byteSize, bytes, createdAt, expiresAt, ...row }: ArchiveRow): ArchiveView {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    failure: row.failure,
    doneItems: row.doneItems,
    totalItems: row.totalItems,
    knownItems: row.knownItems,
    problemCount: row.problemCount,
    problems: row.problems,
    title: row.title,
    bytes: bytes ?? byteSize,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }
}

/** What a book shows. */
export interface BookChoice {
  title: string
  paper: Paper
  albumId: string | null
  fromDay: string | null
  toDay: string | null
}

/** Problems that a row names; all are counted. */
export const problemsNamed = 100

import type { ArchiveKind } from '@kinkeep/contracts/archive-kinds'
import type { ArchiveView, ListExports, OneExport, OneImport } from '@kinkeep/contracts/archives'
import type { CircleScope } from '../circles/access.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { decodeCursor, idPattern, toPage } from '../platform/keyset.ts'
import { archiveColumns, toArchiveView } from './rules.ts'
import { selectOwn } from './sql.ts'

type ExportScope = CircleScope<'archive.request'>
type BookScope = CircleScope<'book.request'>
type ImportScope = CircleScope<'archive.import'>

/** How far the caller's own archive is. Throws NotFound. */
export function readExport(deps: Pick<Deps, 'db'>, scope: ExportScope, { exportId }: OneExport) {
  return read(deps, scope, 'export', exportId)
}

export function readBook(deps: Pick<Deps, 'db'>, scope: BookScope, { exportId }: OneExport) {
  return read(deps, scope, 'book', exportId)
}

export function readImport(deps: Pick<Deps, 'db'>, scope: ImportScope, { importId }: OneImport) {
  return read(deps, scope, 'import', importId)
}

/** The caller's own archives of a circle that are being made or can still be fetched, newest first. */
export function listExports(deps: Pick<Deps, 'db' | 'clock'>, scope: ExportScope, input: ListExports) {
  return list(deps, scope, 'export', input)
}

export function listBooks(deps: Pick<Deps, 'db' | 'clock'>, scope: BookScope, input: ListExports) {
  return list(deps, scope, 'book', input)
}

export function listImports(deps: Pick<Deps, 'db' | 'clock'>, scope: ImportScope, input: ListExports) {
  return list(deps, scope, 'import', input)
}

async function read(
  deps: Pick<Deps, 'db'>,
  { circleId, userId }: ExportScope | BookScope | ImportScope,
  kind: ArchiveKind,
  id: string,
): Promise<ArchiveView> {
  const row = await selectOwn(deps.db, circleId, userId, kind)
    .select(archiveColumns)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw notFound()
  return toArchiveView(row)
}

async function list(
  deps: Pick<Deps, 'db' | 'clock'>,
  { circleId, userId }: ExportScope | BookScope | ImportScope,
  kind: ArchiveKind,
  { limit, cursor }: ListExports,
) {
  const before = decodeCursor(cursor, [idPattern])
  const rows = await selectOwn(deps.db, circleId, userId, kind)
    .select(archiveColumns)
    .where('expiresAt', '>', deps.clock.now())
    .$if(before !== undefined, (query) => query.where('id', '<', before?.[0] ?? ''))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, (row) => [row.id], toArchiveView)
}

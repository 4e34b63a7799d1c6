import type { ExportView } from '@kinkeep/contracts/account-data'
import type { RateLimit } from '../platform/rate-limits.ts'

/** Each reads everything a person ever sent. */
export const exportsPerPerson: RateLimit = { count: 5, seconds: 24 * 60 * 60 }

export function exportPrefix(userId: string, exportId: string): string {
  return `users/${userId}/exports/${exportId}/`
}

interface ExportRow {
  id: string
  state: ExportView['state']
  bytes: number | null
  createdAt: Date
  expiresAt: Date
}

export const exportColumns = ['id', 'state', 'bytes', 'createdAt', 'expiresAt'] as const

export function toExportView({ id, state, bytes, createdAt, expiresAt }: ExportRow): ExportView {
  return { id, state, bytes, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() }
}

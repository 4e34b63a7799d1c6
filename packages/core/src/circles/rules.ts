import type { CircleView, DeletedCircle, MemberView } from '@kinkeep/contracts/circles'
import { limits } from '@kinkeep/contracts/limits'
import type { MemberRole } from '@kinkeep/contracts/roles'

export interface CircleRow {
  id: string
  name: string
  description: string | null
  role: MemberRole
  memberCount: number
  keepCount: number
  storedBytes: number
  /** null: what every circle may store. */
  quotaBytes: number | null
  createdAt: Date
}

export function toCircleView(row: CircleRow): CircleView {
  const { id, name, description, role, memberCount, keepCount, storedBytes } = row
  const quotaBytes = row.quotaBytes ?? limits.circleBytes
  const createdAt = row.createdAt.toISOString()
  return { id, name, description, role, memberCount, keepCount, storedBytes, quotaBytes, createdAt }
}

export function toDeletedCircle(row: {
  id: string
  name: string
  deletionDueAt: Date | null
}): DeletedCircle {
  return { id: row.id, name: row.name, deletionDueAt: row.deletionDueAt?.toISOString() ?? '' }
}

export function toMemberView(row: {
  userId: string
  name: string
  avatarId: string | null
  role: MemberRole
  joinedAt: Date
}): MemberView {
  const { userId, name, avatarId, role } = row
  return { userId, name, avatarId, role, joinedAt: row.joinedAt.toISOString() }
}

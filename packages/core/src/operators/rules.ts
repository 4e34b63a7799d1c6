import type { AuditEntryView, OperatedPerson, OperatedUser } from '@kinkeep/contracts/operators'
import { type PlatformRole, platformRoles } from '@kinkeep/contracts/roles'

/** Whether a platform role reaches to another. */
export function hasRole(role: PlatformRole, wanted: PlatformRole): boolean {
  return platformRoles.indexOf(role) >= platformRoles.indexOf(wanted)
}

/** An operator acts on users, an admin on everybody; nobody closes or opens their own account. */
export function mayActOn(
  actor: { userId: string; role: PlatformRole },
  other: { id: string; role: PlatformRole },
): boolean {
  return actor.userId !== other.id && (actor.role === 'admin' || other.role === 'user')
}

/** The pattern of what begins with a text: whatever LIKE reads otherwise stands for itself. */
export function startingWith(text: string): string {
  return `${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}

interface UserRow {
  id: string
  email: string
  name: string
  role: PlatformRole
  createdAt: Date
  deactivatedAt: Date | null
}

export function toOperatedUser({ id, email, name, role, createdAt, deactivatedAt }: UserRow): OperatedUser {
  return {
    ...{ id, email, name, role },
    createdAt: createdAt.toISOString(),
    deactivatedAt: deactivatedAt?.toISOString() ?? null,
  }
}

interface PersonRow
  extends UserRow,
    Pick<
      OperatedPerson,
      'language' | 'hasSecondFactor' | 'sessionCount' | 'tokenCount' | 'passkeyCount' | 'circleCount'
    > {
  deletionDueAt: Date | null
  usedAt: Date | null
}

export function toOperatedPerson(row: PersonRow): OperatedPerson {
  const { language, hasSecondFactor, sessionCount, tokenCount, passkeyCount, circleCount } = row
  return {
    ...toOperatedUser(row),
    ...{ language, hasSecondFactor, sessionCount, tokenCount, passkeyCount, circleCount },
    deletionDueAt: row.deletionDueAt?.toISOString() ?? null,
    usedAt: row.usedAt?.toISOString() ?? null,
  }
}

interface EntryRow extends Omit<AuditEntryView, 'at'> {
  at: Date
}

export function toAuditEntryView(row: EntryRow): AuditEntryView {
  const { id, action, actorEmail, actorId, circleId, subjectId, address, requestId } = row
  return {
    ...{ id, action, actorEmail, actorId, circleId, subjectId, address, requestId },
    at: row.at.toISOString(),
  }
}

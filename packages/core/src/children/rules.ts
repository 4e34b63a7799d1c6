import type { ChildView } from '@kinkeep/contracts/children'
import { type CircleRole, can } from '@kinkeep/contracts/roles'
import type { Sex } from '@kinkeep/contracts/sexes'
import { dayIn } from '../platform/clock.ts'
import { DomainError } from '../platform/errors.ts'

export interface ChildRow {
  id: string
  name: string
  birthdate: string
  pronouns: string | null
  sex: Sex | null
  avatarMediaId: string | null
  avatarVersion: number | null
  userId: string | null
}

interface Reader {
  role: CircleRole
  userId: string | null
}

/** What this reader may know of a child: guests neither read a growth chart nor whose account it is. */
export function toChildView(reader: Reader, row: ChildRow): ChildView {
  const { id, name, birthdate, pronouns, sex, avatarMediaId, avatarVersion, userId } = row
  const isMember = can(reader.role, 'measurement.read')
  return {
    id,
    name,
    birthdate,
    pronouns,
    sex: isMember ? sex : null,
    avatarMediaId,
    avatarVersion,
    isGrown: userId !== null,
    userId: isMember ? userId : null,
    isMine: userId !== null && userId === reader.userId,
    mayChange: whyNotChange(reader, row) === null,
    mayDelete: whyNotDelete(reader, row) === null,
  }
}

type Refusal = 'CHILD_IS_GROWN' | 'ROLE_TOO_LOW'

/** Who contributes changes a child's profile and growth; once grown, the child alone, whatever their role. */
export function whyNotChange(reader: Reader, child: { userId: string | null }): Refusal | null {
  return whyNot(reader, child, can(reader.role, 'child.create'))
}

/** Owners and admins delete a child's profile; once grown, the child alone. */
export function whyNotDelete(reader: Reader, child: { userId: string | null }): Refusal | null {
  return whyNot(reader, child, can(reader.role, 'circle.update'))
}

function whyNot(reader: Reader, { userId }: { userId: string | null }, mayAsRelative: boolean) {
  if (userId === null) return mayAsRelative ? null : 'ROLE_TOO_LOW'
  return userId === reader.userId ? null : 'CHILD_IS_GROWN'
}

const oldestBirthdate = '1900-01-01'

/** Throws INVALID_INPUT for a birth before 1900 or after today, which is the day in the caller's time zone. */
export function assertBirthdate(birthdate: string, timeZone: string, now: Date): void {
  if (birthdate < oldestBirthdate || birthdate > dayIn(timeZone, now)) throw invalidField('birthdate')
}

/** Throws INVALID_INPUT for a day before the birth, or after today in the caller's time zone. */
export function assertMeasuringDay(
  measuredOn: string,
  { birthdate, timeZone, now }: { birthdate: string; timeZone: string; now: Date },
): void {
  if (measuredOn < birthdate || measuredOn > dayIn(timeZone, now)) throw invalidField('measuredOn')
}

function invalidField(field: string): DomainError {
  return new DomainError('INVALID_INPUT', { fields: { [field]: ['invalid'] } })
}

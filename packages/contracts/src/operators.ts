import { z } from 'zod'
import { auditActions, deactivationReasons } from './audit-actions.ts'
import { languages } from './languages.ts'
import { limits } from './limits.ts'
import { pageOf, paging } from './paging.ts'
import { platformRoles } from './roles.ts'
import { id, instant } from './values.ts'

/** What an operator sees of a person in a list: who they are to this Kinkeep, nothing of their family. */
export const operatedUser = z.object({
  id,
  email: z.string(),
  name: z.string(),
  role: z.enum(platformRoles),
  createdAt: instant,
  deactivatedAt: instant.nullable(),
})
export type OperatedUser = z.infer<typeof operatedUser>

/** One person, by numbers. */
export const operatedPerson = operatedUser.extend({
  language: z.enum(languages),
  /** When they asked to be forgotten and will be. */
  deletionDueAt: instant.nullable(),
  hasSecondFactor: z.boolean(),
  sessionCount: z.int(),
  tokenCount: z.int(),
  passkeyCount: z.int(),
  circleCount: z.int(),
  /** The newest use of a session that is still open. */
  usedAt: instant.nullable(),
})
export type OperatedPerson = z.infer<typeof operatedPerson>

const onePerson = z.object({ userId: id })

export const listUsers = {
  input: z.object({
    ...paging,
    /** The beginning of an address or of a name. */
    search: z
      .string()
      .trim()
      .toLowerCase()
      .max(limits.emailLength)
      .regex(/^\P{Cc}*$/u)
      .optional(),
  }),
  output: pageOf(operatedUser),
}
export type ListUsers = z.infer<typeof listUsers.input>

export const getUser = { input: onePerson, output: operatedPerson }
export type GetUser = z.infer<typeof getUser.input>

export const setRole = { input: onePerson.extend({ role: z.enum(platformRoles) }), output: operatedPerson }
export type SetRole = z.infer<typeof setRole.input>

export const deactivate = {
  input: onePerson.extend({ reason: z.enum(deactivationReasons) }),
  output: operatedPerson,
}
export type Deactivate = z.infer<typeof deactivate.input>

export const reactivate = { input: onePerson, output: operatedPerson }
export type Reactivate = z.infer<typeof reactivate.input>

export const auditEntryView = z.object({
  id,
  at: instant,
  action: z.string(),
  /** null: the machine itself, or somebody who is forgotten. */
  actorEmail: z.string().nullable(),
  actorId: id.nullable(),
  circleId: id.nullable(),
  subjectId: id.nullable(),
  address: z.string().nullable(),
  requestId: z.string().nullable(),
})
export type AuditEntryView = z.infer<typeof auditEntryView>

export const listAudit = {
  input: z.object({
    ...paging,
    actorId: id.optional(),
    circleId: id.optional(),
    action: z.enum(auditActions).optional(),
    from: instant.optional(),
    /** Entries before this instant. */
    to: instant.optional(),
  }),
  output: pageOf(auditEntryView),
}
export type ListAudit = z.infer<typeof listAudit.input>

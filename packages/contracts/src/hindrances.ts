import {
  type CirclePermission,
  can,
  circlePermissions,
  type InvitableRole,
  invitableRoles,
  type MemberRole,
  outranks,
} from './roles.ts'

/**
 * Why somebody may not do something in a circle, and with which reason the server refuses it. Zod-free: what the web
 * shows disabled, and the words beside it, come from the table that the server decides by.
 */
export const hindrances = {
  /** The owner does it. */
  ownersAct: 'ROLE_TOO_LOW',
  /** Owner and admins do it. */
  adminsAct: 'ROLE_TOO_LOW',
  /** Everybody but viewers. */
  viewersLook: 'ROLE_TOO_LOW',
  /** A circle is never without its owner: they hand it over first. */
  ownerStays: 'CANNOT_REMOVE_OWNER',
  /** Nobody stands above the owner. */
  ownerAbove: 'ROLE_TOO_LOW',
  /** Admins do not change admins. */
  adminBeside: 'ROLE_TOO_LOW',
  /** One's own role is for others to change. */
  yourself: 'ROLE_TOO_LOW',
} as const satisfies Record<string, 'ROLE_TOO_LOW' | 'CANNOT_REMOVE_OWNER'>
export type Hindrance = keyof typeof hindrances

/** What keeps a role from something that the table of permissions does not give it; null when nothing does. */
export function findHindrance(role: MemberRole, permission: CirclePermission): Hindrance | null {
  if (can(role, permission)) return null
  if (permission === 'member.leave') return 'ownerStays'
  const allowed: readonly string[] = circlePermissions[permission]
  if (allowed.includes('member')) return 'viewersLook'
  return allowed.includes('admin') ? 'adminsAct' : 'ownersAct'
}

/** What is done to a member. */
export type MemberAct = 'member.setRole' | 'member.remove' | 'circle.handOver'

export interface ActedMember {
  role: MemberRole
  /** Whether it is the one who acts. */
  isSelf: boolean
}

const byMember: Record<MemberAct, (actor: MemberRole, target: ActedMember) => Hindrance | null> = {
  'member.setRole': (actor, { role, isSelf }) => {
    if (role === 'owner') return 'ownerAbove'
    if (isSelf) return 'yourself'
    return outranks(actor, role) ? null : 'adminBeside'
  },
  'member.remove': (actor, { role, isSelf }) => {
    if (role === 'owner') return 'ownerStays'
    if (isSelf) return 'yourself'
    return outranks(actor, role) ? null : 'adminBeside'
  },
  'circle.handOver': (_, { isSelf }) => (isSelf ? 'yourself' : null),
}

/** What keeps somebody from doing this to a member; null when nothing does. */
export function findMemberHindrance(
  act: MemberAct,
  actor: MemberRole,
  target: ActedMember,
): Hindrance | null {
  return findHindrance(actor, act) ?? byMember[act](actor, target)
}

/** Every role that can be given, and what keeps somebody from giving it. */
export function findRoleHindrances(
  actor: MemberRole,
): { role: InvitableRole; hindrance: Hindrance | null }[] {
  return invitableRoles.map((role) => ({
    role,
    hindrance: findHindrance(actor, 'member.setRole') ?? (outranks(actor, role) ? null : 'ownersAct'),
  }))
}
